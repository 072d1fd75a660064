package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.PatientAssessed.Clause;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.contract.clinical.PatientAssessed.UsedThreshold;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;
import org.vigie.staging.forms.AssessmentForm;

/** What an assessment of {@code NAC-ADC} says clause by clause (clinical rules 2.3 to 2.5), in both languages. */
class EarlyAdcClausesTest {
    private static PatientAssessed assessed(int day, double adcE3, Acquisition scan) {
        Story story = Patients.withBaseline(1.0)
                .study(Patients.study("1.2", 1, day, Patients.lesion(Patients.LESION, adcE3, scan, true)));
        return story.current("1.2");
    }

    private static Clause clause(PatientAssessed assessed, String id) {
        return assessed.clauses().stream()
                .filter(clause -> id.equals(clause.id()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no clause " + id));
    }

    @Test
    void aChangeNamesItsValuesAndItsThreshold() {
        Clause rise = clause(assessed(7, 1.1, Patients.SCAN), "deltaADC>rc");

        assertThat(rise.verdict()).isEqualTo("false");
        assertThat(rise.text()).isEqualTo("change above +13.0 %");
        assertThat(rise.textFr()).isEqualTo("variation supérieure à +13.0 %");
        assertThat(rise.values())
                .containsExactly(
                        new NamedInput("deltaADC", "10", "%", null),
                        new NamedInput("A0", "0.001", "mm2/s", null),
                        new NamedInput("A1", "0.0011", "mm2/s", null));
        assertThat(rise.threshold())
                .isEqualTo(new UsedThreshold(
                        "rc",
                        13,
                        "%",
                        "no-change",
                        "U",
                        "clinical rules 2.2, 2.5; QIBA DWI profile: a change above 13 % is real with 95 % confidence"));
    }

    @Test
    void theWindowNamesBothItsLimits() {
        PatientAssessed early = assessed(7, 1.05, Patients.SCAN);

        assertThat(clause(early, "time-point").text()).isEqualTo("day 7 is W1");
        assertThat(clause(early, "time-point").textFr()).isEqualTo("jour 7 : W1");
        assertThat(clause(early, "day≥w1-from").verdict()).isEqualTo("true");
        assertThat(Objects.requireNonNull(clause(early, "day≥w1-from").threshold())
                        .value())
                .isEqualTo(5);
        assertThat(Objects.requireNonNull(clause(early, "day<c1-from").threshold())
                        .value())
                .isEqualTo(11);
    }

    @Test
    void anItemOfTheGateThatDiffersIsFalseWithBothValues() {
        PatientAssessed other = assessed(7, 1.05, Patients.scan(3.0));
        Clause field = clause(other, "gate.field-strength");

        assertThat(other.outcome()).isEqualTo("not-comparable");
        assertThat(field.verdict()).isEqualTo("false");
        assertThat(field.textFr()).isEqualTo("champ magnétique : identique");
        assertThat(field.values())
                .containsExactly(
                        new NamedInput("field-strength.A0", "1.5", "T", null),
                        new NamedInput("field-strength.A1", "3.0", "T", null));
        assertThat(Objects.requireNonNull(field.threshold()).id()).isEqualTo("gate-field");
    }

    @Test
    void anItemThatIsNotRecordedIsUnknown() {
        Clause field = clause(assessed(7, 1.05, Patients.scan((Double) null)), "gate.field-strength");

        assertThat(field.verdict()).isEqualTo("unknown");
        assertThat(field.values()).contains(new NamedInput("field-strength.A1", "-", null, null));
    }

    /** Every path of the rule: comparable, not comparable, indeterminate, too early, out of the windows, no course. */
    @Test
    void everyClauseHasIdBothLanguagesValuesAndASource() {
        Story nothing = Story.begin()
                .study(Patients.study("1.2", 1, 7, Patients.lesion(Patients.LESION, 1.0, Patients.SCAN, true)));
        List<PatientAssessed> all = List.of(
                assessed(7, 1.05, Patients.SCAN),
                assessed(14, 0.8, Patients.SCAN),
                assessed(75, 1.3, Patients.SCAN),
                assessed(3, 1.05, Patients.SCAN),
                assessed(120, 1.05, Patients.SCAN),
                assessed(-40, 1.05, Patients.SCAN),
                assessed(0, 1.05, Patients.SCAN),
                assessed(7, 1.05, Patients.scan(3.0)),
                assessed(7, 1.05, Patients.scan((Double) null)),
                nothing.current("1.2"));
        for (PatientAssessed assessed : all) {
            assertThat(assessed.clauses()).as(assessed.outcome()).isNotEmpty().allSatisfy(clause -> {
                assertThat(clause.id()).isNotBlank();
                assertThat(clause.text()).isNotBlank();
                assertThat(clause.textFr()).isNotBlank().isNotEqualTo(clause.text());
                assertThat(clause.verdict()).isIn("true", "false", "unknown");
                assertThat(clause.values()).isNotNull();
                assertThat(clause.thresholdSource()).isNotBlank();
            });
            assertThat(assessed.clauses().stream().map(Clause::id)).doesNotHaveDuplicates();
        }
    }

    @Test
    void readsInBothLanguages() {
        PatientAssessed early = assessed(7, 1.1, Patients.SCAN);

        assertThat(AssessmentForm.text(early, "en"))
                .contains("NAC-ADC (Early change of ADC under chemotherapy, clinical rules 2.5)")
                .contains(
                        "[false] change above +13.0 %: deltaADC = 10 %, A0 = 0.001 mm2/s, A1 = 0.0011 mm2/s (threshold rc;")
                .contains("[true] te equal: te.A0 = 80.0 ms, te.A1 = 80.0 ms (threshold gate-te;");
        assertThat(AssessmentForm.text(early, "fr"))
                .contains("NAC-ADC (Variation précoce de l'ADC sous chimiothérapie, règles cliniques 2.5)")
                .contains("[faux] variation supérieure à +13,0 %: deltaADC = 10 %, A0 = 0,001 mm2/s")
                .contains("[vrai] temps d'écho : identique: te.A0 = 80,0 ms")
                .contains("« Pas d'augmentation précoce » invite à réexaminer");
    }
}
