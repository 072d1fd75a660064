package org.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs run to their end. */
final class Shell {
    private Shell() {}

    /** What a program printed on both channels; a non-zero exit fails the test with it. */
    static String run(Map<String, String> env, Object... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        for (Object word : command) {
            words.add(word.toString());
        }
        Path out = Files.createTempFile("vigie-e2e", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().putAll(env);
            Process process = builder.start();
            boolean ended = process.waitFor(3, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            String text = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
            assertThat(ended).as("%s ended:%n%s", words, text).isTrue();
            assertThat(process.exitValue()).as("%s:%n%s", words, text).isZero();
            return text;
        } finally {
            Files.deleteIfExists(out);
        }
    }
}
