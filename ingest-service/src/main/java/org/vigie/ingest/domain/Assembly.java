package org.vigie.ingest.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.StudyReady.Completeness;
import org.vigie.ingest.domain.StudyState.Round;

/** The rules of completeness: instances in, due times and decisions out. The caller keeps the states. */
public final class Assembly {
    private final QuietTimes times;

    public Assembly(QuietTimes times) {
        this.times = times;
    }

    /** What came with an instance besides its event. */
    public record Context(
            Instant now, boolean unknownPatient, @Nullable String traceparent) {}

    /**
     * The state after a new instance; a conflicting one is counted and opens no round, since it is never measured.
     *
     * @param before null for the first instance of the study
     * @param studyUid the study concerned: the instance's own, or one it refers to
     */
    public StudyState add(@Nullable StudyState before, String studyUid, InstanceStored instance, Context context) {
        boolean own = instance.studyUid().equals(studyUid);
        boolean counts = own && !instance.conflicting();
        StudyState old = before == null ? empty(studyUid, instance) : before;
        String knownKey = old.patientKey();
        boolean otherPatient = own && knownKey != null && !knownKey.equals(instance.patientKey());
        int instances = old.instances() + (counts ? 1 : 0);
        Round round = instance.conflicting() ? old.round() : changed(old, instance.seriesUid(), context.now());
        return new StudyState(
                studyUid,
                knownKey == null && own ? instance.patientKey() : knownKey,
                old.studyTime() == null && own ? instance.studyTime() : old.studyTime(),
                earlier(old.firstReceivedAt(), instance.receivedAt()),
                later(old.lastReceivedAt(), instance.receivedAt()),
                instances,
                old.conflicts() + (instance.conflicting() ? 1 : 0),
                old.ambiguousIdentity() || otherPatient,
                old.unknownPatient() || (own && context.unknownPatient()),
                round,
                old.announced(),
                context.traceparent() == null ? old.traceparent() : context.traceparent());
    }

    /** Sealed outcome of looking at a study whose time has come. */
    public sealed interface Decision {
        /** Look again then. */
        record Wait(Instant dueAt) implements Decision {}

        record Ready(Completeness completeness, boolean incomplete, List<String> reasons) implements Decision {
            public Ready {
                reasons = List.copyOf(reasons);
            }
        }

        /** Nothing has changed, or only objects of other studies refer to this one. */
        record Nothing() implements Decision {}
    }

    /**
     * Looks at a study.
     *
     * @param protocol asked only when the answer matters
     */
    public Decision decide(StudyState study, Silence silence, Supplier<ProtocolState> protocol) {
        Round round = study.round();
        if (round == null || study.instances() == 0) {
            return new Decision.Nothing();
        }
        Instant now = silence.now();
        Instant idleSince = later(round.lastSeenAt(), silence.from());
        // After a restart or a jam the rest of a study may be on its way, however long ago the study began.
        Instant hardStop =
                later(round.startedAt().plus(times.hardStop()), silence.from().plus(times.series()));
        boolean hard = !now.isBefore(hardStop);
        boolean seriesQuiet = !silence.until().isBefore(idleSince.plus(times.series()));
        if (!hard && !seriesQuiet) {
            return lookAgain(now, earlier(idleSince.plus(times.series()), hardStop));
        }
        boolean quiet = !silence.until().isBefore(idleSince.plus(times.study()));
        ProtocolState state = protocol.get();
        boolean satisfied = state instanceof ProtocolState.Satisfied;
        if (satisfied && seriesQuiet) {
            return ready(study, Completeness.PROTOCOL_SATISFIED, state);
        }
        if (quiet) {
            return ready(study, Completeness.STUDY_QUIET, state);
        }
        return hard
                ? ready(study, Completeness.HARD_STOP, state)
                : lookAgain(now, earlier(idleSince.plus(times.study()), hardStop));
    }

    /** Time alone has come where a replica is still to say that it holds nothing more: soon again. */
    private Decision lookAgain(Instant now, Instant due) {
        return new Decision.Wait(
                due.isAfter(now) ? due : now.plus(times.series().dividedBy(20)));
    }

    private static Decision ready(StudyState study, Completeness completeness, ProtocolState state) {
        List<String> reasons = new ArrayList<>();
        boolean missing = switch (state) {
            case ProtocolState.Satisfied() -> false;
            case ProtocolState.NoDwi() -> completeness == Completeness.HARD_STOP;
            case ProtocolState.Unsatisfied(List<String> why, boolean touchesDiffusion) -> {
                why.stream()
                        .map(w -> Reason.of(ReasonCode.STUDY_INCOMPLETE, w).toString())
                        .forEach(reasons::add);
                yield touchesDiffusion || completeness == Completeness.HARD_STOP;
            }
        };
        if (completeness == Completeness.HARD_STOP) {
            reasons.add(
                    Reason.of(ReasonCode.STUDY_INCOMPLETE, "still receiving").toString());
        }
        if (study.ambiguousIdentity()) {
            reasons.add(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "patient").toString());
        }
        if (study.unknownPatient()) {
            reasons.add(Reason.of(ReasonCode.MISSING_INPUT, "PatientID").toString());
        }
        if (study.conflicts() > 0) {
            reasons.add(Reason.of(ReasonCode.INVALID_VALUE, study.conflicts() + " conflicting instances")
                    .toString());
        }
        // Images of two patients under one study may not lead to an alert about either.
        return new Decision.Ready(completeness, missing || study.ambiguousIdentity(), reasons);
    }

    /** A study that others only refer to has not begun: its time runs from its own first instance. */
    private Round changed(StudyState old, String seriesUid, Instant now) {
        Round round = old.round();
        Instant startedAt = round == null || old.instances() == 0 ? now : round.startedAt();
        TreeSet<String> series = new TreeSet<>(round == null ? List.of() : round.changedSeriesUids());
        if (series.size() < Round.MAX_LISTED) {
            series.add(seriesUid);
        }
        return new Round(startedAt, now, series, earlier(now.plus(times.series()), startedAt.plus(times.hardStop())));
    }

    private static StudyState empty(String studyUid, InstanceStored first) {
        return new StudyState(
                studyUid, null, null, first.receivedAt(), first.receivedAt(), 0, 0, false, false, null, null, null);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : Objects.requireNonNull(b);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
