package org.vigie.staging.domain.alerts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.AlertRaised.Category;
import org.vigie.contract.clinical.AlertRaised.State;
import org.vigie.staging.domain.timeline.Handover;

/**
 * The next version under one alert key (clinical rules 9.3): updated in place, notified again only where outcome or
 * severity change, and a reversal told to everyone who received the original.
 */
final class AlertLedger {
    private AlertLedger() {}

    /** Flag: people were told of it under another key of the same person, and are not told again. */
    static final String TAKEN_OVER = "taken-over";

    /**
     * The next version, or null if nothing is to be said.
     *
     * @param told what people were told under other keys of the same person
     */
    static @Nullable AlertRaised next(
            @Nullable AlertRaised last, @Nullable AlertDraft draft, List<AlertRaised> told, Instant now) {
        if (draft == null) {
            return last == null ? null : withdrawn(last, now);
        }
        if (last == null) {
            if (!draft.mayOpen()) {
                return null;
            }
            return told.stream().anyMatch(other -> isSame(other, draft.content()))
                    ? version(flagged(draft.content(), TAKEN_OVER), 1, State.RAISED, false, now)
                    : version(draft.content(), 1, State.RAISED, true, now);
        }
        return switch (last.state()) {
            case RAISED, AMENDED -> open(last, draft, now);
            case SUPERSEDED, EXPIRED -> closed(last, draft, now);
            case RETRACTED -> draft.mayOpen() && !draft.information() ? raisedAgain(last, draft, now) : null;
        };
    }

    /** The same question answered in the same way, whatever key the patient had. */
    private static boolean isSame(AlertRaised one, AlertRaised other) {
        return AlertPolicy.keyUnder(other.patientKey(), one).equals(other.alertKey())
                && one.kind().equals(other.kind())
                && one.severity() == other.severity();
    }

    /** The patient is now read under another key: what is open is closed there, without a word. */
    static @Nullable AlertRaised merged(AlertRaised last, String targetKey) {
        return switch (last.state()) {
            case RAISED, AMENDED -> {
                AlertRaised content = flagged(last, Handover.MERGED);
                yield version(
                        content,
                        last.version() + 1,
                        State.SUPERSEDED,
                        false,
                        last.raisedAt(),
                        AlertPolicy.keyUnder(targetKey, last));
            }
            case RETRACTED, SUPERSEDED, EXPIRED -> null;
        };
    }

    /**
     * The draft that says the same of the same study at another time-point, because the first day of the course was
     * corrected: people are told by that one alone. Null where there is none, or it may not be open.
     */
    static @Nullable AlertDraft moved(AlertRaised last, Collection<AlertDraft> drafts) {
        if (!clinical(last) || last.studyUid() == null) {
            return null;
        }
        return drafts.stream()
                .filter(draft -> draft.clinical() && isSameFinding(last, draft.content()))
                .filter(draft -> isOpen(last)
                        ? draft.mayOpen()
                        : draft.content().alertKey().equals(last.supersededBy()))
                .findFirst()
                .orElse(null);
    }

    private static boolean isSameFinding(AlertRaised last, AlertRaised other) {
        return last.kind().equals(other.kind())
                && last.ruleId().equals(other.ruleId())
                && Objects.equals(last.studyUid(), other.studyUid())
                && Objects.equals(last.courseId(), other.courseId())
                && Objects.equals(last.lesionTrackingUid(), other.lesionTrackingUid());
    }

    /** Closed without a word in favour of the draft; null where that is done already. */
    static @Nullable AlertRaised superseded(AlertRaised last, AlertDraft by) {
        return isOpen(last)
                ? version(
                        last,
                        last.version() + 1,
                        State.SUPERSEDED,
                        false,
                        last.raisedAt(),
                        by.content().alertKey())
                : null;
    }

    private static boolean isOpen(AlertRaised alert) {
        return alert.state() == State.RAISED || alert.state() == State.AMENDED;
    }

    private static AlertRaised flagged(AlertRaised alert, String flag) {
        if (alert.flags().contains(flag)) {
            return alert;
        }
        List<String> flags = new ArrayList<>(alert.flags());
        flags.add(flag);
        return withFlags(alert, flags);
    }

    private static boolean clinical(AlertRaised alert) {
        return alert.category() == Category.CLINICAL;
    }

    private static @Nullable AlertRaised open(AlertRaised last, AlertDraft draft, Instant now) {
        AlertRaised content =
                last.flags().contains(TAKEN_OVER) ? flagged(draft.content(), TAKEN_OVER) : draft.content();
        if (clinical(last) && draft.information()) {
            return retracted(last, draft, now);
        }
        if (draft.closedAs() != null && reversed(last, draft)) {
            return retracted(last, draft, now);
        }
        if (draft.closedAs() != null) {
            return version(content, last.version() + 1, draft.closedAs(), false, last.raisedAt());
        }
        boolean changed = !last.kind().equals(content.kind()) || last.severity() != content.severity();
        if (!changed) {
            return sameContent(last, content)
                    ? null
                    : version(content, last.version() + 1, last.state(), false, last.raisedAt());
        }
        if (clinical(last)) {
            return version(draft.content(), last.version() + 1, State.AMENDED, true, now);
        }
        return draft.late()
                ? version(content, last.version() + 1, State.EXPIRED, false, last.raisedAt())
                : version(draft.content(), last.version() + 1, State.RAISED, true, now);
    }

