package org.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.cli.Ports;
import org.vigie.simulator.dicom.StoreScu;
import org.vigie.simulator.domain.Destination;
import org.vigie.simulator.domain.SendOptions;

/** Issue 3, item 4: two ingest processes behind one address, by the haproxy configuration we give away. */
@ExtendWith(VigieExtension.class)
@Timeout(240)
class ReplicasIT {
    private static final int SENDERS = 4;

    @TempDir
    private Path folder;

    private final Ports free = Ports.free();
    private Replica second;
    private Process haproxy;

    @BeforeEach
    void start(RunningVigie vigie) throws IOException {
        Path program = Required.program("haproxy");
        second = vigie.replica(Files.createDirectories(folder.resolve("b")), free.dicom(), free.ingest());
        second.awaitReady();
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "-f",
                        Required.root().resolve("deploy/haproxy/haproxy.cfg").toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        Required.root().resolve("deploy/e2e/target/haproxy.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "VIGIE_LISTEN", "127.0.0.1:" + free.web(),
                        "VIGIE_A", "127.0.0.1",
                        "VIGIE_A_DICOM", Integer.toString(vigie.ports().dicom()),
                        "VIGIE_A_REST", Integer.toString(vigie.ports().ingest()),
                        "VIGIE_B", "127.0.0.1",
                        "VIGIE_B_DICOM", Integer.toString(free.dicom()),
                        "VIGIE_B_REST", Integer.toString(free.ingest())));
        haproxy = builder.start();
        Awaitility.await("haproxy listens")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), free.web())) {
                        return socket.isConnected();
                    }
                });
    }

    @AfterEach
    void stop(RunningVigie vigie) throws InterruptedException {
        if (haproxy != null) {
            haproxy.destroy();
            haproxy.waitFor(10, TimeUnit.SECONDS);
        }
        if (second != null) {
            second.close();
        }
        Awaitility.await("the first one has all partitions again")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(vigie::isReady);
    }

    @Test
    void instancesOfOneStudyThatLandOnTwoReplicasMakeOneStudy(RunningVigie vigie) throws Exception {
        Phantoms patient = new Phantoms("E2E-REPLICAS", LocalDate.now(Site.ZONE).minusDays(8));
        patient.startCourse(vigie);
        List<Path> baseline = patient.write(patient.baseline(), folder);
        List<Path> followUp = patient.write(patient.followUp(1.0), folder);
        int mails = vigie.mails();
        long here = vigie.stored();
        long there = second.stored();

        sendInParts(baseline);
        sendInParts(followUp);
        // Some of it once more, to whichever replica is next: nothing changes.
        sendInParts(followUp.subList(0, 8));

        long storedHere = vigie.stored() - here;
        long storedThere = second.stored() - there;
        assertThat(storedHere).isPositive();
        assertThat(storedThere).isPositive();
        assertThat(storedHere + storedThere)
                .isBetween((long) baseline.size() + followUp.size(), baseline.size() + followUp.size() + 8L);
        Patient seen = vigie.await(
                patient.id(), "one alert and one mail", p -> Phantoms.isOneAlert(p) && vigie.mails() == mails + 1);
        assertThat(seen.studies()).hasSize(2);
        assertOneRevisionWithAll(vigie, patient.baseline().studyUid(), baseline.size());
        assertOneRevisionWithAll(vigie, patient.followUp(1.0).studyUid(), followUp.size());
        vigie.settled(patient.id(), p -> Phantoms.isOneAlert(p) && vigie.mails() == mails + 1);
    }

    @Test
    void aReplicaThatIsKilledInTheMiddleChangesNothing(RunningVigie vigie) throws Exception {
        Phantoms patient =
                new Phantoms("E2E-REPLICA-KILL", LocalDate.now(Site.ZONE).minusDays(8));
        patient.startCourse(vigie);
        List<Path> baseline = patient.write(patient.baseline(), folder);
        List<Path> followUp = patient.write(patient.followUp(1.0), folder);
        int mails = vigie.mails();
        sendInParts(baseline);

        CompletableFuture<Void> killed = new CompletableFuture<>();
        List<Path> half = followUp.subList(0, followUp.size() / 2);
        List<Path> rest = followUp.subList(followUp.size() / 2, followUp.size());
        try (ExecutorService senders = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (List<Path> part : List.of(half, rest)) {
                running.add(senders.submit(() -> StoreScu.send(
                                part,
                                new Destination("VIGIE", "127.0.0.1", free.web()),
                                SendOptions.DEFAULT.withPause(part.size() / 2, () -> {
                                    if (killed.complete(null)) {
                                        second.kill();
                                    }
                                }))
                        .isSuccess()));
            }
            for (Future<Boolean> one : running) {
                assertThat(one.get(120, TimeUnit.SECONDS)).isTrue();
            }
        }
        second.restart();
        second.awaitReady();

        Patient seen = vigie.await(
                patient.id(), "one alert and one mail", p -> Phantoms.isOneAlert(p) && vigie.mails() == mails + 1);
        assertThat(seen.studies()).hasSize(2);
        vigie.settled(patient.id(), p -> Phantoms.isOneAlert(p) && vigie.mails() == mails + 1);
        assertThat(study(vigie, patient.followUp(1.0).studyUid())
                        .path("instances")
                        .asInt())
                .isEqualTo(followUp.size());
    }

    /** As a PACS that opens several associations for one study. */
    private void sendInParts(List<Path> files) throws Exception {
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int s = 0; s < SENDERS; s++) {
                Path part = Files.createTempDirectory(folder, "part");
                for (int i = s; i < files.size(); i += SENDERS) {
                    Files.createLink(part.resolve(i + ".dcm"), files.get(i));
                }
                running.add(senders.submit(() -> {
                    RunningVigie.storescu("VIGIE", free.web(), part);
                    return true;
                }));
            }
            for (Future<?> one : running) {
                one.get(120, TimeUnit.SECONDS);
            }
        }
    }

    private void assertOneRevisionWithAll(RunningVigie vigie, String studyUid, int instances) throws IOException {
        JsonNode study = study(vigie, studyUid);
        assertThat(study.path("instances").asInt()).as("%s", study).isEqualTo(instances);
        assertThat(study.path("revision").asInt()).as("%s", study).isEqualTo(1);
        assertThat(study.path("conflicts").asInt()).as("%s", study).isZero();
    }

    /** Asked of both: each knows the studies it assembles. */
    private JsonNode study(RunningVigie vigie, String studyUid) throws IOException {
        for (JsonNode answer : List.of(
                vigie.ingest().get("/api/studies").body(),
                vigie.ingestAt(free.ingest()).get("/api/studies").body())) {
            for (JsonNode study : answer.path("studies")) {
                if (study.path("studyUid").asText().equals(studyUid)) {
                    return study;
                }
            }
        }
        throw new AssertionError("neither assembles " + studyUid);
    }
}
