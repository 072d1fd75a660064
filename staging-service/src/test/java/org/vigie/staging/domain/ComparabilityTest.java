package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.contract.imaging.ImageQuality;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;

class ComparabilityTest {
    @ParameterizedTest
    @CsvSource({"85.0, ''", "75.0, ''", "85.001, te", "74.999, te"})
    void acceptsEchoTimesWithinFiveMilliseconds(double te, String failure) {
        assertThat(compared(Patients.SCAN, Patients.scan("46069", 1.5, te, "FS"))
                        .gateFailures())
                .isEqualTo(failures(failure));
    }

    @ParameterizedTest
    @CsvSource({"1.6, ''", "1.4, ''", "1.61, field-strength"})
    void acceptsFieldStrengthsWithinATenthOfATesla(double tesla, String failure) {
        assertThat(compared(Patients.SCAN, Patients.scan(tesla)).gateFailures()).isEqualTo(failures(failure));
    }

    @ParameterizedTest
    @CsvSource({"805.0, ''", "795.0, ''", "805.1, b-values"})
    void acceptsBValuesWithinFive(double b, String failure) {
        assertThat(compared(Patients.SCAN, scan(List.of(0.0, b), 1.7, 4.0, "FS", "ep2d_diff"))
                        .gateFailures())
                .isEqualTo(failures(failure));
    }

    @Test
    void refusesAnotherNumberOfBValues() {
        assertThat(compared(Patients.SCAN, scan(List.of(0.0, 400.0, 800.0), 1.7, 4.0, "FS", "ep2d_diff"))
                        .gateFailures())
                .containsExactly("b-values");
    }

    @ParameterizedTest
    @CsvSource({"4.4, ''", "3.6, ''", "4.41, slice-thickness"})
    void acceptsSlicesWithinTenPercent(double thickness, String failure) {
        assertThat(compared(Patients.SCAN, scan(List.of(0.0, 800.0), 1.7, thickness, "FS", "ep2d_diff"))
                        .gateFailures())
                .isEqualTo(failures(failure));
    }

    @Test
    void namesEveryFailingItemAndHidesTheChange() {
        PatientAssessed assessed = compared(Patients.SCAN, Patients.scan("other", 3.0, 60.0, "NONE"));

        assertThat(assessed.outcome()).isEqualTo("not-comparable");
        assertThat(assessed.gateFailures()).containsExactly("device-serial", "field-strength", "te", "fat-suppression");
        assertThat(assessed.value()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 1.5, 80.0, MISSING_INPUT(device-serial)",
                "46069, -, 80.0, MISSING_INPUT(field-strength)",
                "46069, 1.5, -, MISSING_INPUT(te)"
            })
    void doesNotGuessWhatMustBeKnown(
            @Nullable String serial, @Nullable Double tesla, @Nullable Double te, String reason) {
        PatientAssessed assessed = compared(Patients.SCAN, Patients.scan(serial, tesla, te, "FS"));

        assertThat(assessed.outcome()).isEqualTo("indeterminate");
        assertThat(assessed.reasons()).extracting(Reason::toString).containsExactly(reason);
    }

    /** Zero is what anonymisers leave behind: two zeros are two unknowns, never two equal scanners. */
    @ParameterizedTest
    @CsvSource({"0.0, 80.0, MISSING_INPUT(field-strength)", "1.5, 0.0, MISSING_INPUT(te)"})
    void takesAZeroOnBothSidesForUnknown(double tesla, double te, String reason) {
        Acquisition scan = Patients.scan("46069", tesla, te, "FS");

        PatientAssessed assessed = compared(scan, scan);

        assertThat(assessed.outcome()).isEqualTo("indeterminate");
        assertThat(assessed.reasons()).extracting(Reason::toString).containsExactly(reason);
    }

    @Test
    void losesNoStudyToASliceThicknessOfZero() {
        Acquisition zero = scan(List.of(0.0, 800.0), 1.7, 0.0, "FS", "ep2d_diff");

        assertThat(compared(zero, zero).flags()).contains("gate-item-unrecorded(slice-thickness)");
        assertThat(compared(zero, Patients.SCAN).gateFailures()).contains("slice-thickness");
    }

