package org.vigie.diffusion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** {@code measure} as somebody types it. */
final class MeasureRun {
    private MeasureRun() {}

    /** What {@code --json} prints; the exit code is 0. */
    static JsonNode json(String place, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(place, "--json"));
        arguments.addAll(List.of(options));
        return new ObjectMapper().readTree(text(arguments));
    }

    /** Standard output; the exit code is 0. */
    static String text(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Measure.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(exit).as(err.toString()).isZero();
        return out.toString();
    }

    /** Standard error of a run that ends with code 2. */
    static String refused(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Measure.run(new PrintWriter(out), new PrintWriter(err), arguments);
        assertThat(exit).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        return err.toString();
    }
}
