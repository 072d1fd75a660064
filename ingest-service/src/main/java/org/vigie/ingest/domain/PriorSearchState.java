package org.vigie.ingest.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a request for an earlier study has come.
 *
 * @param archive that had the studies; null while there is none
 * @param studyUids fetched
 * @param reason why there are none or not all; no identifier of the patient
 */
public record PriorSearchState(
        String requestId,
        String patientKey,
        LocalDate from,
        LocalDate to,
        State state,
        @Nullable String archive,
        List<String> studyUids,
        int instances,
        int refused,
        @Nullable String reason,
        Instant requestedAt,
        Instant changedAt) {

    public PriorSearchState {
        studyUids = List.copyOf(studyUids);
    }

    /** Where it stands. Only {@link #WAITING_PRIOR} is not an end. */
    public enum State {
        WAITING_PRIOR,
        FOUND,
        NONE,
        FAILED,
        TIMED_OUT,
        /** The same patient and days were asked for before. */
        SUPPRESSED
    }

    public boolean isEnd() {
        return state != State.WAITING_PRIOR;
    }

    /** The same request at its end. */
    public PriorSearchState ended(State end, @Nullable String why, Instant at) {
        return new PriorSearchState(
                requestId, patientKey, from, to, end, archive, studyUids, instances, refused, why, requestedAt, at);
    }

    /** The same request with what an archive gave. */
    public PriorSearchState fetched(String from, List<String> studies, int stored, int other) {
        return new PriorSearchState(
                requestId,
                patientKey,
                this.from,
                to,
                state,
                from,
                studies,
                stored,
                other,
                reason,
                requestedAt,
                changedAt);
    }
}
