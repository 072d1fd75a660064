package org.vigie.staging.domain.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
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

    private static final Set<String> ANY = Set.copyOf(CATEGORIES);

    private static Assessment assess(String... byRegion) {
        return assess(Stream.of(byRegion)
                .map(one -> one.equals("?") ? ANY : Set.of(one.split("/")))
                .toList());
    }

    private static Assessment assess(List<Set<String>> byRegion) {
        Map<String, Set<String>> possible = new TreeMap<>();
        for (int i = 0; i < byRegion.size(); i++) {
            possible.put("region" + i, byRegion.get(i));
        }
        return Engine.assess(
                MarrowResponseOverall.rule(possible),
                MarrowResponseOverall.readings(possible),
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
        assertThat(assess("2", "2", "?").outcome()).isEqualTo("2");
        assertThat(assess("2", "?").outcome()).isEqualTo("indeterminate");
        assertThat(assess("2", "?").reasons()).containsExactly(Reason.of(ReasonCode.MISSING_INPUT, "region1"));
        assertThat(assess("5", "?").outcome()).isEqualTo("5");
        assertThat(assess("3", "3", "?").outcome()).isEqualTo("3");
        assertThat(assess("?").outcome()).isEqualTo("indeterminate");
    }

    @Test
    void aRegionKnownUpToTwoCategoriesHasOneOfThem() {
        assertThat(assess("3", "2/3").outcome()).isEqualTo("indeterminate");
        assertThat(assess("1", "2/3").outcome()).isEqualTo("1");
        assertThat(assess("2", "2/3", "3/5").outcome()).isEqualTo("indeterminate");
        assertThat(assess("5/4", "5/4", "5").outcome()).isEqualTo("indeterminate");
        assertThat(assess("5/4", "5").outcome()).isEqualTo("5");
        Assessment found = assess("5", "5", "4", "4", "5/4", "2/3");
        assertThat(found.outcome()).isEqualTo("indeterminate");
        assertThat(found.reasons())
                .as("the last region has no say")
                .containsExactly(Reason.of(ReasonCode.MISSING_INPUT, "region4"));
    }

    /** Up to four regions, each known up to any set of categories, against every completion by hand. */
    @Test
    void isTheCommonOutcomeOfAllCompletionsAndNamesTheRegionsThatDecide() {
        int checked = 0;
        List<Set<String>> sets = new ArrayList<>();
        for (int bits = 1; bits < 32; bits++) {
            Set<String> set = new TreeSet<>();
            for (int i = 0; i < 5; i++) {
                if ((bits >> i & 1) == 1) {
                    set.add(CATEGORIES.get(i));
                }
            }
            sets.add(set);
        }
        int most = Boolean.getBoolean("vigie.acceptance") ? 4 : 3;
        for (int regions = 1; regions <= most; regions++) {
            for (int number = 0; number < Math.pow(31, regions); number++) {
                List<Set<String>> stated = new ArrayList<>();
                int rest = number;
                for (int i = 0; i < regions; i++) {
                    stated.add(sets.get(rest % 31));
                    rest /= 31;
                }
                if (isSorted(stated, sets)) {
                    check(stated);
                    checked++;
                }
            }
        }
        System.out.println("overall MY-RADS category against all completions: " + checked + " sets of regions");
        assertThat(checked).isEqualTo(most == 4 ? 31 + 496 + 5_456 + 46_376 : 31 + 496 + 5_456);
    }

    private static boolean isSorted(List<Set<String>> stated, List<Set<String>> sets) {
        for (int i = 1; i < stated.size(); i++) {
            if (sets.indexOf(stated.get(i)) < sets.indexOf(stated.get(i - 1))) {
                return false;
            }
        }
        return true;
    }

    private static void check(List<Set<String>> stated) {
        Map<List<String>, String> completions = new HashMap<>();
        complete(stated, new ArrayList<>(), completions);
        Set<String> possible = new TreeSet<>(completions.values());
        Assessment found = assess(stated);
        assertThat(found.outcome())
                .as(stated.toString())
                .isEqualTo(possible.size() == 1 ? possible.iterator().next() : "indeterminate");
        if (possible.size() > 1) {
            Set<String> deciding = new TreeSet<>();
            completions.forEach((regions, outcome) -> {
                for (int i = 0; i < regions.size(); i++) {
                    for (String other : stated.get(i)) {
                        List<String> turned = new ArrayList<>(regions);
                        turned.set(i, other);
                        if (!outcome.equals(completions.get(turned))) {
                            deciding.add("region" + i);
                        }
                    }
                }
            });
            assertThat(found.reasons())
                    .as(stated.toString())
                    .containsExactly(Reason.of(ReasonCode.MISSING_INPUT, String.join(",", deciding)));
        }
    }

    private static void complete(List<Set<String>> stated, List<String> begun, Map<List<String>, String> completions) {
        if (begun.size() < stated.size()) {
            for (String category : stated.get(begun.size())) {
                List<String> next = new ArrayList<>(begun);
                next.add(category);
                complete(stated, next, completions);
            }
            return;
        }
        String dominant = "";
        long most = 0;
        for (String category : CATEGORIES) {
            long votes = begun.stream().filter(category::equals).count();
            if (votes > most) {
                most = votes;
                dominant = category;
            }
        }
        completions.put(begun, dominant);
    }

    /** The vectors of clinical rules 8.9 as the seven regions of one study: twice 1, three times 2, twice 3. */
    @Test
    void theVectorsAsRegionsOfOneStudy() {
        double[][] adc = {{900, 1450}, {900, 1260}, {900, 1250}, {1100, 1380}, {1100, 1375}, {1100, 1400}, {800, 950}};
        Story story = Story.begin();
        for (int i = 0; i < adc.length; i++) {
            story.fact(read("before-" + i, 2, "mr1", "region" + i, adc[i][0] * 1e-6));
            story.fact(read("after-" + i, 60, "mr2", "region" + i, adc[i][1] * 1e-6));
        }
        assertThat(overall(story, "mr2").outcome()).isEqualTo("2");
        assertThat(overall(story, "mr2").inputsUsed())
                .filteredOn(input -> !input.value().equals("0"))
                .extracting(input -> input.name() + "=" + input.value())
                .containsExactlyInAnyOrder("regions1=2", "regions2=3", "regions3=2");
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

        story.fact(seen("spine-1a", 60, "mr2", "spine", ResponseFinding.DECREASE, 1.25e-3));
        assertThat(overall(story, "mr2").outcome())
                .as("1 if nothing progresses there, else 4 or 5: the pelvis alone says 2")
                .isEqualTo("indeterminate");

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

    /** Everything but the signs of progression was looked at. */
    private static ClinicalFact seen(String id, int day, String study, String region, ResponseFinding one, double adc) {
        Map<ResponseFinding, Boolean> seen = new TreeMap<>();
        seen.put(one, true);
        return Patients.fact(id, day, new MarrowResponseRead(study, at(day), region, seen, HighBChange.FALLING, adc));
    }

    private static ClinicalFact unread(String id, int day, String study, String region) {
        return Patients.fact(id, day, new MarrowResponseRead(study, at(day), region, Map.of(), null, null));
    }

    private static ClinicalTime at(int day) {
        return ClinicalTime.of(Patients.C1D1.plusDays(day));
    }
}