    private static @Nullable AlertRaised closed(AlertRaised last, AlertDraft draft, Instant now) {
        if (clinical(last) && !draft.clinical()) {
            return retracted(last, draft, now);
        }
        if (draft.mayOpen()) {
            return raisedAgain(last, draft, now);
        }
        return reversed(last, draft) ? retracted(last, draft, now) : null;
    }

    /** People were told of an outcome that no longer holds: they are told so even where the alert is closed. */
    private static boolean reversed(AlertRaised last, AlertDraft draft) {
        return clinical(last) && !last.kind().equals(draft.content().kind());
    }

    private static AlertRaised raisedAgain(AlertRaised last, AlertDraft draft, Instant now) {
        boolean told = last.flags().contains(Handover.MERGED)
                && last.kind().equals(draft.content().kind())
                && last.severity() == draft.content().severity();
        return version(draft.content(), last.version() + 1, State.RAISED, !told, told ? last.raisedAt() : now);
    }

    private static @Nullable AlertRaised withdrawn(AlertRaised last, Instant now) {
        boolean open = isOpen(last);
        if (last.state() == State.RETRACTED || (!open && !clinical(last))) {
            return null;
        }
        if (Watchdogs.isOfWatchdog(last.kind()) || (open && last.flags().contains(TAKEN_OVER))) {
            return version(last, last.version() + 1, State.SUPERSEDED, false, last.raisedAt());
        }
        return version(last, last.version() + 1, State.RETRACTED, clinical(last), now);
    }

    /** Keeps what was said (kind, severity, category) and carries the numbers that hold now. */
    private static AlertRaised retracted(AlertRaised last, AlertDraft draft, Instant now) {
        AlertRaised content = draft.content();
        List<String> flags = new ArrayList<>(content.flags());
        flags.add("now-" + content.kind());
        return new AlertRaised(
                last.alertKey(),
                last.version() + 1,
                State.RETRACTED,
                last.severity(),
                last.category(),
                last.kind(),
                true,
                last.patientKey(),
                last.courseId(),
                last.lesionTrackingUid(),
                last.timePoint(),
                last.ruleId(),
                content.ruleVersion(),
                content.assessmentId(),
                content.studyUid(),
                content.baselineStudyUid(),
                content.nextCycleAt(),
                null,
                now,
                content.expiresAt(),
                null,
                content.story(),
                flags,
                content.reasons());
    }

    private static boolean sameContent(AlertRaised last, AlertRaised content) {
        return version(content, last.version(), last.state(), last.notifies(), last.raisedAt())
                .equals(last);
    }

    private static AlertRaised version(
            AlertRaised content, int version, State state, boolean notifies, Instant raisedAt) {
        return version(content, version, state, notifies, raisedAt, content.supersededBy());
    }

    private static AlertRaised version(
            AlertRaised content,
            int version,
            State state,
            boolean notifies,
            Instant raisedAt,
            @Nullable String supersededBy) {
        return new AlertRaised(
                content.alertKey(),
                version,
                state,
                content.severity(),
                content.category(),
                content.kind(),
                notifies,
                content.patientKey(),
                content.courseId(),
                content.lesionTrackingUid(),
                content.timePoint(),
                content.ruleId(),
                content.ruleVersion(),
                content.assessmentId(),
                content.studyUid(),
                content.baselineStudyUid(),
                content.nextCycleAt(),
                content.acknowledgeWithinWorkingDays(),
                raisedAt,
                content.expiresAt(),
                supersededBy,
                content.story(),
                content.flags(),
                content.reasons());
    }

    private static AlertRaised withFlags(AlertRaised alert, List<String> flags) {
        return new AlertRaised(
                alert.alertKey(),
                alert.version(),
                alert.state(),
                alert.severity(),
                alert.category(),
                alert.kind(),
                alert.notifies(),
                alert.patientKey(),
                alert.courseId(),
                alert.lesionTrackingUid(),
                alert.timePoint(),
                alert.ruleId(),
                alert.ruleVersion(),
                alert.assessmentId(),
                alert.studyUid(),
                alert.baselineStudyUid(),
                alert.nextCycleAt(),
                alert.acknowledgeWithinWorkingDays(),
                alert.raisedAt(),
                alert.expiresAt(),
                alert.supersededBy(),
                alert.story(),
                List.copyOf(flags),
                alert.reasons());
    }
}
