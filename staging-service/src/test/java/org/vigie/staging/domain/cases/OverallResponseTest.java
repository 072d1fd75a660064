package org.vigie.staging.domain.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.WholeBodyFact.HighBChange;
import org.vigie.contract.clinical.WholeBodyFact.MarrowResponseRead;
import org.vigie.contract.clinical.WholeBodyFact.ResponseFinding;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;
import org.vigie.staging.domain.logic.Assessment;
import org.vigie.staging.domain.logic.Engine;
import org.vigie.staging.domain.rules.myeloma.MarrowResponseOverall;
import org.vigie.staging.thresholds.ThresholdFile;

/** The overall category of MY-RADS (clinical rules 8.9): dominant, and only where unknown regions cannot change it (0.3). */
class OverallResponseTest {
    private static final List<String> CATEGORIES = List.of("5", "4", "1", "2", "3");

    private static Assessment assess(String... byRegion) {
        Map<String, String> outcomes = new TreeMap<>();
        for (int i = 0; i < byRegion.length; i++) {
            outcomes.put("region" + i, byRegion[i]);
        }
        return Engine.assess(
                MarrowResponseOverall.rule(MarrowResponseOverall.unknown(outcomes)),
                MarrowResponseOverall.readings(outcomes),
                ThresholdFile.named("myeloma"));
    }

    @Test
    void mostRegionsDecideAndTiesGoToTheOneCheckedFirst() {
        assertThat(assess("2", "2", "3").outcome()).isEqualTo("2");
        assertThat(assess("3", "5").outcome()).isEqualTo("5");
        assertThat(assess("1", "2").outcome()).isEqualTo("1");
        assertThat(assess("4", "1", "2", "2").outcome()).isEqualTo("2");
        assertThat(assess("4", "1", "2", "2").flags()).containsExactly("mixed-response");
        assertThat(assess("5", "4", "3").flags()).isEmpty();
    }

    @Test
    void anUnknownRegionMayHaveAnyCategory() {
        assertThat(assess("2", "2", "indeterminate").outcome()).isEqualTo("2");
        assertThat(assess("2", "indeterminate").outcome()).isEqualTo("indeterminate");
        assertThat(assess("2", "indeterminate").reasons())
                .containsExactly(Reason.of(ReasonCode.MISSING_INPUT, "region1"));
        assertThat(assess("5", "indeterminate").outcome()).isEqualTo("5");
        assertThat(assess("3", "3", "indeterminate").outcome()).isEqualTo("3");
        assertThat(assess("indeterminate").outcome()).isEqualTo("indeterminate");
    }

    /** Up to five regions, each known or not, against every completion by hand. */
    @Test
    void isTheCommonOutcomeOfAllCompletions() {
        int checked = 0;
        List<String> states = new ArrayList<>(CATEGORIES);
        states.add("indeterminate");
        for (int regions = 1; regions <= 5; regions++) {
            for (int number = 0; number < Math.pow(6, regions); number++) {
                String[] stated = new String[regions];
                int rest = number;
                boolean sorted = true;
                for (int i = 0; i < regions; i++) {
                    stated[i] = states.get(rest % 6);
                    sorted &= i == 0 || states.indexOf(stated[i]) >= states.indexOf(stated[i - 1]);
                    rest /= 6;
                }
                if (sorted) {
                    Set<String> possible = new TreeSet<>();
                    complete(stated, 0, possible);
                    assertThat(assess(stated).outcome())
                            .as(String.join(" ", stated))
                            .isEqualTo(
                                    possible.size() == 1 ? possible.iterator().next() : "indeterminate");
                    checked++;
                }
            }
        }
        System.out.println("overall MY-RADS category against all completions: " + checked + " sets of regions");
        assertThat(checked).isEqualTo(6 + 21 + 56 + 126 + 252);
    }

    private static void complete(String[] regions, int from, Set<String> possible) {
        for (int i = from; i < regions.length; i++) {
            if (regions[i].equals("indeterminate")) {
                for (String category : CATEGORIES) {
                    String[] other = regions.clone();
                    other[i] = category;
                    complete(other, i + 1, possible);
                }
                return;
            }
        }
        String dominant = "";
        long most = 0;
        for (String category : CATEGORIES) {
            long votes = List.of(regions).stream().filter(category::equals).count();
            if (votes > most) {
                most = votes;
                dominant = category;
            }
        }
        possible.add(dominant);
    }

    @Test
    void standsOnTheTimelineBesideItsRegions() {
        Story story = Story.begin()
                .fact(read("pelvis-0", 2, "mr1", "pelvis", 0.9e-3))
                .fact(read("spine-0", 2, "mr1", "spine", 0.9e-3))
                .fact(read("pelvis-1", 60, "mr2", "pelvis", 1.25e-3))
                .fact(read("overall-1", 60, "mr2", "overall", 1.5e-3));
        assertThat(overall(story, "mr2").outcome()).isEqualTo("2");
        assertThat(overall(story, "mr2").inputEventIds()).containsExactly("pelvis-0", "pelvis-1");

        story.fact(unread("spine-1", 60, "mr2", "spine"));
        assertThat(overall(story, "mr2").outcome()).isEqualTo("indeterminate");
        assertThat(overall(story, "mr2").reasons()).containsExactly(Reason.of(ReasonCode.MISSING_INPUT, "spine"));

        story.fact(read("spine-1b", 60, "mr2", "spine", 1.25e-3));
        assertThat(overall(story, "mr2").outcome()).isEqualTo("2");
        assertThat(overall(story, "mr2").baselineStudyUid()).isEqualTo("mr1");
    }

    private static PatientAssessed overall(Story story, String studyUid) {
        return story.state().assessed().values().stream()
                .filter(a -> a.ruleId().equals(MarrowResponseOverall.ID) && studyUid.equals(a.studyUid()))
                .reduce((a, b) -> {
                    throw new AssertionError("two overall categories of one study");
                })
                .orElseThrow();
    }

    private static ClinicalFact read(String id, int day, String study, String region, double adc) {
        Map<ResponseFinding, Boolean> seen = new TreeMap<>();
        for (ResponseFinding finding : ResponseFinding.values()) {
            seen.put(finding, finding == ResponseFinding.STABLE_MORPHOLOGY);
        }
        return Patients.fact(id, day, new MarrowResponseRead(study, at(day), region, seen, HighBChange.FALLING, adc));
    }

    private static ClinicalFact unread(String id, int day, String study, String region) {
        return Patients.fact(id, day, new MarrowResponseRead(study, at(day), region, Map.of(), null, null));
    }

    private static ClinicalTime at(int day) {
        return ClinicalTime.of(Patients.C1D1.plusDays(day));
    }
}
