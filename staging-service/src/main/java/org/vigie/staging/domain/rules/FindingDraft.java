package org.vigie.staging.domain.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventId;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.PatientAssessed.Explained;
import org.vigie.contract.clinical.PatientAssessed.Localised;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.staging.domain.logic.Text;
import org.vigie.staging.domain.logic.Truth;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.RecordedStudy;

/** One evaluation of {@code NAC-ADC}: collects its evidence and closes it into one finding. */
final class FindingDraft {
    static final String INDETERMINATE = "indeterminate";
    static final String NOT_COMPARABLE = "not-comparable";

    private static final Text MEASURABLE =
            Text.of("lesion identifiable on DWI and DCE", "lésion identifiable en DWI et DCE");
    private static final Localised TITLE =
            new Localised("Early change of ADC under chemotherapy", "Variation précoce de l'ADC sous chimiothérapie");
    private static final Localised CAVEAT = new Localised(
            "\"No early rise\" is a reason to look again, not proof of resistance; \"rise\" is not proof of response.",
            "« Pas d'augmentation précoce » invite à réexaminer, sans prouver une résistance ; « augmentation » ne prouve "
                    + "pas une réponse.");

    private final NacSetting setting;
    private final NacSubject subject;
    private final ChangeClauses changeClauses;
    private final NacEvidence evidence = new NacEvidence();

    private List<String> gateFailures = List.of();
    private @Nullable RecordedStudy baseline;
    private @Nullable AdcChange change;
    private @Nullable AdcStory story;
    private Finding.Fitness fitness = Finding.Fitness.NO_COMPARISON;

    FindingDraft(NacSetting setting, NacSubject subject) {
        this.setting = setting;
        this.subject = subject;
        this.changeClauses = new ChangeClauses(setting.thresholds(), setting.sentences());
        Course course = subject.course();
        if (course != null) {
            evidence.input(new NamedInput(
                    "c1d1", course.c1d1().toString(), null, course.factIds().getLast()));
        }
        setting.places().add(evidence.clauses(), course, subject.place(), subject.study());
    }

    void flag(String flag) {
        evidence.flag(flag);
    }

    Finding indeterminate(List<Reason> why) {
        evidence.unanswered(subject.study().measured(), why);
        return close(INDETERMINATE);
    }

    Finding notMeasurable() {
        evidence.clauses().add("measurable", MEASURABLE, Truth.FALSE, "clinical rules 2.5");
        return close("lesion-not-measurable");
    }

    Finding baseline(LesionReading reading) {
        return switch (reading) {
            case LesionReading.Measured measured -> {
                evidence.read("A0", measured);
                yield close("baseline");
            }
            case LesionReading.Missing missing -> {
                evidence.lacks(missing);
                yield close(INDETERMINATE);
            }
        };
    }

    Finding compare(@Nullable LesionReading before, LesionReading now, boolean phantomsValid) {
        if (now instanceof LesionReading.Measured n) {
            evidence.read("A1", n);
        }
        if (before != null) {
            baseline = before.study();
        }
        switch (before) {
            case null -> evidence.reason(Reason.of(ReasonCode.NO_BASELINE));
            case LesionReading.Missing missing -> {
                evidence.reason(Reason.of(ReasonCode.NO_BASELINE));
                evidence.lacks(missing);
            }
            case LesionReading.Measured measured -> evidence.read("A0", measured);
        }
        if (now instanceof LesionReading.Missing missing) {
            evidence.lacks(missing);
        }
        if (before instanceof LesionReading.Measured b && now instanceof LesionReading.Measured n) {
            return compared(b, n, phantomsValid);
        }
        return close(INDETERMINATE);
    }

