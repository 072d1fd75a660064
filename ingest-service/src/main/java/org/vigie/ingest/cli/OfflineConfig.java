package org.vigie.ingest.cli;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.CompletenessConfig;
import org.vigie.ingest.Protocols;
import org.vigie.ingest.ProtocolsConfig;
import org.vigie.ingest.domain.ProtocolRules;
import org.vigie.ingest.domain.QuietTimes;

/** The service's settings without the service: what is packaged, the environment, a file and single values. */
record OfflineConfig(QuietTimes times, ProtocolRules rules) {
    private static final int PACKAGED = 100;
    private static final int FILE = 450;
    private static final int GIVEN = 500;

    /** @throws IllegalArgumentException if a value is none, with its key */
    static OfflineConfig read(@Nullable Path file, Map<String, String> given) throws IOException {
        URL packaged = Objects.requireNonNull(
                OfflineConfig.class.getClassLoader().getResource("application.properties"), "packaged");
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .addSystemSources()
                .withSources(new PropertiesConfigSource(packaged, PACKAGED))
                .withSources(new PropertiesConfigSource(given, "command line", GIVEN))
                .withMapping(CompletenessConfig.class)
                .withMapping(ProtocolsConfig.class);
        if (file != null) {
            builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), FILE));
        }
        SmallRyeConfig config = builder.build();
        CompletenessConfig quiet = config.getConfigMapping(CompletenessConfig.class);
        return new OfflineConfig(
                new QuietTimes(quiet.seriesQuiet(), quiet.studyQuiet(), quiet.hardStop()),
                Protocols.read(config.getConfigMapping(ProtocolsConfig.class)));
    }
}
