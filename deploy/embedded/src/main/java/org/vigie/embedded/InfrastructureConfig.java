package org.vigie.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the infrastructure process is told by its environment.
 *
 * @param home {@code VIGIE_HOME}; data lie in its folders {@code kafka} and {@code postgres}
 * @param kafkaPort {@code VIGIE_KAFKA_PORT}, loopback
 * @param postgresPort {@code VIGIE_POSTGRES_PORT}, loopback
 * @param postgresPassword {@code VIGIE_POSTGRES_PASSWORD}, letters and digits
 */
record InfrastructureConfig(Path home, int kafkaPort, int postgresPort, String postgresPassword) {
    /** @throws IllegalArgumentException naming every fault */
    static InfrastructureConfig of(Map<String, String> env) {
        List<String> faults = new ArrayList<>();
        String home = env.getOrDefault("VIGIE_HOME", "");
        if (home.isBlank()) {
            faults.add("VIGIE_HOME is not set");
        }
        int kafka = port(env, "VIGIE_KAFKA_PORT", 9092, faults);
        int postgres = port(env, "VIGIE_POSTGRES_PORT", 5433, faults);
        if (kafka == postgres) {
            faults.add("VIGIE_KAFKA_PORT and VIGIE_POSTGRES_PORT are equal");
        }
        String password = env.getOrDefault("VIGIE_POSTGRES_PASSWORD", "");
        if (!password.matches("[A-Za-z0-9]{8,}")) {
            faults.add("VIGIE_POSTGRES_PASSWORD: at least 8 letters and digits are needed");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return new InfrastructureConfig(Path.of(home), kafka, postgres, password);
    }

    private static int port(Map<String, String> env, String name, int usual, List<String> faults) {
        String text = env.getOrDefault(name, Integer.toString(usual));
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
            faults.add(name + " is no TCP port");
            return usual;
        }
        return Integer.parseInt(text);
    }
}