    @Test
    void asksForTheBListWhereNoneIsRecorded() {
        PatientAssessed assessed = compared(Patients.SCAN, scan(List.of(), 1.7, 4.0, "FS", "ep2d_diff"));

        assertThat(assessed.reasons()).extracting(Reason::toString).containsExactly("MISSING_INPUT(b-values)");
    }

    @Test
    void decidesOnAFailedItemWhateverTheUnknownOnesAre() {
        PatientAssessed assessed = compared(Patients.SCAN, Patients.scan("46069", 3.0, null, "FS"));

        assertThat(assessed.outcome()).isEqualTo("not-comparable");
        assertThat(assessed.gateFailures()).containsExactly("field-strength");
        assertThat(assessed.reasons()).extracting(Reason::toString).containsExactly("MISSING_INPUT(te)");
    }

    @Test
    void countsAnItemUnrecordedOnBothSidesAsEqualOnTheSameProtocol() {
        Acquisition scan = scan(List.of(0.0, 800.0), null, null, null, "ep2d_diff");
        PatientAssessed assessed = compared(scan, scan);

        assertThat(assessed.outcome()).isEqualTo("adc-no-change");
        assertThat(assessed.flags())
                .containsExactly(
                        "gate-item-unrecorded(fat-suppression)",
                        "gate-item-unrecorded(row-spacing)",
                        "gate-item-unrecorded(column-spacing)",
                        "gate-item-unrecorded(slice-thickness)");
    }

    @Test
    void doesNotAssumeItEqualOnAnotherProtocol() {
        PatientAssessed assessed = compared(
                scan(List.of(0.0, 800.0), 1.7, 4.0, null, "ep2d_diff"),
                scan(List.of(0.0, 800.0), 1.7, 4.0, null, "dwi"));

        assertThat(assessed.outcome()).isEqualTo("indeterminate");
        assertThat(assessed.reasons()).extracting(Reason::toString).containsExactly("MISSING_INPUT(fat-suppression)");
    }

    @Test
    void refusesAnItemRecordedOnOneSideOnly() {
        PatientAssessed assessed = compared(
                scan(List.of(0.0, 800.0), 1.7, 4.0, "FS", "ep2d_diff"),
                scan(List.of(0.0, 800.0), 1.7, 4.0, null, "ep2d_diff"));

        assertThat(assessed.gateFailures()).containsExactly("fat-suppression");
    }

    @Test
    void comparesWithCautionAcrossDevicesThatPassedTheirPhantomAndAlertsNobody() {
        Story story = Patients.withBaseline(1.0)
                .fact(phantom("fact-p1", "46069"))
                .fact(phantom("fact-p2", "other"))
                .study(Patients.study(
                        "1.2",
                        1,
                        7,
                        Patients.lesion(Patients.LESION, 1.05, Patients.scan("other", 1.5, 80.0, "FS"), true)));

        assertThat(story.current("1.2").outcome()).isEqualTo("adc-no-change");
        assertThat(story.current("1.2").flags()).containsExactly("comparable-with-caution");
        assertThat(story.alerts()).isEmpty();
    }

    @Test
    void refusesAnotherDeviceWithoutAPhantomCheck() {
        Story story = Patients.withBaseline(1.0)
                .fact(phantom("fact-p1", "46069"))
                .study(Patients.study(
                        "1.2",
                        1,
                        7,
                        Patients.lesion(Patients.LESION, 1.05, Patients.scan("other", 1.5, 80.0, "FS"), true)));

        assertThat(story.current("1.2").gateFailures()).containsExactly("device-serial");
        assertThat(story.alerts())
                .singleElement()
                .satisfies(a -> assertThat(a.category()).isEqualTo(AlertRaised.Category.QUALITY));
    }

    @ParameterizedTest
    @CsvSource({"Other model, 1.5", "MAGNETOM Skyra, 3.0"})
    void refusesAPhantomCheckOfAnotherModelOrField(String model, double tesla) {
        FactBody.PhantomChecked other =
                new FactBody.PhantomChecked("other", model, tesla, ClinicalTime.parse("2026-01-15"), true);
        Story story = Patients.withBaseline(1.0)
                .fact(phantom("fact-p1", "46069"))
                .fact(Patients.fact("fact-p2", -9, other))
                .study(Patients.study(
                        "1.2",
                        1,
                        7,
                        Patients.lesion(Patients.LESION, 1.05, Patients.scan("other", 1.5, 80.0, "FS"), true)));

        assertThat(story.current("1.2").gateFailures()).containsExactly("device-serial");
    }

