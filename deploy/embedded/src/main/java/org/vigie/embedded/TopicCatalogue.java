package org.vigie.embedded;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * {@code deploy/kafka/topics.yaml}: what exists on the broker, and who may read and write it.
 *
 * @param deadLetters shape of every {@code <topic>.<service>.dlq}
 */
public record TopicCatalogue(List<Topic> topics, DeadLetters deadLetters, List<Group> groups) {
    private static final long PATIENCE_SECONDS = 60;

    /**
     * @param retention {@code 14d}, {@code forever} or {@code compacted}
     * @param flush written to disk before it is acknowledged, where there is no replica
     */
    public record Topic(
            String name, int partitions, String retention, boolean flush, List<String> writers, List<String> readers) {
        @JsonCreator
        public Topic {
            if (partitions < 1 || writers == null || writers.isEmpty() || readers == null || readers.isEmpty()) {
                throw new IllegalArgumentException("topics.yaml: " + name + ": partitions, writers and readers needed");
            }
            var _ = retentionConfig(retention);
        }

        public List<String> deadLetterNames() {
            return readers.stream().map(reader -> name + "." + reader + ".dlq").toList();
        }
    }

    public record DeadLetters(int partitions, String retention) {}

    public record Group(String name, Map<String, String> config) {}

    /** The catalogue that was packaged with this code. */
    public static TopicCatalogue load() {
        try (@Nullable InputStream yaml = TopicCatalogue.class.getResourceAsStream("topics.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("topics.yaml is not on the class path");
            }
            return JsonMapper.builder(new YAMLFactory()).build().readValue(yaml, TopicCatalogue.class);
        } catch (IOException e) {
            throw new UncheckedIOException("topics.yaml cannot be read", e);
        }
    }

    /** Every topic with its configuration, dead letters included. */
    public Map<String, NewTopic> newTopics(int replicationFactor) {
        Map<String, NewTopic> all = new LinkedHashMap<>();
        for (Topic topic : topics) {
            Map<String, String> config = new LinkedHashMap<>(retentionConfig(topic.retention()));
            if (topic.flush() && replicationFactor == 1) {
                config.put("flush.messages", "1");
            }
            all.put(topic.name(), newTopic(topic.name(), topic.partitions(), replicationFactor, config));
            for (String name : topic.deadLetterNames()) {
                all.put(
                        name,
                        newTopic(
                                name,
                                deadLetters.partitions(),
                                replicationFactor,
                                retentionConfig(deadLetters.retention())));
            }
        }
        return all;
    }

    /**
     * Creates what is missing and brings the configuration of topics and groups to what the file says.
     *
     * @throws IllegalStateException if the broker refuses or does not answer within a minute
     */
    public void createAll(Admin admin, int replicationFactor) {
        Map<String, NewTopic> wanted = newTopics(replicationFactor);
        try {
            Set<String> existing = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = wanted.values().stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);

            Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
            wanted.values().stream()
                    .filter(topic -> existing.contains(topic.name()))
                    .forEach(topic -> changes.put(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), set(topic.configs())));
            groups.forEach(group ->
                    changes.put(new ConfigResource(ConfigResource.Type.GROUP, group.name()), set(group.config())));
            admin.incrementalAlterConfigs(changes).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topics were created", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the topics of topics.yaml could not be created", e);
        }
    }

    private static NewTopic newTopic(String name, int partitions, int replicationFactor, Map<String, String> config) {
        return new NewTopic(name, partitions, (short) replicationFactor).configs(config);
    }

    private static Collection<AlterConfigOp> set(Map<String, String> config) {
        List<AlterConfigOp> ops = new ArrayList<>();
        config.forEach(
                (name, value) -> ops.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
        return ops;
    }

    private static Map<String, String> retentionConfig(String retention) {
        return switch (retention) {
            case "forever" -> Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1");
            case "compacted" -> Map.of("cleanup.policy", "compact");
            default -> {
                if (!retention.matches("[1-9][0-9]*d")) {
                    throw new IllegalArgumentException("topics.yaml: retention: 14d, forever or compacted");
                }
                long days = Long.parseLong(retention.substring(0, retention.length() - 1));
                yield Map.of(
                        "cleanup.policy",
                        "delete",
                        "retention.ms",
                        Long.toString(Duration.ofDays(days).toMillis()));
            }
        };
    }
}
