package org.vigie.staging.domain.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.EventId;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.PatientAssessed.Explained;
import org.vigie.contract.clinical.PatientAssessed.Localised;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.contract.imaging.AdcMeasurement.VariantKey;
import org.vigie.staging.domain.logic.Text;
import org.vigie.staging.domain.logic.Truth;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.RecordedStudy;

/** Collects inputs, flags, reasons and clauses of one evaluation and closes it into one finding. */
final class FindingDraft {
    static final String INDETERMINATE = "indeterminate";
    static final String NOT_COMPARABLE = "not-comparable";

    private static final Text MEASURABLE =
            Text.of("lesion identifiable on DWI and DCE", "lésion identifiable en DWI et DCE");
    private static final Text VALIDATED =
            Text.of("contour validated in both studies", "contour validé dans les deux examens");
    private static final Text COMPLETE =
            Text.of("both studies arrived completely", "les deux examens sont arrivés complets");
    private static final Localised TITLE =
            new Localised("Early change of ADC under chemotherapy", "Variation précoce de l'ADC sous chimiothérapie");
    private static final Localised CAVEAT = new Localised(
            "\"No early rise\" is a reason to look again, not proof of resistance; \"rise\" is not proof of response.",
            "« Pas d'augmentation précoce » invite à réexaminer, sans prouver une résistance ; « augmentation » ne prouve "
                    + "pas une réponse.");

    private final ThresholdSet thresholds;
    private final NacSentences sentences;
    private final ZoneId site;
    private final String softwareVersion;
    private final PatientTimeline timeline;
    private final @Nullable Course course;
    private final Windows.@Nullable Place place;
    private final RecordedStudy study;
    private final @Nullable String lesionUid;

    private final Set<String> flags = new LinkedHashSet<>();
    private final List<Reason> reasons = new ArrayList<>();
    private final ClauseList clauses = new ClauseList();
    private final List<NamedInput> inputs = new ArrayList<>();
    private List<String> gateFailures = List.of();
    private @Nullable RecordedStudy baseline;
    private @Nullable AdcChange change;
    private @Nullable AdcStory story;
    private Finding.Fitness fitness = Finding.Fitness.NO_COMPARISON;

    FindingDraft(
            NacSetting setting,
            PatientTimeline timeline,
            @Nullable Course course,
            Windows.@Nullable Place place,
            RecordedStudy study,
            @Nullable String lesionUid) {
        this.thresholds = setting.thresholds();
        this.sentences = setting.sentences();
        this.site = setting.site();
        this.softwareVersion = setting.softwareVersion();
        this.timeline = timeline;
        this.course = course;
        this.place = place;
        this.study = study;
        this.lesionUid = lesionUid;
        if (course != null) {
            inputs.add(new NamedInput(
                    "c1d1", course.c1d1().toString(), null, course.factIds().getLast()));
        }
        setting.places().add(clauses, course, place, study);
    }

    void flag(String flag) {
        flags.add(flag);
    }

    Finding indeterminate(List<Reason> why) {
        reasons.addAll(why);
        if (study.measured().lesions().stream().noneMatch(lesion -> lesion.roi().validated())
                && (!study.measured().lesions().isEmpty()
                        || study.measured().flags().contains("unvalidated-roi"))) {
            flags.add("unvalidated-roi");
        }
        study.measured().reasons().stream().filter(r -> !reasons.contains(r)).forEach(reasons::add);
        return close(INDETERMINATE);
    }

    Finding notMeasurable() {
        clauses.add("measurable", MEASURABLE, Truth.FALSE, "clinical rules 2.5");
        return close("lesion-not-measurable");
    }

    Finding baseline(LesionReading reading) {
        return switch (reading) {
            case LesionReading.Measured measured -> {
                read("A0", measured);
                yield close("baseline");
            }
            case LesionReading.Missing missing -> {
                lacks(missing);
                yield close(INDETERMINATE);
            }
        };
    }

    Finding compare(@Nullable LesionReading before, LesionReading now, boolean phantomsValid) {
        if (now instanceof LesionReading.Measured n) {
            read("A1", n);
        }
        if (before != null) {
            baseline = before.study();
        }
        switch (before) {
            case null -> reasons.add(Reason.of(ReasonCode.NO_BASELINE));
            case LesionReading.Missing missing -> {
                reasons.add(Reason.of(ReasonCode.NO_BASELINE));
                lacks(missing);
            }
            case LesionReading.Measured measured -> read("A0", measured);
        }
        if (now instanceof LesionReading.Missing missing) {
            lacks(missing);
        }
        if (before instanceof LesionReading.Measured b && now instanceof LesionReading.Measured n) {
            return compared(b, n, phantomsValid);
        }
        return close(INDETERMINATE);
    }

