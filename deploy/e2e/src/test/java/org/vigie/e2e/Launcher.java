package org.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vigie.contract.Json;

/**
 * {@code deploy/vigie} with one home.
 *
 * @param environment beside {@code VIGIE_HOME}; what is started has it too
 */
record Launcher(Path home, Map<String, String> environment) {

    /** What the command said; the first argument may hold several words. */
    String run(String words, Object... more) throws IOException, InterruptedException {
        List<Object> command = new ArrayList<>();
        command.add(Required.root().resolve("deploy/vigie"));
        command.addAll(Arrays.asList((Object[]) words.split(" ", -1)));
        command.addAll(Arrays.asList(more));
        Map<String, String> env = new HashMap<>(environment);
        env.put("VIGIE_HOME", home.toString());
        return Shell.run(env, command.toArray());
    }

    /** Kills as the kernel does when memory is short. */
    void kill(String component) throws IOException, InterruptedException {
        for (JsonNode process : status().path("processes")) {
            if (process.path("name").asText().equals(component)) {
                ProcessHandle handle =
                        ProcessHandle.of(process.path("pid").asLong()).orElseThrow();
                assertThat(handle.destroyForcibly()).isTrue();
                handle.onExit().join();
                return;
            }
        }
        throw new AssertionError("not running: " + component);
    }

    boolean isReady() throws IOException, InterruptedException {
        return status().path("ready").asBoolean();
    }

    private JsonNode status() throws IOException, InterruptedException {
        return Json.mapper().readTree(run("status --json"));
    }
}
