package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact.Lab;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;
import org.vigie.staging.RandomFacts;
import org.vigie.staging.Story;
import org.vigie.staging.domain.catalogue.Rules;
import org.vigie.staging.domain.logic.Rule;

/** Every rule over random timelines: what stands in the end depends on what was said, not on when or how often. */
class AllRulesPropertyTest {
    private static final Set<String> SEEN = Collections.synchronizedSet(new TreeSet<>());
    private static final int TRIES = 100;
    private static final int FACTS = 24;

    @AfterContainer
    static void reachedEveryRule() {
        System.out.println("rules in random timelines: " + SEEN);
        assertThat(SEEN)
                .containsExactlyInAnyOrderElementsOf(
                        Rules.all().stream().map(Rule::id).toList());
    }

    @Property(tries = TRIES)
    void neitherOrderNorRepetitionOfArrivalMatters(@ForAll long seed) {
        Random random = new Random(seed);
        List<UnaryOperator<Story>> events = events(random);
        Map<String, String> inOrder = results(told(events));
        for (int again = 0; again < 3; again++) {
            List<UnaryOperator<Story>> shuffled = new ArrayList<>(events);
            for (int i = 0; i < 5; i++) {
                shuffled.add(events.get(random.nextInt(events.size())));
            }
            Collections.shuffle(shuffled, random);
            assertThat(results(told(shuffled))).as("seed %d", seed).isEqualTo(inOrder);
        }
    }

    private static Story told(List<UnaryOperator<Story>> events) {
        Story story = Story.begin();
        for (UnaryOperator<Story> event : events) {
            story = event.apply(story);
        }
        return story;
    }

    /** All of the final assessments but when they were computed and what they replaced. */
    private static Map<String, String> results(Story story) {
        Map<String, String> results = new TreeMap<>();
        story.state().assessed().forEach((question, a) -> {
            SEEN.add(a.ruleId());
            if (!a.flags().contains("withdrawn")) {
                results.put(question, said(a));
            }
        });
        return results;
    }

    private static String said(PatientAssessed a) {
        return a.assessmentId()
                + a.outcome()
                + a.value()
                + a.ci95Low()
                + a.ci95High()
                + a.timePoint()
                + a.revision()
                + a.baselineStudyUid()
                + a.gateFailures()
                + a.flags()
                + a.reasons()
                + a.inputsUsed()
                + a.clauses()
                + a.inputEventIds()
                + a.explained();
    }

    private static List<UnaryOperator<Story>> events(Random random) {
        List<UnaryOperator<Story>> events = new ArrayList<>();
        Map<String, ClinicalFact> facts = new HashMap<>();
        List<ClinicalFact> all = new ArrayList<>();
        all.add(Patients.course());
        all.add(Patients.lesion());
        for (int i = 0; i < FACTS; i++) {
            all.add(fact(random, i));
        }
        if (random.nextBoolean()) {
            String gone = all.get(2 + random.nextInt(FACTS)).factId();
            all.add(Patients.fact("retracted", 60, new FactBody.Retracted(gone)));
        }
        all.forEach(fact -> facts.putIfAbsent(fact.factId(), fact));
        facts.values().forEach(fact -> events.add(story -> story.fact(fact, Patients.noon(70))));
        for (int number = 0; number < 3; number++) {
            for (int revision = 1; revision <= 1 + random.nextInt(2); revision++) {
                StudyMeasured study = Patients.study(
                        "1." + number,
                        revision,
                        -6 + 13 * number,
                        Patients.lesion(Patients.LESION, 1 + random.nextInt(5) * 0.1, Patients.SCAN, true));
                events.add(story -> story.study(study, Patients.noon(70)));
            }
        }
        return events;
    }

    private static ClinicalFact fact(Random random, int number) {
        ClinicalTime at = ClinicalTime.of(Patients.C1D1.plusDays(7L * random.nextInt(9) - 7));
        FactBody body = random.nextInt(3) == 0 ? lab(random, at) : new RandomFacts(random).next(at);
        return Patients.fact("fact-" + number, random.nextInt(60), body);
    }

    private static Lab lab(Random random, ClinicalTime at) {
        Analyte analyte = new RandomFacts(random).analyte();
        double value = 1 + random.nextInt(9);
        Double limit = random.nextBoolean() ? null : Double.valueOf(4);
        return new Lab(analyte, at, value, null, "" + value, analyte.ucum(), limit, limit, null, null);
    }
}