    private Finding compared(LesionReading.Measured before, LesionReading.Measured now, boolean phantomsValid) {
        ComparabilityGate.Result gate = ComparabilityGate.compare(
                thresholds,
                before.lesion(),
                now.lesion(),
                before.primary().key(),
                now.primary().key(),
                phantomsValid);
        flags.addAll(gate.flags());
        clauses.addAll(gate.clauses());
        courseFlags(before);
        gateFailures = gate.failures();
        for (String item : gate.missing()) {
            reasons.add(Reason.of(ReasonCode.MISSING_INPUT, item));
        }
        // One failed item decides, whatever the unknown ones are (clinical rules 0.3).
        if (!gate.failures().isEmpty()) {
            return close(NOT_COMPARABLE);
        }
        if (!gate.missing().isEmpty()) {
            return close(INDETERMINATE);
        }
        AdcChange found = AdcChange.of(before.adc(), now.adc(), thresholds);
        change = found;
        flags.addAll(found.flags());
        changeClauses(before, now, found);
        fitness = fitness(before, now, gate.withCaution());
        story = story(before, now, found);
        return close(found.outcome());
    }

    /** One clause for each comparison of the decision table of section 2.5, in its order. */
    private void changeClauses(LesionReading.Measured before, LesionReading.Measured now, AdcChange found) {
        NamedInput[] compared = {
            ClauseList.number("deltaADC", found.percent(), "%"),
            ClauseList.number("A0", before.adc(), "mm2/s"),
            ClauseList.number("A1", now.adc(), "mm2/s")
        };
        Threshold rc = thresholds.get("rc");
        clauses.add("deltaADC>rc", sentences.rise(), Truth.of(found.outcome().equals(AdcChange.RISE)), rc, compared);
        clauses.add("deltaADC<-rc", sentences.fall(), Truth.of(found.outcome().equals(AdcChange.FALL)), rc, compared);
        if (found.outcome().equals(AdcChange.NO_CHANGE)) {
            Threshold margin = thresholds.get("at-limit-margin");
            clauses.add(
                    "at-limit", sentences.atLimit(), Truth.of(found.flags().contains("at-limit")), margin, compared);
        } else {
            Threshold borderline = thresholds.get("borderline");
            clauses.add(
                    "borderline",
                    sentences.borderline(),
                    Truth.of(found.flags().contains("borderline")),
                    borderline,
                    compared[0],
                    ClauseList.number("ci95Low", found.ci95Low(), "%"),
                    ClauseList.number("ci95High", found.ci95High(), "%"));
        }
    }

    private Finding.Fitness fitness(LesionReading.Measured before, LesionReading.Measured now, boolean caution) {
        boolean validated =
                before.lesion().roi().validated() && now.lesion().roi().validated();
        clauses.add(
                "validated",
                VALIDATED,
                Truth.of(validated),
                "clinical rules 9.2",
                ClauseList.recorded("validated.A0", before.lesion().roi().validated(), null),
                ClauseList.recorded("validated.A1", now.lesion().roi().validated(), null));
        if (!validated) {
            reasons.add(Reason.of(ReasonCode.ROI_NOT_VALIDATED));
        }
        boolean incomplete =
                before.study().measured().incomplete() || now.study().measured().incomplete();
        clauses.add(
                "complete",
                COMPLETE,
                Truth.of(!incomplete),
                "clinical rules 9.2",
                ClauseList.recorded("incomplete.A0", before.study().measured().incomplete(), null),
                ClauseList.recorded("incomplete.A1", now.study().measured().incomplete(), null));
        if (incomplete) {
            flags.add("incomplete-study");
            reasons.add(Reason.of(ReasonCode.STUDY_INCOMPLETE));
        }
        if (!validated) {
            return Finding.Fitness.UNVALIDATED_ROI;
        }
        if (incomplete) {
            return Finding.Fitness.INCOMPLETE;
        }
        return caution ? Finding.Fitness.WITH_CAUTION : Finding.Fitness.FIT;
    }

    private void courseFlags(LesionReading.Measured before) {
        Threshold high = thresholds.get("high-baseline-adc");
        boolean highBaseline = before.adc() > high.value();
        clauses.add(
                "A0>high-baseline-adc",
                sentences.highBaseline(),
                Truth.of(highBaseline),
                high,
                ClauseList.number("A0", before.adc(), "mm2/s"));
        if (highBaseline) {
            flags.add("high-baseline-adc");
        }
        if (!before.study()
                .measured()
                .algorithmVersion()
                .equals(study.measured().algorithmVersion())) {
            flags.add("algorithm-versions-differ");
        }
        if (course == null) {
            return;
        }
        if (course.regimenChangedAt().stream().anyMatch(at -> between(before.study(), at))) {
            flags.add("regimen-changed");
        }
        if (course.postponedAt().stream().anyMatch(at -> between(before.study(), at))) {
            flags.add("cycle-postponed");
        }
        if (lesionUid != null
                && !course.lesionUids().isEmpty()
                && !course.lesionUids().contains(lesionUid)) {
            flags.add("lesion-not-named-by-course");
        }
    }

    private boolean between(RecordedStudy before, Instant at) {
        ClinicalTime from = before.measured().studyTime();
        ClinicalTime to = study.measured().studyTime();
        return from != null
                && to != null
                && at.isAfter(from.instantIn(site))
                && !at.atZone(site).toLocalDate().isAfter(to.dateIn(site));
    }

