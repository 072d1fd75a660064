package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.ingest.Listening;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.store.s3.S3Settings;

/** Contours and the images they name on machines of their own, with a bucket that is slow or late. */
@Timeout(150)
class ReferencesInBucketTest extends MachinesOnABucket {
    private static final Duration NEVER = Duration.ofMinutes(10);

    @Test
    void aSlowBucketHoldsUpNoSenderAndItsImagesAreFoundLater() throws IOException {
        List<String> images =
                IntStream.rangeClosed(1, 40).mapToObj(i -> "1.7." + i).toList();
        try (Listening there = machine("a");
                SlowWay way = new SlowWay(server.endpoint())) {
            for (int i = 0; i < images.size(); i++) {
                store(there, SentImages.image("1.7", images.get(i), 16, new Random(i)));
            }
            take(there, SentImages.image("1.9", "1.9.1", 16, new Random(99)));
            try (Listening here = machine("b", way.endpoint(), NEVER, S3Settings.KEEP_LOCAL_BYTES)) {
                await().atMost(PATIENCE)
                        .until(() -> here.journal().findElsewhere(IMAGE).isPresent());
                way.delay(Duration.ofSeconds(3));
                long start = System.nanoTime();

                assertThat(store(here, contour(images))).isInstanceOf(StowResult.Stored.class);

                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
                assertThat(here.entries())
                        .extracting(e -> e.event().referencedStudyUids())
                        .containsExactly(List.of("1.8.0"));
                way.delay(Duration.ZERO);
                here.settleLate(Duration.ofSeconds(31));
                assertThat(here.entries()).hasSize(2);
                assertThat(told(here)).containsExactly("1.8.0", "1.7.0");
                assertThat(here.count("ingest.references.cut")).isZero();
            }
        }
    }

    @Test
    void anImageThatComesFirstAndAloneToAnIdleMachineFindsTheContourOfAnother() throws IOException {
        try (Listening here = machine("b");
                Listening there = machine("a")) {
            await().atMost(PATIENCE)
                    .until(() -> here.journal().findElsewhere("1.1").isEmpty());
            take(there, contour());
            take(here, image(1));

            // Whether the image saw it at once or not: nobody sends anything any more.
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                here.settleLate(Duration.ofSeconds(61));
                return here.entries().size() == 2;
            });
            assertThat(told(here)).containsExactly("1.8.0", "1.7.0");
            here.settleLate(Duration.ofSeconds(61));
            assertThat(here.entries()).hasSize(2);
        }
    }

    /** Of the machine with the contour nothing more is heard: what it could not look up is found by whoever has it. */
    @Test
    void aMachineThatHasAnAwaitedImageForLongTellsItsStudy() throws IOException {
        try (Listening here = machine("b")) {
            take(here, image(1));
            try (Listening there = machine("a", Duration.ofMillis(200), S3Settings.KEEP_LOCAL_BYTES)) {
                there.journal().awaited().add(List.of(IMAGE), "1.8.1", "1.8.0");
                JournalEntry mine = here.entries().getFirst();
                store(there, contour(List.of("1.6.1")));
                InstanceStored contour = there.entries().getFirst().event();
                assertThat(contour.patientKey()).isEqualTo(mine.event().patientKey());
                there.store().awaitShared(List.of(contour.object()), PATIENCE);
                await().atMost(PATIENCE)
                        .until(() -> !here.journal().awaited().of(IMAGE).isEmpty());
            }
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                here.settleLate(Duration.ofSeconds(61));
                return here.entries().size() == 2;
            });
            assertThat(told(here)).containsExactly("1.8.0", "1.7.0");
        }
    }

    private static List<String> told(Listening at) throws IOException {
        InstanceStored told = at.entries().getLast().event();
        assertThat(told.sopInstanceUid()).isEqualTo("1.8.1");
        return told.referencedStudyUids();
    }
}