    @Test
    void neverMatchesContoursThatNameNoLesion() {
        LesionAdc unnamed = Patients.lesion(null, 1.0, Patients.SCAN, true);
        Story story = Story.begin()
                .fact(Patients.course())
                .study(Patients.study("1.1", 1, -6, unnamed))
                .study(Patients.study("1.2", 1, 7, unnamed));

        assertThat(story.current("1.2").outcome()).isEqualTo("indeterminate");
        assertThat(story.current("1.2").reasons()).contains(Reason.parse("AMBIGUOUS_IDENTITY(lesion)"));
        assertThat(story.alerts())
                .singleElement()
                .satisfies(a -> assertThat(a.kind()).isEqualTo("indeterminate"));
    }

    /** The limits are diffusion's; what counts here is what it made of them. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, ''",
                "good, caution, ''",
                "-, good, ''",
                "not-comparable, good, image-quality",
                "good, not-comparable, image-quality",
                "-, not-comparable, image-quality",
                "not-comparable, not-comparable, image-quality"
            })
    void refusesImagesWhoseQualityForbidsComparing(@Nullable String before, @Nullable String after, String failure) {
        Story story = Story.begin()
                .fact(Patients.course())
                .fact(Patients.lesion())
                .study(Patients.study("1.1", 1, -6, withQuality(1.0, before)))
                .study(Patients.study("1.2", 1, 7, withQuality(1.05, after)));

        PatientAssessed assessed = story.current("1.2");
        assertThat(assessed.gateFailures()).isEqualTo(failures(failure));
        assertThat(assessed.outcome()).isEqualTo(failure.isEmpty() ? "adc-no-change" : "not-comparable");
        assertThat(story.alerts())
                .singleElement()
                .satisfies(a -> assertThat(a.category())
                        .isEqualTo(failure.isEmpty() ? AlertRaised.Category.CLINICAL : AlertRaised.Category.QUALITY));
    }

    private static LesionAdc withQuality(double adc, @Nullable String verdict) {
        LesionAdc lesion = Patients.lesion(Patients.LESION, adc, Patients.SCAN, true);
        ImageQuality quality = verdict == null
                ? null
                : new ImageQuality(
                        "not-estimated", false, null, null, null, 0.0, null, null, null, verdict, List.of(), List.of());
        return new LesionAdc(
                lesion.trackingUid(),
                lesion.label(),
                lesion.roi(),
                lesion.acquisition(),
                lesion.measurements(),
                lesion.picture(),
                lesion.position(),
                quality,
                lesion.map());
    }

    private static ClinicalFact phantom(String id, String serial) {
        return Patients.fact(
                id,
                -9,
                new FactBody.PhantomChecked(serial, "MAGNETOM Skyra", 1.5, ClinicalTime.parse("2026-01-15"), true));
    }

    private static List<String> failures(String failure) {
        return failure.isEmpty() ? List.of() : List.of(failure);
    }

    private static PatientAssessed compared(Acquisition before, Acquisition after) {
        return Story.begin()
                .fact(Patients.course())
                .fact(Patients.lesion())
                .study(Patients.study("1.1", 1, -6, Patients.lesion(Patients.LESION, 1.0, before, true)))
                .study(Patients.study("1.2", 1, 7, Patients.lesion(Patients.LESION, 1.05, after, true)))
                .current("1.2");
    }

    private static Acquisition scan(
            List<Double> b,
            @Nullable Double spacing,
            @Nullable Double thickness,
            @Nullable String fatSuppression,
            String protocol) {
        return new Acquisition(
                "1.2.3",
                "Siemens Healthineers",
                "MAGNETOM Skyra",
                "46069",
                "XA30",
                1.5,
                80.0,
                b,
                fatSuppression,
                "BEFORE",
                spacing,
                spacing,
                thickness,
                protocol,
                "ep_b");
    }
}
