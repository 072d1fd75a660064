package org.vigie.notify;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.contract.imaging.StudyReady;

/** Events of one invented patient; every key and UID is made from the patient's key, ADC in 10⁻³ mm²/s. */
public final class Samples {
    public static final LocalDate C1D1 = LocalDate.of(2026, 11, 14);
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final ObjectRef NOTHING =
            new ObjectRef("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0);

    private Samples() {}

    public static String study(String patient, int day) {
        return patient + ".study." + day;
    }

    public static StudyReady ready(String patient, int day, int revision) {
        return new StudyReady(
                patient,
                study(patient, day),
                revision,
                ClinicalTime.of(C1D1.plusDays(day)),
                NOW,
                NOW,
                NOW,
                NOTHING,
                List.of(),
                List.of(),
                StudyReady.Completeness.PROTOCOL_SATISFIED,
                false,
                List.of());
    }

    public static StudyMeasured measured(String patient, int day, double adc, @Nullable ObjectRef picture) {
        AdcMeasurement.Statistics stats = new AdcMeasurement.Statistics(
                adc / 1e3, adc / 1e3, 0.1e-3, 0.5e-3, 2e-3, 0.8e-3, 0.85e-3, 0.9e-3, 0.95e-3, 1.1e-3, 1.2e-3, 1.3e-3,
                0.1, 0.2);
        AdcMeasurement m = new AdcMeasurement(
                new AdcMeasurement.VariantKey("ADC_STD", List.of(0.0, 800.0), "two-point"),
                true,
                812,
                805,
                Map.of("non-physical", 7),
                stats,
                stats,
                adc / 1e3,
                List.of(),
                List.of());
        LesionAdc lesion = new LesionAdc(
                patient + ".lesion",
                "L1",
                new LesionAdc.Roi(LesionAdc.Roi.Method.MANUAL, true, 812, "READER", null),
                new Acquisition(
                        "1.2",
                        "SIEMENS",
                        "Aera",
                        "12345",
                        null,
                        1.5,
                        66.0,
                        List.of(0.0, 800.0),
                        "FAT",
                        "BEFORE",
                        1.5,
                        1.5,
                        4.0,
                        null,
                        null),
                List.of(m),
                picture);
        return new StudyMeasured(
                patient,
                study(patient, day),
                1,
                ClinicalTime.of(C1D1.plusDays(day)),
                NOW,
                StudyMeasured.Outcome.MEASURED,
                false,
                List.of(lesion),
                List.of(),
                List.of(),
                NOTHING,
                "ready",
                "1.0",
                NOW.plusSeconds(day));
    }

    public static StudyMeasured indeterminate(String patient, int day) {
        return new StudyMeasured(
                patient,
                study(patient, day),
                1,
                ClinicalTime.of(C1D1.plusDays(day)),
                NOW,
                StudyMeasured.Outcome.INDETERMINATE,
                false,
                List.of(),
                List.of(),
                List.of(Reason.of(ReasonCode.B_VALUES_INADEQUATE)),
                NOTHING,
                "ready",
                "1.0",
                NOW);
    }

    public static PatientAssessed assessed(
            String patient, int day, String timePoint, String outcome, @Nullable Double change, double half) {
        return new PatientAssessed(
                patient + ".assessment." + day,
                null,
                patient,
                "NAC-ADC",
                "1.0",
                "vigie-1",
                patient + ".course",
                patient + ".lesion",
                timePoint,
                day,
                study(patient, day),
                1,
                study(patient, -6),
                outcome,
                change,
                "%",
                change == null ? null : change - half,
                change == null ? null : change + half,
                outcome.equals("not-comparable") ? List.of("device-serial") : List.of(),
                List.of(),
                List.of(),
                List.of(new PatientAssessed.NamedInput("A0", "0.00102", "mm2/s", "event")),
                List.of(
                        new PatientAssessed.Clause("day " + day + " is " + timePoint, "true", "clinical rules 2.3"),
                        new PatientAssessed.Clause("change above +13.0 %", "false", "clinical rules 2.2")),
                List.of(),
                "0.1.0",
                NOW.plusSeconds(day));
    }

    public static AlertRaised alert(String patient, int version, AlertRaised.State state, boolean notifies) {
        return alert(patient, version, state, notifies, AlertRaised.Severity.S2, LocalDate.of(2099, 1, 5));
    }

    public static AlertRaised alert(
            String patient,
            int version,
            AlertRaised.State state,
            boolean notifies,
            AlertRaised.Severity severity,
            LocalDate nextCycle) {
        AdcStory story = new AdcStory(
                1.02e-3,
                -6,
                1.05e-3,
                7,
                2.941176,
                -10.278,
                16.160,
                13.0,
                0.047,
                List.of(0.0, 800.0),
                true,
                Side.L,
                "L1",
                "AC-T",
                ClinicalTime.of(C1D1),
                "Dr Martin");
        return new AlertRaised(
                patient + "-alert",
                version,
                state,
                severity,
                severity == AlertRaised.Severity.S1 ? AlertRaised.Category.INFORMATION : AlertRaised.Category.CLINICAL,
                severity == AlertRaised.Severity.S1 ? "adc-rise" : "adc-no-change",
                notifies,
                patient,
                patient + ".course",
                patient + ".lesion",
                "W1",
                "NAC-ADC",
                "1.0",
                patient + ".assessment.7",
                study(patient, 7),
                study(patient, -6),
                ClinicalTime.of(nextCycle),
                2,
                NOW,
                Instant.parse("2099-12-12T00:00:00Z"),
                null,
                story,
                List.of(),
                List.of());
    }

    /** The same version where nothing was compared. */
    public static AlertRaised withoutStory(AlertRaised a) {
        return copy(a, a.expiresAt(), a.supersededBy(), null, a.flags());
    }

    public static AlertRaised flagged(AlertRaised a, String flag) {
        return copy(a, a.expiresAt(), a.supersededBy(), a.story(), List.of(flag));
    }

    public static AlertRaised supersededBy(AlertRaised a, @Nullable String key) {
        return copy(a, a.expiresAt(), key, a.story(), a.flags());
    }

    public static AlertRaised expiringAt(AlertRaised a, Instant expiresAt) {
        return copy(a, expiresAt, a.supersededBy(), a.story(), a.flags());
    }

    private static AlertRaised copy(
            AlertRaised a,
            @Nullable Instant expiresAt,
            @Nullable String supersededBy,
            @Nullable AdcStory story,
            List<String> flags) {
        return new AlertRaised(
                a.alertKey(),
                a.version(),
                a.state(),
                a.severity(),
                a.category(),
                a.kind(),
                a.notifies(),
                a.patientKey(),
                a.courseId(),
                a.lesionTrackingUid(),
                a.timePoint(),
                a.ruleId(),
                a.ruleVersion(),
                a.assessmentId(),
                a.studyUid(),
                a.baselineStudyUid(),
                a.nextCycleAt(),
                a.acknowledgeWithinWorkingDays(),
                a.raisedAt(),
                expiresAt,
                supersededBy,
                story,
                flags,
                a.reasons());
    }

    /** The same question answered anew, so many hours later. */
    public static PatientAssessed restated(
            PatientAssessed a, String id, @Nullable String supersedes, String outcome, int hoursLater) {
        return assessed(a, id, supersedes, outcome, a.dayOfCourse(), a.baselineStudyUid(), 3600L * hoursLater);
    }

    /** A study before the first dose. */
    public static PatientAssessed baseline(String patient, int day) {
        return of(assessed(patient, day, "BASELINE", "baseline", null, 0), day, null);
    }

    /** The same on another day of its course, compared with another study. */
    public static PatientAssessed of(PatientAssessed a, int day, @Nullable String baselineStudyUid) {
        return assessed(a, a.assessmentId(), a.supersedes(), a.outcome(), day, baselineStudyUid, 0);
    }

    private static PatientAssessed assessed(
            PatientAssessed a,
            String id,
            @Nullable String supersedes,
            String outcome,
            @Nullable Integer day,
            @Nullable String baselineStudyUid,
            long secondsLater) {
        return new PatientAssessed(
                id,
                supersedes,
                a.patientKey(),
                a.ruleId(),
                a.ruleVersion(),
                a.thresholdSetId(),
                a.courseId(),
                a.lesionTrackingUid(),
                a.timePoint(),
                day,
                a.studyUid(),
                a.revision(),
                baselineStudyUid,
                outcome,
                a.value(),
                a.unit(),
                a.ci95Low(),
                a.ci95High(),
                a.gateFailures(),
                a.flags(),
                a.reasons(),
                a.inputsUsed(),
                a.clauses(),
                a.inputEventIds(),
                a.softwareVersion(),
                a.computedAt().plusSeconds(secondsLater));
    }

    /** An assessment of a rule that stages or describes, of no lesion. */
    public static PatientAssessed staged(String patient, String ruleId, String outcome) {
        return new PatientAssessed(
                patient + "." + ruleId,
                null,
                patient,
                ruleId,
                "1.0",
                "vigie-1",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                outcome,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "0.1.0",
                NOW);
    }

    /** The same with what its rule says of itself. */
    public static PatientAssessed explained(PatientAssessed a, PatientAssessed.Explained explained) {
        return new PatientAssessed(
                a.assessmentId(),
                a.supersedes(),
                a.patientKey(),
                a.ruleId(),
                a.ruleVersion(),
                a.thresholdSetId(),
                a.courseId(),
                a.lesionTrackingUid(),
                a.timePoint(),
                a.dayOfCourse(),
                a.studyUid(),
                a.revision(),
                a.baselineStudyUid(),
                a.outcome(),
                a.value(),
                a.unit(),
                a.ci95Low(),
                a.ci95High(),
                a.gateFailures(),
                a.flags(),
                a.reasons(),
                a.inputsUsed(),
                a.clauses(),
                a.inputEventIds(),
                a.softwareVersion(),
                a.computedAt(),
                explained);
    }

    public static AlertRaised quality(String patient, String kind, Reason... reasons) {
        return quality(patient, kind, null, reasons);
    }

    public static AlertRaised quality(String patient, String kind, @Nullable String assessmentId, Reason... reasons) {
        return new AlertRaised(
                patient + "-quality",
                1,
                AlertRaised.State.RAISED,
                AlertRaised.Severity.S1,
                AlertRaised.Category.QUALITY,
                kind,
                true,
                patient,
                patient + ".course",
                null,
                "W1",
                "NAC-ADC",
                "1.0",
                assessmentId,
                null,
                null,
                null,
                3,
                NOW,
                null,
                null,
                null,
                List.of(),
                List.of(reasons));
    }
}
