package org.vigie.staging.reprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.Patients;
import org.vigie.staging.StagingPipeline;
import org.vigie.staging.Story;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.thresholds.ThresholdRegistry;

/** The same patient under other thresholds: +5 % is no rise where RC is 13 %, and one where it is 3 %. */
class ComparisonTest {
    private final PatientState said = Patients.withBaseline(1.0)
            .study(Patients.study("1.2", 1, 7, Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true)))
            .state();

    @Test
    void showsOldAndNewSideBySideAndTakesTheAlertBack() {
        Evaluation evaluation = again(new StagingPipeline(withRc(3), Patients.PARIS, "test"));

        assertThat(Comparison.assessed(said, evaluation))
                .filteredOn(row -> "1.2".equals(row.studyUid()))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.before()).isNotNull();
                    assertThat(row.before().outcome()).isEqualTo("adc-no-change");
                    assertThat(row.after().outcome()).isEqualTo("adc-rise");
                    assertThat(row.after().thresholdSetId()).isEqualTo("other");
                    assertThat(row.outcomeChanged()).isTrue();
                });
        assertThat(Comparison.alerted(said, evaluation)).singleElement().satisfies(row -> {
            assertThat(row.before()).isEqualTo("RAISED adc-no-change");
            assertThat(row.after()).isEqualTo("RETRACTED adc-no-change");
            assertThat(row.notifies()).isTrue();
        });
    }

    @Test
    void tellsNobodyWhereTheOutcomeStays() {
        Evaluation evaluation = again(new StagingPipeline(withRc(12), Patients.PARIS, "test"));

        assertThat(Comparison.assessed(said, evaluation))
                .allSatisfy(row -> assertThat(row.outcomeChanged()).isFalse());
        assertThat(evaluation.alerts()).allSatisfy(alert -> {
            assertThat(alert.state()).isEqualTo(AlertRaised.State.RAISED);
            assertThat(alert.version()).isEqualTo(2);
            assertThat(alert.notifies()).isFalse();
        });
    }

    @Test
    void countsNoPatientWhoseResultsWereOnlyRenewed() {
        Map<String, PatientState> now = new HashMap<>(Map.of(Patients.KEY, said));
        Snapshot taken = Snapshot.take("run", Patients.noon(8), Map.of("1.2", Patients.KEY), of(now));
        Story again = Patients.withBaseline(1.0)
                .study(Patients.study("1.2", 1, 7, Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true)))
                .study(Patients.study("1.2", 2, 7, Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true)));
        now.put(Patients.KEY, again.state());

        Report renewed = taken.compare(of(now), Patients.noon(9), 100);
        assertThat(renewed.progress()).isEqualTo(Report.Progress.DONE);
        assertThat(renewed.assessments()).isNotEmpty().allSatisfy(row -> {
            assertThat(row.resultChanged()).isFalse();
            assertThat(row.outcomeChanged()).isFalse();
        });
        assertThat(renewed.changed()).isZero();

        now.put(
                Patients.KEY,
                again.study(Patients.study("1.2", 3, 7, Patients.lesion(Patients.LESION, 1.2, Patients.SCAN, true)))
                        .state());
        assertThat(taken.compare(of(now), Patients.noon(9), 100).changed()).isEqualTo(1);
    }

    @Test
    void showsWhatIsNoLongerSaid() {
        Map<String, PatientState> now = new HashMap<>(Map.of(Patients.KEY, said));
        Snapshot taken = Snapshot.take("run", Patients.noon(8), Map.of("1.2", Patients.KEY), of(now));
        now.put(
                Patients.KEY,
                Patients.withBaseline(1.0).study(Patients.study("1.2", 2, 7)).state());

        Report report = taken.compare(of(now), Patients.noon(9), 100);
        assertThat(report.changed()).isEqualTo(1);
        assertThat(report.assessments())
                .filteredOn(row -> row.before() != null && "1.2".equals(row.studyUid()))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.after().outcome()).isEqualTo("indeterminate");
                    assertThat(row.resultChanged()).isTrue();
                });
    }

    @Test
    void saysNothingUnderTheSameRulesAndThresholds() {
        Evaluation evaluation = again(Patients.pipeline());

        assertThat(evaluation.assessments()).isEmpty();
        assertThat(evaluation.alerts()).isEmpty();
        assertThat(evaluation.state().timeline()).isEqualTo(said.timeline());
    }

    private static Snapshot.Now of(Map<String, PatientState> states) {
        return key -> Objects.requireNonNull(states.get(key));
    }

    private Evaluation again(StagingPipeline pipeline) {
        ClinicalFact trigger = Patients.fact("run-1", 8, new FactBody.ReprocessRequested("run-1"));
        return pipeline.recorded(said, trigger, Patients.noon(8));
    }

    private static Map<String, ThresholdSet> withRc(double percent) {
        Map<String, ThresholdSet> sets =
                new HashMap<>(ThresholdRegistry.shipped().inForce());
        ThresholdSet current = ThresholdRegistry.shipped().inForce("nac-adc");
        ThresholdSet.Threshold rc = current.get("rc");
        Map<String, ThresholdSet.Threshold> changed = new HashMap<>(current.byId());
        changed.put(
                "rc", new ThresholdSet.Threshold(rc.id(), percent, rc.unit(), rc.inclusive(), rc.tag(), rc.source()));
        sets.put("nac-adc", new ThresholdSet("other", changed));
        return sets;
    }
}
