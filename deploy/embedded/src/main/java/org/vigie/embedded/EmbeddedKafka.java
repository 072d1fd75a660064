package org.vigie.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One Kafka broker with its own controller (KRaft) in this process, on loopback, with data kept in a folder. */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE = 1;

    private final KafkaRaftServer server;
    private final String bootstrap;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrap) {
        this.server = server;
        this.bootstrap = bootstrap;
    }

    /**
     * Starts on the folder's data, which is created where there is none; returns once clients can be served.
     *
     * @param port loopback TCP port of clients; the controller takes a free one
     */
    public static EmbeddedKafka start(Path dataDir, int port) {
        QuietLogs.apply();
        int controllerPort = FreePort.pickOther(port);
        try {
            format(dataDir);
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka's data folder cannot be made", e);
        } catch (Exception e) {
            throw new IllegalStateException("Kafka's data folder cannot be formatted", e);
        }
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(settings(dataDir, port, controllerPort), false), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, "127.0.0.1:" + port);
    }

    /** For tests: a broker on a free port with every topic of Vigie. */
    public static EmbeddedKafka startEphemeral(Path folder) {
        EmbeddedKafka kafka = start(folder.resolve("kafka"), FreePort.pick());
        try (Admin admin = kafka.admin()) {
            TopicCatalogue.load().createAll(admin, 1);
        }
        return kafka;
    }

    /** {@code host:port} for {@code bootstrap.servers}. */
    public String bootstrap() {
        return bootstrap;
    }

    public Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                "30000"));
    }

    public void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    @Override
    public void close() {
        stop();
    }

    private static void format(Path dir) throws Exception {
        Files.createDirectories(dir);
        if (Files.exists(dir.resolve("meta.properties"))) {
            return;
        }
        Formatter formatter = new Formatter();
        formatter.setClusterId(Uuid.randomUuid().toString());
        formatter.setNodeId(NODE);
        formatter.addDirectory(dir.toString());
        formatter.setMetadataLogDirectory(Optional.of(dir.toString()));
        formatter.setControllerListenerName("CONTROLLER");
        formatter.setReleaseVersion(MetadataVersion.latestProduction());
        formatter.setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        formatter.setIgnoreFormatted(true);
        formatter.run();
    }

    private static Properties settings(Path dir, int port, int controllerPort) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", Integer.toString(NODE));
        p.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        p.put("controller.listener.names", "CONTROLLER");
        p.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("log.dirs", dir.toString());
        p.put("auto.create.topics.enable", "false");

        p.put("offsets.topic.replication.factor", "1");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("default.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "4");
        p.put("transaction.state.log.num.partitions", "4");
        p.put("share.coordinator.state.topic.num.partitions", "4");

        // A broker killed hard must be able to come back within seconds, not after its old registration's default 9 s.
        p.put("broker.session.timeout.ms", "2000");
        p.put("broker.heartbeat.interval.ms", "500");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "2000");
        // Lower bounds, so that topics.yaml may ask for a worker's death to be noticed within seconds.
        p.put("group.share.min.session.timeout.ms", "3000");
        p.put("group.share.min.heartbeat.interval.ms", "1000");
        p.put("group.consumer.min.session.timeout.ms", "3000");
        p.put("group.consumer.min.heartbeat.interval.ms", "1000");

        // One machine: less memory and less disk set aside in advance.
        p.put("log.cleaner.dedupe.buffer.size", "8388608");
        p.put("log.index.size.max.bytes", "1048576");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "4");
        return p;
    }
}
