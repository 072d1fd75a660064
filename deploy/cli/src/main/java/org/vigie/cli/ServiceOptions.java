package org.vigie.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is passed on to the services. */
public final class ServiceOptions {
    @Option(
            names = "--quiet-series",
            paramLabel = "DURATION",
            description = "a series is over after this silence, if its protocol is satisfied (60s)")
    private @Nullable String quietSeries;

    @Option(
            names = "--quiet-study",
            paramLabel = "DURATION",
            description = "a study is over after this silence in any case (900s)")
    private @Nullable String quietStudy;

    @Option(names = "--smtp", paramLabel = "HOST:PORT", description = "mail server for notifications")
    private @Nullable String smtp;

    @Option(
            names = "--config",
            paramLabel = "NAME=VALUE",
            description = "environment variable for every service; may be repeated")
    private Map<String, String> config = new LinkedHashMap<>();

    /** Environment variables. */
    public Map<String, String> environment() {
        Map<String, String> env = new LinkedHashMap<>();
        if (quietSeries != null) {
            env.put("VIGIE_QUIET_SERIES", quietSeries);
        }
        if (quietStudy != null) {
            env.put("VIGIE_QUIET_STUDY", quietStudy);
        }
        if (smtp != null) {
            int colon = smtp.lastIndexOf(':');
            if (colon < 1 || !smtp.substring(colon + 1).matches("[0-9]{1,5}")) {
                throw new CommandException("--smtp: host:port is needed", 2);
            }
            env.put("QUARKUS_MAILER_HOST", smtp.substring(0, colon));
            env.put("QUARKUS_MAILER_PORT", smtp.substring(colon + 1));
        }
        env.putAll(config);
        return env;
    }
}
