package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.ingest.Listening;

/** A modality that deletes its images only when it is told that they are safe (PS3.4 annex J). */
@Timeout(90)
class StorageCommitmentTest {
    private static final String CLASS = CommittingModality.CLASS;
    private static final int NO_SUCH_INSTANCE = 0x0112;
    private static final int CLASS_INSTANCE_CONFLICT = 0x0119;
    private static final int PROCESSING_FAILURE = 0x0110;

    @TempDir
    Path home;

    private CommittingModality modality;

    @BeforeEach
    void open() throws Exception {
        modality = new CommittingModality();
    }

    @AfterEach
    void close() {
        modality.close();
    }

    @Test
    void aReplicaVouchesForWhatAnotherOneOfTheSameVolumeStored() throws Exception {
        Map<String, String> b = Map.of(
                "process", "b",
                "vigie.ingest.dir", home.resolve("b").toString(),
                "vigie.dicom.commitment.same-association-after", "600ms");
        try (Listening one = vigie("100ms");
                Listening other = new Listening(home, b)) {
            Association association = modality.associate(one);
            CommittingModality.store(association, "1.2.1");
            association.release();

            Association asking = modality.associate(other);
            CommittingModality.ask(asking, "2.25.1", CLASS, "1.2.1", "1.2.999");

            CommittingModality.Report report = modality.report();
            assertThat(report.safe()).containsExactly("1.2.1");
            assertThat(report.unsafe()).containsExactly("1.2.999");
            asking.release();
        }
    }

    @Test
    void theReportComesOnTheSameAssociationAndSaysWhatIsNotSafe() throws Exception {
        try (Listening vigie = vigie("100ms")) {
            Association association = modality.associate(vigie);
            CommittingModality.store(association, "1.2.1");
            CommittingModality.store(association, "1.2.2");

            int status = CommittingModality.ask(association, "2.25.1", CLASS, "1.2.1", "1.2.2", "1.2.999");

            assertThat(status).isZero();
            CommittingModality.Report report = modality.report();
            assertThat(report.association()).isSameAs(association);
            assertThat(report.event()).isEqualTo(2);
            assertThat(report.data().getString(Tag.TransactionUID)).isEqualTo("2.25.1");
            assertThat(report.safe()).containsExactly("1.2.1", "1.2.2");
            assertThat(report.unsafe()).containsExactly("1.2.999");
            assertThat(report.reason(0)).isEqualTo(NO_SUCH_INSTANCE);

            CommittingModality.ask(association, "2.25.2", CLASS, "1.2.1");
            report = modality.report();
            assertThat(report.event()).isEqualTo(1);
            assertThat(report.safe()).containsExactly("1.2.1");
            assertThat(report.data().contains(Tag.FailedSOPSequence)).isFalse();

            CommittingModality.ask(association, "2.25.3", UID.CTImageStorage, "1.2.1");
            assertThat(modality.report().reason(0)).isEqualTo(CLASS_INSTANCE_CONFLICT);
            Awaitility.await().until(() -> vigie.gauge("ingest.commitments.pending") == 0);
            association.release();
        }
    }

    @Test
    void anObjectWhoseBytesHaveChangedOnDiskIsNotSafe() throws Exception {
        try (Listening vigie = vigie("100ms")) {
            Association association = modality.associate(vigie);
            CommittingModality.store(association, "1.2.1");
            spoil(home);

            CommittingModality.ask(association, "2.25.1", CLASS, "1.2.1");

            CommittingModality.Report report = modality.report();
            assertThat(report.unsafe()).containsExactly("1.2.1");
            assertThat(report.reason(0)).isEqualTo(PROCESSING_FAILURE);
            association.release();
        }
    }

    @Test
    void aModalityThatHangsUpIsCalledBack() throws Exception {
        modality.listen();
        try (Listening vigie = vigie("1s")) {
            Association association = modality.associate(vigie);
            CommittingModality.store(association, "1.2.1");
            CommittingModality.ask(association, "2.25.1", CLASS, "1.2.1");
            association.release();

            CommittingModality.Report report = modality.report();

            assertThat(report.association()).isNotSameAs(association);
            assertThat(report.association().getCallingAET()).isEqualTo("VIGIE");
            assertThat(report.association().getCalledAET()).isEqualTo("MODALITY");
            assertThat(report.event()).isEqualTo(1);
            assertThat(report.safe()).containsExactly("1.2.1");
        }
    }

    @Test
    void whatWasAskedBeforeARestartIsAnsweredAfterItAndOnce() throws Exception {
        try (Listening vigie = vigie("100ms")) {
            Association association = modality.associate(vigie);
            CommittingModality.store(association, "1.2.1");
            CommittingModality.ask(association, "2.25.1", CLASS, "1.2.1");
            association.abort();
            Awaitility.await().until(() -> vigie.count("ingest.commitments", "outcome", "unreached") >= 1);
        }
        modality.listen();

        try (Listening vigie = vigie("100ms")) {
            CommittingModality.Report report = modality.report();
            assertThat(report.data().getString(Tag.TransactionUID)).isEqualTo("2.25.1");
            assertThat(report.safe()).containsExactly("1.2.1");
            Awaitility.await().until(() -> vigie.gauge("ingest.commitments.pending") == 0);
        }
        try (Listening vigie = vigie("100ms")) {
            assertThat(vigie.gauge("ingest.commitments.pending")).isZero();
            assertThat(modality.reports().poll(500, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void requestsThatMakeNoSenseAreRefusedWithTheirStatus() throws Exception {
        try (Listening vigie = vigie("100ms")) {
            Association association = modality.associate(vigie);
            Attributes good = CommittingModality.request("2.25.1", CLASS, "1.2.1");
            assertThat(CommittingModality.action(association, UID.StorageCommitmentPushModelInstance, 2, good))
                    .isEqualTo(0x0123);
            assertThat(CommittingModality.action(association, "1.2.3", 1, good)).isEqualTo(0x0112);
            assertThat(CommittingModality.action(
                            association, UID.StorageCommitmentPushModelInstance, 1, new Attributes()))
                    .isEqualTo(0x0120);
            assertThat(CommittingModality.action(
                            association,
                            UID.StorageCommitmentPushModelInstance,
                            1,
                            CommittingModality.request("not a uid", CLASS, "1.2.1")))
                    .isEqualTo(0x0115);
            assertThat(CommittingModality.action(
                            association,
                            UID.StorageCommitmentPushModelInstance,
                            1,
                            CommittingModality.request("2.25.1", CLASS, "../../etc/passwd")))
                    .isEqualTo(0x0115);
            assertThat(vigie.gauge("ingest.commitments.pending")).isZero();
            association.release();
        }
    }

    private Listening vigie(String sameAssociationAfter) throws IOException {
        return new Listening(
                home,
                Map.of(
                        "vigie.dicom.peers.modality.host",
                        "127.0.0.1",
                        "vigie.dicom.peers.modality.port",
                        Integer.toString(modality.port()),
                        "vigie.dicom.commitment.same-association-after",
                        sameAssociationAfter,
                        "vigie.dicom.commitment.retry",
                        "300ms"));
    }

    /** Changes one byte of the object, wherever the store keeps it. */
    private static void spoil(Path home) throws IOException {
        int spoilt = 0;
        try (Stream<Path> files = Files.walk(home.resolve("store"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                int at = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                        .indexOf(CommittingModality.COMMENT);
                if (at >= 0) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {'X'}), at);
                        spoilt++;
                    }
                }
            }
        }
        assertThat(spoilt).isEqualTo(1);
    }
}
