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
import org.vigie.contract.clinical.LesionFact.LesionSized;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.clinical.WholeBodyFact.BurdenMeasured;
import org.vigie.contract.clinical.WholeBodyFact.HighBChange;
import org.vigie.contract.clinical.WholeBodyFact.MarrowResponseRead;
import org.vigie.contract.clinical.WholeBodyFact.ResponseFinding;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;

/** Every rule over random timelines: what stands in the end depends on what was said, not on when or how often. */
class AllRulesPropertyTest {
    private static final Set<String> SEEN = Collections.synchronizedSet(new TreeSet<>());

    @AfterContainer
    static void printsTheRulesThatSpoke() {
        System.out.println("rules in random timelines: " + SEEN);
    }

    @Property(tries = 60)
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
        for (int i = 0; i < 14; i++) {
            all.add(fact(random, i));
        }
        if (random.nextBoolean()) {
            String gone = all.get(2 + random.nextInt(14)).factId();
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
        String id = "fact-" + number;
        int stated = random.nextInt(60);
        int when = 7 * random.nextInt(8);
        ClinicalTime at = ClinicalTime.of(Patients.C1D1.plusDays(when));
        return Patients.fact(
                id,
                stated,
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> lab(random, at);
                    case 3 ->
                        new LesionSized(
                                null,
                                Patients.LESION,
                                at,
                                Modality.MR,
                                10.0 + random.nextInt(45),
                                null,
                                "breast",
                                Side.L,
                                null,
                                false,
                                true);
                    case 4 ->
                        new FactBody.FtvMeasured("1." + random.nextInt(3), Patients.LESION, at, 1 + random.nextInt(20));
                    case 5 ->
                        new BurdenMeasured(
                                "wb" + when, at, 20.0 + random.nextInt(200), 3000.0, 0.8e-3 + 1e-4 * random.nextInt(5));
                    case 6 -> response(random, at, when, "pelvis");
                    default -> response(random, at, when, "spine");
                });
    }

    private static Lab lab(Random random, ClinicalTime at) {
        Analyte[] analytes = Analyte.values();
        Analyte analyte = analytes[random.nextInt(analytes.length)];
        double value = 1 + random.nextInt(9);
        return new Lab(analyte, at, value, null, "" + value, analyte.ucum(), null, null, null, null);
    }

    private static MarrowResponseRead response(Random random, ClinicalTime at, int when, String region) {
        Map<ResponseFinding, Boolean> seen = new TreeMap<>();
        for (ResponseFinding finding : ResponseFinding.values()) {
            if (random.nextInt(12) > 0) {
                seen.put(finding, random.nextInt(12) == 0);
            }
        }
        return new MarrowResponseRead(
                "wb" + when, at, region, seen, HighBChange.FALLING, 0.8e-3 + 1e-4 * random.nextInt(6));
    }
}
