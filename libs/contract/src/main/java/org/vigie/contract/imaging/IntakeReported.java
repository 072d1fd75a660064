package org.vigie.contract.imaging;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a replica of ingest tells the assembly besides instances. Topic {@code imaging.intake.reported.v1}, partitioned as
 * {@code imaging.instance.stored.v1} is: progress goes to every partition, an announcement to that of its study. Exactly
 * one of the parts is there.
 */
public record IntakeReported(
        String replica,
        Instant reportedAt,
        @Nullable Progress progress,
        @Nullable StudyAnnounced announced) {

    /** Readers send an event without exactly one part to their dead letters. */
    public IntakeReported {
        Objects.requireNonNull(replica, "replica");
        Objects.requireNonNull(reportedAt, "reportedAt");
        if ((progress == null) == (announced == null)) {
            throw new IllegalArgumentException("exactly one of progress and announced is needed");
        }
    }

    /**
     * How far a replica is.
     *
     * @param publishedUntil every instance it accepted before then is in the topic of instances
     * @param leaving true if it stops in good order and nobody need wait for it
     */
    public record Progress(Instant publishedUntil, boolean leaving) {
        public Progress {
            Objects.requireNonNull(publishedUntil, "publishedUntil");
        }
    }

    /** A sender said what a study consists of, or a part of it. */
    public record StudyAnnounced(String studyUid, List<SeriesAnnounced> series) {
        public StudyAnnounced {
            Objects.requireNonNull(studyUid, "studyUid");
            series = List.copyOf(series);
        }
    }

    public record SeriesAnnounced(String seriesUid, List<String> sopInstanceUids) {
        public SeriesAnnounced {
            Objects.requireNonNull(seriesUid, "seriesUid");
            sopInstanceUids = List.copyOf(sopInstanceUids);
        }
    }
}
