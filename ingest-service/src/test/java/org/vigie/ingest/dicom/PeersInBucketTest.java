package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.ingest.Listening;
import org.vigie.ingest.storage.CommitmentRequest.Reference;
import org.vigie.store.s3.S3Settings;

/** Replicas on machines of their own know of each other's instances by the bucket. */
@Timeout(150)
class PeersInBucketTest extends MachinesOnABucket {
    @Test
    void aReplicaVouchesForWhatAnotherMachineHasBroughtToTheBucket() throws IOException {
        try (Listening there = machine("a")) {
            take(there, image(1));
            try (Listening here = machine("b")) {
                assertThat(failure(here, UID.MRImageStorage, IMAGE)).isEmpty();
                assertThat(failure(here, UID.CTImageStorage, IMAGE)).hasValue(Status.ClassInstanceConflict);
                assertThat(failure(here, UID.MRImageStorage, "1.7.2")).hasValue(Status.NoSuchObjectInstance);

                // What comes to the bucket later is known when it is asked for.
                Attributes second = SentImages.image("1.7", "1.7.2", 16, new Random(2));
                take(there, second);
                assertThat(failure(here, UID.MRImageStorage, "1.7.2")).isEmpty();
            }
        }
    }

    @Test
    void aReportWaitsForWhatAnotherMachineHasTakenAndNotBroughtThereYet() throws Exception {
        try (CommittingModality modality = new CommittingModality();
                Listening there = machine("a", Duration.ofSeconds(2), S3Settings.KEEP_LOCAL_BYTES);
                Listening here = machine("b", Duration.ofSeconds(2), S3Settings.KEEP_LOCAL_BYTES)) {
            Association sending = modality.associate(there);
            CommittingModality.store(sending, "1.2.1");
            sending.release();
            Association asking = modality.associate(here);
            CommittingModality.ask(asking, "2.25.1", CommittingModality.CLASS, "1.2.1");

            CommittingModality.Report report = modality.report();
            assertThat(report.safe()).containsExactly("1.2.1");
            assertThat(report.unsafe()).isEmpty();
            asking.release();
        }
    }

    @Test
    void whatCannotBeComparedNowIsSentAgainAndNotCalledAContradiction() throws IOException {
        try (Listening here = machine("a", Duration.ofMinutes(10), 0)) {
            take(here, image(1));
            ObjectRef stored = here.entries().getFirst().event().object();
            await().atMost(PATIENCE).until(() -> !here.isLocal(stored));
            server.kill();
            assertThat(store(here, image(2)))
                    .isInstanceOfSatisfying(
                            StowResult.Failed.class,
                            f -> assertThat(f.failureReason()).isEqualTo(StowResult.OUT_OF_RESOURCES));
            revive();
            assertThat(store(here, image(2))).isInstanceOf(StowResult.Stored.class);
            assertThat(here.entries()).extracting(e -> e.event().conflicting()).containsExactly(false, true);
        }
    }

    @Test
    void aContourThatNamesAnImageOfAnotherMachineBelongsToItsStudy() throws IOException {
        try (Listening there = machine("a");
                Listening here = machine("b")) {
            take(there, image(1));
            take(here, contour());

            assertThat(here.entries())
                    .singleElement()
                    .satisfies(e -> assertThat(e.event().referencedStudyUids()).containsExactly("1.8.0", "1.7.0"));
            assertThat(here.count("ingest.references.cut")).isZero();
        }
    }

    @Test
    void anImageThatComesLaterToAnotherMachineTellsItsStudyOfTheContour() throws IOException {
        try (Listening there = machine("a")) {
            take(there, contour());
            assertThat(there.entries()).hasSize(1);
            try (Listening here = machine("b")) {
                await().atMost(PATIENCE)
                        .until(() -> !here.journal().awaited().of(IMAGE).isEmpty());
                take(here, image(1));

                assertThat(here.entries()).hasSize(2);
                InstanceStored told = here.entries().getLast().event();
                assertThat(told.sopInstanceUid()).isEqualTo("1.8.1");
                assertThat(told.referencedStudyUids()).containsExactly("1.8.0", "1.7.0");
            }
        }
    }

    @Test
    void otherContentUnderTheUidOfAnotherMachineIsFlaggedAndTheSameContentIsNot() throws IOException {
        try (Listening there = machine("a")) {
            take(there, image(1));
        }
        try (Listening here = machine("b");
                Listening third = machine("c")) {
            for (Listening one : List.of(here, third)) {
                await().atMost(PATIENCE)
                        .until(() -> one.journal().findElsewhere(IMAGE).isPresent());
            }
            take(here, image(1));
            take(third, image(2));

            assertThat(here.entries()).extracting(e -> e.event().conflicting()).containsExactly(false);
            assertThat(third.entries()).extracting(e -> e.event().conflicting()).containsExactly(true);
        }
    }

    @Test
    void aBucketThatIsAwayRefusesNobodyAndNothingIsSaidToBeUnknown() throws IOException {
        try (Listening there = machine("a")) {
            take(there, image(1));
        }
        server.kill();
        try (Listening here = machine("b")) {
            assertThat(failure(here, UID.MRImageStorage, IMAGE)).hasValue(Status.ProcessingFailure);
            assertThat(store(here, contour())).isInstanceOf(StowResult.Stored.class);
            assertThat(store(here, SentImages.image("1.9", "1.9.1", 16, new Random(3))))
                    .isInstanceOf(StowResult.Stored.class);
            assertThat(here.count("ingest.references.cut")).isEqualTo(1);

            revive();
            await().atMost(PATIENCE)
                    .until(() -> failure(here, UID.MRImageStorage, IMAGE).isEmpty());
        }
    }

    private static OptionalInt failure(Listening at, String sopClass, String uid) {
        return new StoredContent(at.store(), at.journal()).failure(new Reference(sopClass, uid), System.nanoTime());
    }
}
