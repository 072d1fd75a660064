package org.vigie.ingest.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.imaging.StudyReady.Completeness;
import org.vigie.ingest.domain.QuarantineReason;
import org.vigie.ingest.domain.StudyState;
import org.vigie.ingest.storage.Quarantined;

/** What the REST interface says. */
final class Answers {
    private Answers() {}

    enum State {
        /** Instances came since the last announcement. */
        RECEIVING,
        READY,
        /** Only objects of other studies refer to it. */
        REFERRED
    }

    /**
     * @param revision last announced, 0 before the first
     * @param dueAt when it is looked at next, null if nothing is awaited
     */
    record Study(
            @Nullable String patientKey,
            String studyUid,
            State state,
            int instances,
            int conflicts,
            Instant firstReceivedAt,
            Instant lastReceivedAt,
            int revision,
            @Nullable Instant readyAt,
            @Nullable Completeness completeness,
            boolean incomplete,
            List<String> reasons,
            @Nullable Instant dueAt) {

        static Study of(StudyState s) {
            StudyState.Announced said = s.announced();
            StudyState.Round round = s.round();
            State state = s.instances() == 0 ? State.REFERRED : round == null ? State.READY : State.RECEIVING;
            return new Study(
                    s.patientKey(),
                    s.studyUid(),
                    state,
                    s.instances(),
                    s.conflicts(),
                    s.firstReceivedAt(),
                    s.lastReceivedAt(),
                    said == null ? 0 : said.revision(),
                    said == null ? null : said.readyAt(),
                    said == null ? null : said.completeness(),
                    said != null && said.incomplete(),
                    said == null ? List.of() : said.reasons(),
                    round == null || state == State.REFERRED ? null : round.dueAt());
        }
    }

    record Studies(List<Study> studies) {}

    /** @param bytes of the object */
    record Kept(
            String id,
            QuarantineReason reason,
            String detail,
            String callingAe,
            String sopInstanceUid,
            long bytes,
            Instant receivedAt) {
        static Kept of(Quarantined q) {
            return new Kept(
                    q.id(),
                    q.reason(),
                    q.detail(),
                    q.callingAe(),
                    q.sopInstanceUid(),
                    q.object().bytes(),
                    q.receivedAt());
        }
    }

    record Quarantine(List<Kept> quarantine) {}

    record Fault(
            String error, @Nullable String object, @Nullable String rule) {}
}
