package org.vigie.contract.imaging;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.ObjectRef;

/**
 * A study can be measured. Topic {@code imaging.study.ready.v1}, key = patient key.
 *
 * @param revision 1 for the first announcement, +1 for every later change; consumers supersede, never add up
 * @param studyTime date of the study as the scanner wrote it, null if absent
 * @param manifest claim check of the {@link StudyManifest}
 * @param changedSeriesUids series that differ from the revision before (all of them in revision 1)
 * @param completeness why the study was closed
 * @param incomplete true if the protocol was not satisfied when it was closed
 * @param reasons what was missing, in plain words without identifiers
 * @param prior true if the study came because it was asked for; otherwise absent
 */
public record StudyReady(
        String patientKey,
        String studyUid,
        int revision,
        @Nullable ClinicalTime studyTime,
        Instant firstReceivedAt,
        Instant lastReceivedAt,
        Instant readyAt,
        ObjectRef manifest,
        List<SeriesCount> series,
        List<String> changedSeriesUids,
        Completeness completeness,
        boolean incomplete,
        List<String> reasons,
        @Nullable Boolean prior) {

    /** A study nobody asked for. */
    public StudyReady(
            String patientKey,
            String studyUid,
            int revision,
            @Nullable ClinicalTime studyTime,
            Instant firstReceivedAt,
            Instant lastReceivedAt,
            Instant readyAt,
            ObjectRef manifest,
            List<SeriesCount> series,
            List<String> changedSeriesUids,
            Completeness completeness,
            boolean incomplete,
            List<String> reasons) {
        this(
                patientKey,
                studyUid,
                revision,
                studyTime,
                firstReceivedAt,
                lastReceivedAt,
                readyAt,
                manifest,
                series,
                changedSeriesUids,
                completeness,
                incomplete,
                reasons,
                null);
    }

    /** Readers send an event without a required part to their dead letters. */
    public StudyReady {
        Objects.requireNonNull(patientKey, "patientKey");
        Objects.requireNonNull(studyUid, "studyUid");
        Objects.requireNonNull(firstReceivedAt, "firstReceivedAt");
        Objects.requireNonNull(lastReceivedAt, "lastReceivedAt");
        Objects.requireNonNull(readyAt, "readyAt");
        Objects.requireNonNull(manifest, "manifest");
        Objects.requireNonNull(series, "series");
        Objects.requireNonNull(changedSeriesUids, "changedSeriesUids");
        Objects.requireNonNull(completeness, "completeness");
        Objects.requireNonNull(reasons, "reasons");
    }

    public enum Completeness {
        /** Quiet, and the protocol's content rule holds. */
        PROTOCOL_SATISFIED,
        /** No instance for the study's quiet time. */
        STUDY_QUIET,
        /** Still receiving after the hard limit. */
        HARD_STOP
    }

    public record SeriesCount(String seriesUid, String modality, int instances) {}
}
