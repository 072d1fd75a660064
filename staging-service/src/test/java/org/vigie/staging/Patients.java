package org.vigie.staging;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.thresholds.ThresholdRegistry;

/** What tests state and measure: one patient, one course from 2 March 2026, one lesion. */
public final class Patients {
    public static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    public static final LocalDate C1D1 = LocalDate.of(2026, 3, 2);
    public static final String KEY = "a".repeat(64);
    public static final String COURSE = "course-1";
    public static final String LESION = "1.2.826.0.1.3680043.10.1";
    public static final Acquisition SCAN = scan(1.5);

    private Patients() {}

    public static StagingPipeline pipeline() {
        return new StagingPipeline(ThresholdRegistry.shipped().inForce(), PARIS, "test");
    }

    /** Noon of a day of the course. */
    public static Instant noon(int day) {
        return C1D1.plusDays(day).atTime(LocalTime.NOON).atZone(PARIS).toInstant();
    }

    public static Acquisition scan(@Nullable Double fieldTesla) {
        return scan("46069", fieldTesla, 80.0, "FS");
    }

    public static Acquisition scan(
            @Nullable String serial,
            @Nullable Double fieldTesla,
            @Nullable Double teMs,
            @Nullable String fatSuppression) {
        return new Acquisition(
                "1.2.3",
                "Siemens Healthineers",
                "MAGNETOM Skyra",
                serial,
                "XA30",
                fieldTesla,
                teMs,
                List.of(0.0, 800.0),
                fatSuppression,
                "BEFORE",
                1.7,
                1.7,
                4.0,
                "ep2d_diff",
                "ep_b");
    }

    public static ClinicalFact fact(String id, int statedOnDay, FactBody body) {
        return new ClinicalFact(id, KEY, noon(statedOnDay), "tester", "rest", body);
    }

    public static ClinicalFact course() {
        return fact(
                "fact-course",
                -10,
                new FactBody.NacCourse(COURSE, ClinicalTime.parse("2026-03-02T09:00:00"), "EC-T", null, Side.L, null));
    }

    public static ClinicalFact lesion() {
        return fact("fact-lesion", -10, new FactBody.Lesion(LESION, "L1", Side.L, COURSE));
    }

    public static AdcMeasurement adc(double mm2PerSec, List<Reason> reasons) {
        return new AdcMeasurement(
                new AdcMeasurement.VariantKey("ADC_STD", List.of(0.0, 800.0), "two-point"),
                true,
                100,
                100,
                Map.of(),
                null,
                new AdcMeasurement.Statistics(
                        mm2PerSec, mm2PerSec, 1e-4, mm2PerSec, mm2PerSec, mm2PerSec, mm2PerSec, mm2PerSec, mm2PerSec,
                        mm2PerSec, mm2PerSec, mm2PerSec, 0.0, 0.0),
                null,
                List.of(),
                reasons);
    }

    public static LesionAdc lesion(@Nullable String uid, double adcE3, Acquisition scan, boolean validated) {
        return new LesionAdc(
                uid,
                "L1",
                new LesionAdc.Roi(
                        validated ? LesionAdc.Roi.Method.MANUAL : LesionAdc.Roi.Method.AUTOMATIC,
                        validated,
                        100,
                        "rad-1",
                        null),
                scan,
                List.of(adc(adcE3 * 1e-3, List.of())),
                null);
    }

    /** A study at 08:00 of a day, measured and arrived the same day at 11:00. */
    public static StudyMeasured study(String uid, int revision, int day, LesionAdc... lesions) {
        return study(uid, revision, day, noon(day).minusSeconds(3600), false, List.of(), lesions);
    }

    public static StudyMeasured study(
            String uid,
            int revision,
            int day,
            Instant arrivedAt,
            boolean incomplete,
            List<Reason> reasons,
            LesionAdc... lesions) {
        return new StudyMeasured(
                KEY,
                uid,
                revision,
                ClinicalTime.parse(C1D1.plusDays(day) + "T08:00:00"),
                arrivedAt,
                reasons.isEmpty() ? StudyMeasured.Outcome.MEASURED : StudyMeasured.Outcome.INDETERMINATE,
                incomplete,
                List.of(lesions),
                List.of(),
                reasons,
                new ObjectRef("0".repeat(64), 1),
                "ready-" + uid + "-" + revision,
                "1.0",
                arrivedAt.plusSeconds(revision));
    }

    public static String eventId(StudyMeasured study) {
        return "measured-" + study.studyUid() + "-" + study.revision();
    }

    /** A patient with course, lesion and a baseline on day -6. */
    public static Story withBaseline(double a0E3) {
        return Story.begin().fact(course()).fact(lesion()).study(study("1.1", 1, -6, lesion(LESION, a0E3, SCAN, true)));
    }

    public static PatientState nobody() {
        return PatientState.empty(KEY);
    }
}
