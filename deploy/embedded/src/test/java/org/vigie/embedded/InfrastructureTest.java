package org.vigie.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Topics;

class InfrastructureTest {
    @TempDir
    private Path home;

    private final int kafkaPort = FreePort.pick();
    private final int postgresPort = FreePort.pick();
    private final List<InfrastructureProcess> started = new ArrayList<>();

    @AfterEach
    void stopWhatRuns() throws InterruptedException {
        for (InfrastructureProcess process : started) {
            process.terminate();
        }
    }

    @Test
    void isReadyWithEveryTopicAndADurableDatabase() throws Exception {
        start();

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS))
                    .containsAll(Topics.all())
                    .contains("imaging.study.ready.v1.diffusion.dlq", "clinical.alert.raised.v1.notify.dlq");
            var group = new ConfigResource(ConfigResource.Type.GROUP, "diffusion.measure");
            var config = Objects.requireNonNull(admin.describeConfigs(List.of(group))
                    .all()
                    .get(20, TimeUnit.SECONDS)
                    .get(group));
            assertThat(config.get("share.auto.offset.reset").value()).isEqualTo("earliest");
            assertThat(config.get("share.session.timeout.ms").value()).isEqualTo("6000");
        }
        assertThat(query("select current_setting('fsync') || current_setting('synchronous_commit')"))
                .isEqualTo("onon");
    }

    @Test
    void asksForThePassword() throws Exception {
        start();

        String url = "jdbc:postgresql://127.0.0.1:" + postgresPort + "/vigie";
        assertThat(sqlState(url, "vigie", "wrong1234")).isEqualTo("28P01");
        assertThat(sqlState(url, "postgres", "wrong1234")).isEqualTo("28P01");
    }

    @Test
    void keepsRecordsAndRowsOverACleanRestart() throws Exception {
        InfrastructureProcess first = start();
        write(100);
        assertThat(first.terminate()).isTrue();
        assertThat(home.resolve("run").resolve("infrastructure.ready")).doesNotExist();

        start();

        assertThat(recordsOf(Topics.FACT_RECORDED)).isEqualTo(100);
        assertThat(query("select count(*) from kept")).isEqualTo("1");
    }

    @Test
    void keepsRecordsAndRowsAndComesBackInSecondsAfterBeingKilled() throws Exception {
        InfrastructureProcess first = start();
        write(100);
        first.kill();

        InfrastructureProcess second = start();

        assertThat(recordsOf(Topics.FACT_RECORDED)).isEqualTo(100);
        assertThat(query("select count(*) from kept")).isEqualTo("1");
        // Bound of the whole system's recovery is 15 s; measured here 3 to 4 s on an idle machine.
        assertThat(second.startup()).isLessThan(Duration.ofSeconds(15));
        assertThat(Files.readString(home.resolve("infrastructure.txt"), StandardCharsets.UTF_8))
                .doesNotContain("ERROR");
    }

    private InfrastructureProcess start() throws Exception {
        InfrastructureProcess process = InfrastructureProcess.start(home, kafkaPort, postgresPort);
        started.add(process);
        return process;
    }

    private String bootstrap() {
        return "127.0.0.1:" + kafkaPort;
    }

    private void write(int records) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(Topics.FACT_RECORDED, "key-" + i, "value"))
                        .get(20, TimeUnit.SECONDS);
            }
        }
        try (Connection c = connect();
                Statement sql = c.createStatement()) {
            sql.execute("create table kept (id int primary key)");
            sql.execute("insert into kept values (1)");
        }
    }

    private long recordsOf(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap()), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, 4)
                    .mapToObj(p -> new TopicPartition(topic, p))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection c = connect();
                Statement s = c.createStatement();
                ResultSet rows = s.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgresPort + "/vigie", "vigie", InfrastructureProcess.PASSWORD);
    }

    private static String sqlState(String url, String user, String password) {
        try (Connection _ = DriverManager.getConnection(url, user, password)) {
            return "connected";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }
}