    private Finding compared(LesionReading.Measured before, LesionReading.Measured now, boolean phantomsValid) {
        ComparabilityGate.Result gate = ComparabilityGate.compare(
                setting.thresholds(),
                before.lesion(),
                now.lesion(),
                before.primary().key(),
                now.primary().key(),
                phantomsValid);
        evidence.flags(gate.flags());
        evidence.clauses().addAll(gate.clauses());
        changeClauses.addBaseline(evidence, before);
        evidence.flags(CourseFlags.of(subject, before.study(), setting.site()));
        gateFailures = gate.failures();
        gate.missing().forEach(item -> evidence.reason(Reason.of(ReasonCode.MISSING_INPUT, item)));
        // One failed item decides, whatever the unknown ones are (clinical rules 0.3).
        if (!gate.failures().isEmpty()) {
            return close(NOT_COMPARABLE);
        }
        if (!gate.missing().isEmpty()) {
            return close(INDETERMINATE);
        }
        AdcChange found = AdcChange.of(before.adc(), now.adc(), setting.thresholds());
        change = found;
        evidence.flags(found.flags());
        changeClauses.add(evidence, before, now, found);
        fitness = NacFitness.of(evidence, before, now, gate.withCaution());
        story = NacStory.of(subject, before, now, found, setting.thresholds(), setting.site());
        return close(found.outcome());
    }

    private Finding close(String outcome) {
        TimePoint point = subject.timePoint();
        if (point == TimePoint.TOO_EARLY) {
            evidence.flag("too-early");
        }
        OptionalLong days = subject.daysToArrival(setting.site());
        boolean late =
                days.isPresent() && days.getAsLong() > setting.thresholds().days("arrival-limit");
        days.ifPresent(known -> changeClauses.addArrival(evidence, known, late));
        if (late && point != TimePoint.BASELINE) {
            evidence.flag("expired-on-arrival");
        }
        return new Finding(assessed(outcome), subject.course(), point, subject.study(), fitness, late, story);
    }

    private PatientAssessed assessed(String outcome) {
        Course course = subject.course();
        Windows.Place place = subject.place();
        TimePoint point = subject.timePoint();
        RecordedStudy study = subject.study();
        AdcChange found = change;
        List<String> inputIds = inputIds();
        return new PatientAssessed(
                id(outcome, inputIds),
                null,
                subject.timeline().patientKey(),
                NacAdc.ID,
                NacAdc.VERSION,
                setting.thresholds().id(),
                course == null ? null : course.courseId(),
                subject.lesionUid(),
                point == null ? null : point.code(),
                place == null ? null : place.day(),
                study.measured().studyUid(),
                study.measured().revision(),
                baseline == null ? null : baseline.measured().studyUid(),
                outcome,
                found == null ? null : found.percent(),
                found == null ? null : "%",
                found == null ? null : found.ci95Low(),
                found == null ? null : found.ci95High(),
                List.copyOf(gateFailures),
                evidence.flags(),
                evidence.reasons(),
                evidence.inputs(),
                evidence.clauses().all(),
                inputIds,
                setting.softwareVersion(),
                Instant.EPOCH,
                explained(outcome));
    }

    /** The same inputs under the same thresholds that say the same are one finding. */
    private String id(String outcome, List<String> inputIds) {
        Course course = subject.course();
        List<String> named = new ArrayList<>(inputIds);
        named.add(course == null ? "-" : course.courseId());
        named.add(Objects.requireNonNullElse(subject.lesionUid(), "-"));
        named.add(setting.thresholds().id());
        named.add(outcome + gateFailures + evidence.flags() + evidence.reasons());
        return EventId.of(named, "staging." + NacAdc.ID, NacAdc.VERSION).toString();
    }

    private Explained explained(String outcome) {
        List<String> lacking = evidence.reasons().stream()
                .filter(reason -> reason.code() == ReasonCode.MISSING_INPUT)
                .map(Reason::argument)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        boolean compared = change != null && !outcome.equals(INDETERMINATE);
        return new Explained("2.5", TITLE, List.of(), List.of(), lacking, compared ? List.of(CAVEAT) : List.of());
    }

    private List<String> inputIds() {
        Set<String> ids = new LinkedHashSet<>();
        ids.add(subject.study().eventId());
        if (baseline != null) {
            ids.add(baseline.eventId());
        }
        Course course = subject.course();
        if (course != null) {
            ids.addAll(course.factIds());
        }
        return List.copyOf(ids);
    }
}
