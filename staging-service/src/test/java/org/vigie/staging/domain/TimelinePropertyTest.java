package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.Patients;
import org.vigie.staging.Story;

/** Merging is by id: the order of arrival and repetition change nothing of what holds in the end. */
class TimelinePropertyTest {
    private static final List<UnaryOperator<Story>> EVENTS = List.of(
            s -> s.fact(Patients.course(), Patients.noon(21)),
            s -> s.fact(Patients.lesion(), Patients.noon(21)),
            s -> s.fact(
                    Patients.fact(
                            "fact-cycle", 8, new FactBody.NextCycle(Patients.COURSE, ClinicalTime.parse("2026-03-23"))),
                    Patients.noon(21)),
            s -> s.study(study("1.1", 1, -6, 1.0), Patients.noon(21)),
            s -> s.study(study("1.2", 1, 7, 1.30), Patients.noon(21)),
            s -> s.study(study("1.2", 2, 7, 1.05), Patients.noon(21)),
            s -> s.study(study("1.3", 1, 20, 1.08), Patients.noon(21)));

    @Property(tries = 200)
    void orderAndRepetitionDoNotMatter(@ForAll long seed, @ForAll @IntRange(min = 0, max = 10) int repeated) {
        Story shuffled = told(shuffledAndRepeated(new Random(seed), repeated));
        Story inOrder = told(EVENTS);

        assertThat(shuffled.state().timeline()).isEqualTo(inOrder.state().timeline());
        assertThat(results(shuffled)).isEqualTo(results(inOrder));
        assertThat(open(shuffled)).isEqualTo(open(inOrder)).hasSize(1);
        assertThat(open(shuffled).toString()).contains("C1 S3 adc-no-change");
    }

    private static List<UnaryOperator<Story>> shuffledAndRepeated(Random random, int repeated) {
        List<UnaryOperator<Story>> events = new ArrayList<>(EVENTS);
        for (int i = 0; i < repeated; i++) {
            events.add(EVENTS.get(random.nextInt(EVENTS.size())));
        }
        Collections.shuffle(events, random);
        return events;
    }

    private static Story told(List<UnaryOperator<Story>> events) {
        Story story = Story.begin();
        for (UnaryOperator<Story> event : events) {
            story = event.apply(story);
        }
        return story;
    }

    private static Map<String, String> results(Story story) {
        Map<String, String> results = new TreeMap<>();
        story.state()
                .assessed()
                .forEach((question, a) -> results.put(question, a.outcome() + a.value() + a.revision()));
        return results;
    }

    private static Map<String, String> open(Story story) {
        Map<String, String> open = new TreeMap<>();
        story.currentAlerts().forEach((key, a) -> {
            switch (a.state()) {
                case RAISED, AMENDED -> open.put(key, a.timePoint() + " " + a.severity() + " " + a.kind());
                case RETRACTED, SUPERSEDED, EXPIRED -> {}
            }
        });
        return open;
    }

    private static StudyMeasured study(String uid, int revision, int day, double adcE3) {
        return Patients.study(uid, revision, day, Patients.lesion(Patients.LESION, adcE3, Patients.SCAN, true));
    }
}
