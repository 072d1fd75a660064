package org.vigie.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact.Lab;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.staging.StagingPipeline.Incoming;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;

/** Events judged together leave what they leave when judged one by one. */
class JudgedOnceTest {
    private static final Instant NOW = Patients.noon(30);

    @Property(tries = 60)
    void howManyAreJudgedTogetherDoesNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        StagingPipeline pipeline = Patients.pipeline();
        List<Incoming> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(event(random));
        }
        PatientState alone = Patients.nobody();
        for (Incoming event : events) {
            alone = pipeline.judge(alone, List.of(event), NOW).getLast().state();
        }
        PatientState together = Patients.nobody();
        int at = 0;
        while (at < events.size()) {
            int end = Math.min(events.size(), at + 1 + random.nextInt(8));
            List<Evaluation> judged = pipeline.judge(together, events.subList(at, end), NOW);
            assertThat(judged).hasSize(1);
            together = judged.getLast().state();
            at = end;
        }
        assertThat(together.timeline()).as("seed " + seed).isEqualTo(alone.timeline());
        assertThat(answers(together)).as("seed " + seed).isEqualTo(answers(alone));
    }

    @Test
    void nothingIsConcludedFromAPartOfAHandOver() {
        StagingPipeline pipeline = Patients.pipeline();
        ClinicalFact first = Patients.fact("h-1", 0, new LinkFact.HandedOver(List.of(Patients.course()), true));
        ClinicalFact last = Patients.fact("h-2", 0, new LinkFact.HandedOver(List.of(Patients.lesion()), false));

        List<Evaluation> judged = pipeline.judge(
                Patients.nobody(), List.of(lab("a", 3), new Incoming.Fact(first), new Incoming.Fact(last)), NOW);

        assertThat(judged).hasSize(3);
        assertThat(judged.get(0).state().timeline().facts()).containsOnlyKeys("a");
        assertThat(judged.get(1).assessments()).isEmpty();
        assertThat(judged.get(1).alerts()).isEmpty();
        assertThat(judged.get(2).state().timeline().facts()).hasSize(3);
    }

    private static Map<String, String> answers(PatientState state) {
        Map<String, String> answers = new TreeMap<>();
        state.assessed().forEach((question, a) -> answers.put(question, a.outcome() + a.value() + a.inputEventIds()));
        return answers;
    }

    private static Incoming event(Random random) {
        int number = random.nextInt(4);
        ClinicalTime at = ClinicalTime.of(Patients.C1D1.plusDays(-10L + 7L * random.nextInt(8)));
        return switch (random.nextInt(6)) {
            case 0 -> {
                var study = Patients.study(
                        "1." + number,
                        1 + random.nextInt(2),
                        -6 + 9 * number,
                        Patients.lesion(Patients.LESION, 1 + random.nextInt(4) * 0.1, Patients.SCAN, true));
                yield new Incoming.Study(Patients.eventId(study), study);
            }
            case 1 -> new Incoming.Fact(Patients.course());
            case 2 -> new Incoming.Fact(Patients.lesion());
            case 3 ->
                new Incoming.Fact(
                        Patients.fact("end", random.nextInt(20), new FactBody.CourseEnded(Patients.COURSE, at)));
            case 4 ->
                new Incoming.Fact(Patients.fact(
                        "dose", random.nextInt(20), new FactBody.Administration(Patients.COURSE, at, "EC")));
            default -> lab("lab-" + number, 1 + random.nextInt(9));
        };
    }

    private static Incoming lab(String id, double value) {
        return new Incoming.Fact(Patients.fact(
                id,
                1,
                new Lab(
                        Analyte.HAEMOGLOBIN,
                        ClinicalTime.of(Patients.C1D1),
                        value,
                        null,
                        "" + value,
                        Analyte.HAEMOGLOBIN.ucum(),
                        null,
                        null,
                        null,
                        null)));
    }
}
