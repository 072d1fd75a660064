package org.vigie.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.net.service.DicomServiceException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.simulator.domain.BreastPhantom;
import org.vigie.simulator.domain.Destination;
import org.vigie.simulator.domain.Lesion;
import org.vigie.simulator.domain.SendOptions;
import org.vigie.simulator.domain.SendReport;
import org.vigie.simulator.domain.SendReport.State;
import org.vigie.simulator.domain.SimulatedPatient;
import org.vigie.simulator.domain.StudyPlan;
import org.vigie.simulator.domain.VoxelGrid;

class StoreScuTest {
    private final SendOptions options = SendOptions.DEFAULT.withReconnectFor(Duration.ofSeconds(20));
    private @TempDir Path folder;
    private List<Path> files = List.of();

    @BeforeEach
    void writeAStudy() throws Exception {
        StudyPlan plan = StudyPlan.of(
                new SimulatedPatient("P1", "LOCAL", "Test^Phantom", LocalDate.of(1970, 1, 1)),
                LocalDateTime.of(2026, 3, 2, 10, 30),
                BreastPhantom.builder()
                        .grid(VoxelGrid.axial(32, 32, 3, 4, 4, 4))
                        .lesion(new Lesion("L1", "2.25.1", 20, 15, 1, 9, 1.0e-3, 1200))
                        .bValues(List.of(0.0, 800.0))
                        .build());
        files = StudyWriter.write(plan, folder.resolve("study"));
        assertThat(files).hasSize(7);
    }

    @Test
    void everythingArrivesUnchangedAndOtherFilesAreListed() throws Exception {
        Path note = Files.writeString(folder.resolve("study").resolve("note.txt"), "no DICOM");
        try (TestScp scp = new TestScp((n, as) -> {})) {
            SendReport report = StoreScu.send(StoreScu.filesBelow(folder.resolve("study")), scp.destination(), options);

            assertThat(report.isSuccess()).isTrue();
            assertThat(report.count(State.STORED)).isEqualTo(7);
            assertThat(report.outcomes().getLast().file()).isEqualTo(note);
            assertThat(report.outcomes().getLast().state()).isEqualTo(State.SKIPPED);
            for (Path file : files) {
                Attributes sent = Files10.read(file);
                assertThat(scp.stored.get(sent.getString(Tag.SOPInstanceUID))).isEqualTo(sent);
            }
        }
    }

    @Test
    void dcmtkReceivesEverything() throws Exception {
        Path storescp = SharedData.program("/usr/bin/storescp");
        Path inbox = Files.createDirectory(folder.resolve("inbox"));
        int port = TestScp.freePort();
        ProcessBuilder command = new ProcessBuilder(
                        storescp.toString(), "-aet", "VIGIE", "-od", inbox.toString(), Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        command.environment().put("TCP_NODELAY", "1");
        Process process = command.start();
        try {
            SendOptions patient =
                    new SendOptions("VIGIE_SIM", Duration.ofSeconds(10), Duration.ofSeconds(10), 0, () -> {});
            SendReport report = StoreScu.send(files, new Destination("VIGIE", "127.0.0.1", port), patient);

            assertThat(report.isSuccess()).isTrue();
            assertThat(StoreScu.filesBelow(inbox)).hasSize(7);
            for (Path received : StoreScu.filesBelow(inbox)) {
                Attributes image = Files10.read(received);
                assertThat(files.stream().map(StoreScuTest::read)).contains(image);
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void aLostAssociationIsOpenedAgainAndTheUnansweredIsSentAgain() throws Exception {
        try (TestScp scp = new TestScp((n, as) -> {
            if (n == 4) {
                as.abort();
            }
        })) {
            SendReport report = StoreScu.send(files, scp.destination(), options);

            assertThat(report.isSuccess()).isTrue();
            assertThat(scp.stored).hasSize(7);
            assertThat(scp.received).hasSize(8);
            assertThat(scp.received.get(4)).isEqualTo(scp.received.get(3));
        }
    }

    @Test
    void aFileThatAlwaysCostsTheAssociationIsGivenUpAndTheOthersArrive() throws Exception {
        try (TestScp scp = new TestScp((n, as) -> {
            if (n >= 3 && n <= 5) {
                as.abort();
            }
        })) {
            SendReport report = StoreScu.send(files, scp.destination(), options);

            assertThat(report.isSuccess()).isFalse();
            assertThat(report.outcomes().get(2).state()).isEqualTo(State.UNANSWERED);
            assertThat(report.count(State.STORED)).isEqualTo(6);
        }
    }

    @Test
    void anotherStatusThanSuccessIsReportedAndNoSuccess() throws Exception {
        try (TestScp scp = new TestScp((n, as) -> {
            if (n == 2) {
                throw new DicomServiceException(0xA700);
            }
        })) {
            SendReport report = StoreScu.send(files, scp.destination(), options);

            assertThat(report.isSuccess()).isFalse();
            assertThat(report.count(State.STORED)).isEqualTo(6);
            assertThat(report.outcomes().get(1).state()).isEqualTo(State.REFUSED);
            assertThat(report.outcomes().get(1).status()).isEqualTo(OptionalInt.of(0xA700));
        }
    }

    @Test
    void aRejectedAssociationLeavesEverythingUnansweredAtOnce() throws Exception {
        try (TestScp scp = new TestScp((n, as) -> {}, "SOMEBODY_ELSE")) {
            SendReport report = StoreScu.send(files, scp.destination(), options);

            assertThat(report.count(State.UNANSWERED)).isEqualTo(7);
            assertThat(report.outcomes().getFirst().detail()).startsWith("association rejected");
        }
    }

    @Test
    void pausesAfterSoManyInstancesWithTheAssociationOpen() throws Exception {
        List<Integer> storedAtPause = new ArrayList<>();
        try (TestScp scp = new TestScp((n, as) -> {})) {
            SendReport report = StoreScu.send(
                    files, scp.destination(), options.withPause(3, () -> storedAtPause.add(scp.stored.size())));

            assertThat(storedAtPause).containsExactly(3);
            assertThat(report.isSuccess()).isTrue();
        }
    }

    @Test
    void aTruncatedFileIsSentAsItIs() throws Exception {
        StudyPlan plan = StudyPlan.of(
                new SimulatedPatient("P1", "LOCAL", "Test^Phantom", LocalDate.of(1970, 1, 1)),
                LocalDateTime.of(2026, 3, 2, 10, 30),
                BreastPhantom.builder().build());
        Path file = BadFiles.truncated(plan, folder.resolve("cut.dcm"));
        try (TestScp scp = new TestScp((n, as) -> {})) {
            SendReport report = StoreScu.send(List.of(file), scp.destination(), SendOptions.DEFAULT);

            assertThat(report.isSuccess()).isFalse();
            assertThat(scp.stored).isEmpty();
        }
    }

    private static Attributes read(Path file) {
        try {
            return Files10.read(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
