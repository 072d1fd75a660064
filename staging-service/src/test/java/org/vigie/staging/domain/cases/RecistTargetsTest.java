package org.vigie.staging.domain.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.clinical.AlertRaised.Severity;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.LesionFact.LesionSized;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.LesionFact.NewLesionRead;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.Side;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;

/** Measurable lesions and number of targets (clinical rules 6.4); expected values by hand. */
class RecistTargetsTest {
    private static final int BASE = -6;
    private static final int NOW = 21;

    @Test
    void growthOfLesionsBelowTenMillimetresIsNoProgression() {
        Story story = measured(lesion("a", BASE, 6), lesion("b", BASE, 6), lesion("a", NOW, 9), lesion("b", NOW, 9));

        assertIndeterminate(story, "NO_BASELINE");
    }

    @Test
    void aNodeBelowFifteenMillimetresIsNoTarget() {
        assertIndeterminate(measured(node("a", BASE, 12.0), node("a", NOW, 18.0)), "NO_BASELINE");
        assertIndeterminate(measured(node("a", BASE, 14.9), node("a", NOW, 30.0)), "NO_BASELINE");
        assertThat(recist(measured(node("a", BASE, 15.0), node("a", NOW, 20.0))).outcome())
                .as("+33 %, 5 mm")
                .isEqualTo("PD");
    }

    @Test
    void tenMillimetresAreMeasurable() {
        assertThat(recist(measured(lesion("a", BASE, 10), lesion("a", NOW, 15))).outcome())
                .as("+50 %, 5 mm")
                .isEqualTo("PD");
    }

    @Test
    void oneTargetTooSmallLeavesNoSum() {
        assertIndeterminate(
                measured(lesion("a", BASE, 40), lesion("b", BASE, 9), lesion("a", NOW, 40), lesion("b", NOW, 20)),
                "INVALID_VALUE(targets)");
    }

    @Test
    void aNewLesionIsProgressionWhateverTheTargets() {
        Story story = Story.begin()
                .fact(Patients.course())
                .fact(lesion("a", BASE, 6))
                .fact(lesion("a", NOW, 6))
                .fact(Patients.fact("n", NOW, new NewLesionRead("study" + NOW, day(NOW), true)));

        assertThat(recist(story).outcome()).isEqualTo("PD");
    }

    @Test
    void moreThanTwoTargetsOfOneOrganAreNone() {
        assertIndeterminate(
                measured(
                        lesion("a", BASE, 20),
                        lesion("b", BASE, 20),
                        lesion("c", BASE, 20),
                        lesion("a", NOW, 20),
                        lesion("b", NOW, 20),
                        lesion("c", NOW, 20)),
                "INVALID_VALUE(targets)");
    }

    @Test
    void twoOfOneOrganAndTwoNodesAreAdmissible() {
        assertThat(recist(measured(
                                lesion("a", BASE, 20),
                                lesion("b", BASE, 20),
                                node("c", BASE, 15.0),
                                node("d", BASE, 15.0),
                                lesion("a", NOW, 20),
                                lesion("b", NOW, 20),
                                node("c", NOW, 15.0),
                                node("d", NOW, 15.0)))
                        .outcome())
                .isEqualTo("SD");
    }

    @Test
    void threeOfUnknownOrgansMayBeOfOne() {
        assertIndeterminate(
                measured(
                        sized("a", BASE, 20.0, null, null, false),
                        sized("b", BASE, 20.0, null, null, false),
                        sized("c", BASE, 20.0, null, null, false),
                        lesion("a", NOW, 20),
                        lesion("b", NOW, 20),
                        lesion("c", NOW, 20)),
                "MISSING_INPUT(organ)");
    }

    @Test
    void moreThanFiveTargetsAreNone() {
        Story story = Story.begin().fact(Patients.course());
        for (int i = 0; i < 6; i++) {
            story.fact(sized("t" + i, BASE, 20.0, null, "organ-" + i / 2, false));
            story.fact(sized("t" + i, NOW, 20.0, null, "organ-" + i / 2, false));
        }

        assertIndeterminate(story.fact(noNewLesion()), "INVALID_VALUE(targets)");
    }

    @Test
    void aTargetNotMeasuredAtBaselineMayBeTooSmall() {
        assertIndeterminate(
                measured(
                        lesion("a", BASE, 20),
                        sized("b", BASE, null, null, "breast", false),
                        lesion("a", NOW, 40),
                        lesion("b", NOW, 40)),
                "MISSING_INPUT(baseline)");
    }

    @Test
    void lesionsTooSmallMakeNoAlertUrgent() {
        Story story = Patients.withBaseline(1.0)
                .study(Patients.study("1.2", 1, 7, Patients.lesion(Patients.LESION, 1.05, Patients.SCAN, true)))
                .fact(lesion("a", -5, 6))
                .fact(lesion("b", -5, 6))
                .fact(lesion("a", 7, 9))
                .fact(lesion("b", 7, 9))
                .fact(Patients.fact("n", 8, new NewLesionRead("study7", day(7), false)));

        assertThat(story.currentAlerts().values()).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(Severity.S2);
            assertThat(alert.flags()).doesNotContain("concordant-recist-pd");
        });
    }

    private static ClinicalTime day(int day) {
        return ClinicalTime.of(Patients.C1D1.plusDays(day));
    }

    private static ClinicalFact noNewLesion() {
        return Patients.fact("n", NOW, new NewLesionRead("study" + NOW, day(NOW), false));
    }

    private static Story measured(ClinicalFact... facts) {
        Story story = Story.begin().fact(Patients.course());
        for (ClinicalFact fact : facts) {
            story.fact(fact);
        }
        return story.fact(noNewLesion());
    }

    private static ClinicalFact lesion(String uid, int day, double mm) {
        return sized(uid, day, mm, null, "breast", false);
    }

    /** The long diameter of a node says nothing. */
    private static ClinicalFact node(String uid, int day, double shortAxisMm) {
        return sized(uid, day, 25.0, shortAxisMm, "breast", true);
    }

    private static ClinicalFact sized(
            String uid,
            int day,
            @Nullable Double longestMm,
            @Nullable Double shortAxisMm,
            @Nullable String organ,
            boolean node) {
        return Patients.fact(
                uid + day,
                day,
                new LesionSized(
                        "study" + day,
                        uid,
                        day(day),
                        Modality.MR,
                        longestMm,
                        shortAxisMm,
                        organ,
                        Side.L,
                        null,
                        node,
                        true));
    }

    private static PatientAssessed recist(Story story) {
        return story.state().assessed().values().stream()
                .filter(a -> a.ruleId().equals("RECIST"))
                .findFirst()
                .orElseThrow();
    }

    private static void assertIndeterminate(Story story, String reason) {
        PatientAssessed found = recist(story);
        assertThat(found.outcome()).isEqualTo("indeterminate");
        assertThat(found.value()).isNull();
        assertThat(found.reasons()).extracting(Reason::toString).containsExactly(reason);
    }
}
