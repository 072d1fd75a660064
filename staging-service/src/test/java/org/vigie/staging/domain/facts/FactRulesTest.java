package org.vigie.staging.domain.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ConditionFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.contract.clinical.LesionFact;
import org.vigie.contract.clinical.WholeBodyFact;
import org.vigie.staging.Patients;

class FactRulesTest {
    private static final ClinicalTime TOMORROW = ClinicalTime.parse("2026-03-03");
    private static final ClinicalTime TODAY = ClinicalTime.parse("2026-03-02");

    /** Today is 2 March 2026. */
    private final FactRules rules = new FactRules(InstantSource.fixed(Patients.noon(0)), Patients.PARIS);

    @Test
    void acceptsAPlannedCourseUpTo180DaysAhead() {
        assertThat(faults(course("2026-08-29", null))).isEmpty();
        assertThat(faults(course("2026-08-30", null))).containsExactly("c1d1: at most 180 days ahead");
    }

    /** 2 March 2027 is day 365. */
    @Test
    void refusesAPlanThatIsASlipOfTheYear() {
        ClinicalTime last = ClinicalTime.parse("2027-03-02");
        ClinicalTime beyond = ClinicalTime.parse("2027-03-03");
        assertThat(faults(new FactBody.NextCycle("C1", last))).isEmpty();
        assertThat(faults(new FactBody.NextCycle("C1", beyond))).containsExactly("nextCycleAt: at most 365 days ahead");
        assertThat(faults(new FactBody.CourseEnded("C1", last))).isEmpty();
        assertThat(faults(new FactBody.CourseEnded("C1", beyond))).containsExactly("endedAt: at most 365 days ahead");
        assertThat(faults(new FactBody.Surgery("C1", beyond))).containsExactly("at: at most 365 days ahead");
        assertThat(faults(course("2026-03-02", "+999999999-12-31")))
                .containsExactly("nextCycleAt: a date from 1900 on");
        assertThat(faults(course("2026-03-02", "2062-03-23"))).containsExactly("nextCycleAt: at most 365 days ahead");
    }

    @Test
    void refusesACourseBeforeBirth() {
        assertThat(rules.faults(course("1969-12-31", null), ClinicalTime.parse("1970-01-01")))
                .extracting(Fault::toString)
                .containsExactly("c1d1: not before birth");
    }

    @Test
    void refusesANextCycleThatIsNotAfterTheFirst() {
        assertThat(faults(course("2026-03-02", "2026-03-02"))).containsExactly("nextCycleAt: after c1d1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.02", "1.a", "1..2", "../../etc/passwd", "1.2."})
    void refusesTrackingUidsThatAreNoUids(String uid) {
        assertThat(faults(new FactBody.Lesion(uid, "L1", null, null)))
                .containsExactly("trackingUid: a DICOM UID: digits and dots, at most 64 characters");
    }

    static Stream<FactBody> ofTomorrow() {
        return Stream.of(
                new FactBody.Administration(null, TOMORROW, "EC"),
                lab(Analyte.ALBUMIN, 40.0, TOMORROW),
                new LaboratoryFact.Cytogenetics(TOMORROW, Map.of(LaboratoryFact.Aberration.DEL_17P, true), null),
                new FactBody.FtvMeasured("1.2", "1.2.3", TOMORROW, 4),
                new LesionFact.NewLesionRead("1.2", TOMORROW, true),
                new ConditionFact.OrganDamageAttributed(TOMORROW, true),
                new WholeBodyFact.BurdenMeasured("1.2", TOMORROW, 200, null, null));
    }

    @ParameterizedTest
    @MethodSource("ofTomorrow")
    void refusesStudiesResultsAndAdministrationsFromTheFuture(FactBody body) {
        assertThat(faults(body)).containsExactly("at: not in the future");
    }

    @ParameterizedTest
    @CsvSource({
        "HAEMOGLOBIN, 19.99, false, between 20 and 250 g/L",
        "HAEMOGLOBIN, 20, true, ''",
        "HAEMOGLOBIN, 1250, false, between 20 and 250 g/L",
        "ALBUMIN, 3.5, false, between 5 and 80 g/L",
        "CALCIUM, 9.6, false, between 0.5 and 6 mmol/L",
        "BETA2_MICROGLOBULIN, 5.5, true, ''",
        "CREATININE, 1.1, false, between 10 and 3000 umol/L",
        "CLONAL_PLASMA_CELLS, 100.1, false, between 0 and 100 %"
    })
    void refusesAbsurdResultsWithThePlausibleRange(Analyte analyte, double value, boolean plausible, String rule) {
        List<String> faults = faults(lab(analyte, value, TODAY));

        assertThat(faults).isEqualTo(plausible ? List.of() : List.of("value: " + rule));
    }

    @Test
    void keepsAResultWhoseUnitIsUnknown() {
        assertThat(faults(lab(Analyte.ALBUMIN, null, TODAY))).isEmpty();
    }

    @Test
    void refusesAnAdcOfTheWrongUnit() {
        assertThat(faults(new WholeBodyFact.BurdenMeasured("1.2", TODAY, 200, 3000.0, 0.82)))
                .containsExactly("globalAdcMm2PerSec: between 0 and 0.0035 mm2/s");
        assertThat(faults(new WholeBodyFact.BurdenMeasured("1.2", TODAY, 3001, 3000.0, null)))
                .containsExactly("diffusionVolumeCm3: between 0 and 3000 cm3");
    }

    @Test
    void namesEveryRuleThatIsBroken() {
        assertThat(faults(new LesionFact.LesionSized(
                        "x", "1.2", TOMORROW, LesionFact.Modality.MR, -1.0, 600.0, null, null, null, null, null)))
                .containsExactly(
                        "studyUid: a DICOM UID: digits and dots, at most 64 characters",
                        "at: not in the future",
                        "longestDiameterMm: between 0 and 500 mm",
                        "shortAxisMm: between 0 and 500 mm",
                        "shortAxisMm: not above longestDiameterMm");
    }

    private List<String> faults(FactBody body) {
        return rules.faults(body, null).stream().map(Fault::toString).toList();
    }

    private static LaboratoryFact.Lab lab(Analyte analyte, @Nullable Double value, ClinicalTime at) {
        return new LaboratoryFact.Lab(analyte, at, value, null, "1", null, null, null, null, null);
    }

    private static FactBody course(String c1d1, @Nullable String next) {
        return new FactBody.NacCourse(
                "course-1",
                ClinicalTime.parse(c1d1),
                "EC-T",
                next == null ? null : ClinicalTime.parse(next),
                null,
                null);
    }
}
