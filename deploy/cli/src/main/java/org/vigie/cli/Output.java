package org.vigie.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Standard output of a command, as picocli was told. */
public final class Output {
    private Output() {}

    public static PrintWriter of(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec, "spec").commandLine().getOut();
    }

    /** Progress, where standard output belongs to JSON. */
    public static PrintWriter errorOf(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec, "spec").commandLine().getErr();
    }
}
