package org.vigie.ingest.domain;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.imaging.StudyReady.Completeness;

/**
 * The small summary kept per study beside its instances.
 *
 * @param patientKey of the first instance of the study itself; null while only objects of other studies refer to it
 * @param firstReceivedAt first instance ever
 * @param lastReceivedAt last instance so far
 * @param instances objects of the study itself, without conflicting ones
 * @param conflicts objects that came under a known UID with other content
 * @param ambiguousIdentity true if objects of one study name several patients
 * @param unknownPatient true if the objects name no patient
 * @param round what has changed since the last announcement, null if nothing
 * @param announced the last announcement, null before the first
 */
public record StudyState(
        String studyUid,
        @Nullable String patientKey,
        @Nullable ClinicalTime studyTime,
        Instant firstReceivedAt,
        Instant lastReceivedAt,
        int instances,
        int conflicts,
        boolean ambiguousIdentity,
        boolean unknownPatient,
        @Nullable Round round,
        @Nullable Announced announced,
        @Nullable String traceparent) {

    /**
     * One gathering of instances until the study is announced.
     *
     * @param startedAt when the first of them was seen
     * @param lastSeenAt when the last of them was seen; idle counts from here
     * @param changedSeriesUids series they belong to, {@link #MAX_LISTED} at most
     * @param dueAt when to look again
     */
    public record Round(Instant startedAt, Instant lastSeenAt, SortedSet<String> changedSeriesUids, Instant dueAt) {
        /** The summary is written with every instance, so that it must stay small. */
        static final int MAX_LISTED = 1_000;

        public Round {
            changedSeriesUids = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(changedSeriesUids));
        }

        /** False if there are more changed series than are listed. */
        public boolean listsAllChanges() {
            return changedSeriesUids.size() < MAX_LISTED;
        }

        Round due(Instant at) {
            return new Round(startedAt, lastSeenAt, changedSeriesUids, at);
        }
    }

    /** What was said last. */
    public record Announced(
            int revision,
            Instant readyAt,
            int instances,
            Completeness completeness,
            boolean incomplete,
            List<String> reasons) {
        public Announced {
            reasons = List.copyOf(reasons);
        }
    }

    public int nextRevision() {
        return announced == null ? 1 : announced.revision() + 1;
    }

    StudyState withRound(@Nullable Round changed) {
        return new StudyState(
                studyUid,
                patientKey,
                studyTime,
                firstReceivedAt,
                lastReceivedAt,
                instances,
                conflicts,
                ambiguousIdentity,
                unknownPatient,
                changed,
                announced,
                traceparent);
    }

    /** The study as it stands once this was said. */
    public StudyState announcing(Announced said) {
        return new StudyState(
                studyUid,
                patientKey,
                studyTime,
                firstReceivedAt,
                lastReceivedAt,
                instances,
                conflicts,
                ambiguousIdentity,
                unknownPatient,
                null,
                said,
                traceparent);
    }

    /** The same study, to be looked at again at another time. */
    public StudyState dueAt(Instant at) {
        return round == null ? this : withRound(round.due(at));
    }
}
