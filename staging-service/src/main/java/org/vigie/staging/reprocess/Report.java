package org.vigie.staging.reprocess;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Old and new side by side.
 *
 * @param published whether amendments were asked for; of images always, as their new results are results like others
 * @param patients seen so far
 * @param changed patients whose results differ
 * @param outcomesChanged assessments with another outcome
 * @param truncated more rows differ than are listed
 * @param images studies that were measured again; empty for a run over rules and thresholds
 * @param awaited of these, studies without their new result yet
 */
public record Report(
        String runId,
        Kind kind,
        Progress progress,
        Instant startedAt,
        @Nullable Instant finishedAt,
        boolean published,
        int patients,
        int changed,
        int outcomesChanged,
        boolean truncated,
        int awaited,
        List<Comparison.Assessed> assessments,
        List<Comparison.Alerted> alerts,
        List<Comparison.Measured> images) {

    /** What was computed again. */
    public enum Kind {
        RULES,
        IMAGES
    }

    /** How far a run is. */
    public enum Progress {
        RUNNING,
        DONE,
        FAILED,
        /** The service stopped while it ran; start it again. */
        INTERRUPTED
    }

    /** A report without its rows, for lists. */
    public record Summary(
            String runId,
            Kind kind,
            Progress progress,
            Instant startedAt,
            @Nullable Instant finishedAt,
            boolean published,
            int patients,
            int changed,
            int outcomesChanged) {}

    Summary summary() {
        return new Summary(runId, kind, progress, startedAt, finishedAt, published, patients, changed, outcomesChanged);
    }

    Report interrupted() {
        return new Report(
                runId,
                kind,
                Progress.INTERRUPTED,
                startedAt,
                finishedAt,
                published,
                patients,
                changed,
                outcomesChanged,
                truncated,
                awaited,
                assessments,
                alerts,
                images);
    }
}