    private void read(String name, LesionReading.Measured reading) {
        inputs.add(new NamedInput(
                name, Double.toString(reading.adc()), "mm2/s", reading.study().eventId()));
        VariantKey key = reading.primary().key();
        inputs.add(new NamedInput(
                name + ".variant",
                key.variant() + " b" + key.bSecPerMm2() + " " + key.method(),
                null,
                reading.study().eventId()));
        flags.addAll(reading.primary().flags());
        if (!reading.lesion().roi().validated()) {
            flags.add("unvalidated-roi");
        }
    }

    private void lacks(LesionReading.Missing missing) {
        missing.reasons().stream().filter(r -> !reasons.contains(r)).forEach(reasons::add);
        flags.addAll(missing.flags());
        if (missing.unvalidated()) {
            flags.add("unvalidated-roi");
            Reason reason = Reason.of(ReasonCode.ROI_NOT_VALIDATED);
            if (!reasons.contains(reason)) {
                reasons.add(reason);
            }
        }
    }

    private @Nullable AdcStory story(LesionReading.Measured before, LesionReading.Measured now, AdcChange found) {
        if (course == null || place == null) {
            return null;
        }
        FactBody.Lesion named = timeline.stated(FactBody.Lesion.class)
                .map(stated -> stated.body())
                .filter(lesion -> lesion.trackingUid().equals(lesionUid))
                .reduce((older, newer) -> newer)
                .orElse(null);
        Side side = named == null || named.side() == null ? course.side() : named.side();
        Acquisition one = before.lesion().acquisition();
        Acquisition other = now.lesion().acquisition();
        ClinicalTime beforeAt = Objects.requireNonNull(before.study().measured().studyTime());
        return new AdcStory(
                before.adc(),
                course.dayOf(beforeAt, site),
                now.adc(),
                place.day(),
                found.percent(),
                found.ci95Low(),
                found.ci95High(),
                thresholds.value("rc"),
                thresholds.value("wcv"),
                now.primary().key().bSecPerMm2(),
                one.deviceSerial() != null && one.deviceSerial().equals(other.deviceSerial()),
                side,
                named == null ? now.lesion().label() : named.label(),
                course.regimenOn(Objects.requireNonNull(study.measured().studyTime()), site),
                course.c1d1(),
                now.lesion().roi().contentCreator());
    }

    private Finding close(String outcome) {
        TimePoint point = place == null ? null : place.timePoint();
        if (point == TimePoint.TOO_EARLY) {
            flags.add("too-early");
        }
        boolean late = late();
        arrivalClause(late);
        if (late && point != TimePoint.BASELINE) {
            flags.add("expired-on-arrival");
        }
        List<String> inputIds = inputIds();
        AdcChange found = change;
        List<String> named = new ArrayList<>(inputIds);
        named.add(course == null ? "-" : course.courseId());
        named.add(lesionUid == null ? "-" : lesionUid);
        named.add(thresholds.id());
        named.add(outcome + gateFailures + flags + reasons);
        String id = EventId.of(named, "staging." + NacAdc.ID, NacAdc.VERSION).toString();
        PatientAssessed assessed = new PatientAssessed(
                id,
                null,
                timeline.patientKey(),
                NacAdc.ID,
                NacAdc.VERSION,
                thresholds.id(),
                course == null ? null : course.courseId(),
                lesionUid,
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
                List.copyOf(flags),
                List.copyOf(reasons),
                List.copyOf(inputs),
                clauses.all(),
                inputIds,
                softwareVersion,
                Instant.EPOCH,
                explained(outcome));
        return new Finding(assessed, course, point, study, fitness, late, story);
    }

    private void arrivalClause(boolean late) {
        ClinicalTime at = study.measured().studyTime();
        if (at == null) {
            return;
        }
        Threshold limit = thresholds.get("arrival-limit");
        clauses.add(
                "arrival≤arrival-limit",
                sentences.arrival(),
                Truth.of(!late),
                limit,
                ClauseList.number("arrival", (double) daysToArrival(at), "d"));
    }

    private Explained explained(String outcome) {
        List<String> lacking = reasons.stream()
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
        ids.add(study.eventId());
        if (baseline != null) {
            ids.add(baseline.eventId());
        }
        if (course != null) {
            ids.addAll(course.factIds());
        }
        return List.copyOf(ids);
    }

    private boolean late() {
        ClinicalTime at = study.measured().studyTime();
        return at != null && daysToArrival(at) > thresholds.days("arrival-limit");
    }

    /** Of the study, not of the revision that a later contour or measurement made (clinical rules 9.2). */
    private long daysToArrival(ClinicalTime at) {
        Instant arrivedAt = timeline.firstArrivals()
                .getOrDefault(study.measured().studyUid(), study.measured().arrivedAt());
        return ChronoUnit.DAYS.between(at.dateIn(site), arrivedAt.atZone(site).toLocalDate());
    }
}
