package org.vigie.staging;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.Evaluator;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.domain.alerts.WatchDelays;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.RecordedStudy;

/** Event in, merged timeline, rules, changes out. */
public final class StagingPipeline {
    private final Evaluator evaluator;

    /** @param thresholds sets in force by name */
    public StagingPipeline(Map<String, ThresholdSet> thresholds, ZoneId site, String softwareVersion) {
        this(thresholds, WatchDelays.DEFAULT, site, softwareVersion);
    }

    /**
     * As above.
     *
     * @param delays of the watchdogs
     */
    public StagingPipeline(
            Map<String, ThresholdSet> thresholds, WatchDelays delays, ZoneId site, String softwareVersion) {
        this.evaluator = new Evaluator(thresholds, delays, site, softwareVersion);
    }

    /** What an event brings. */
    public sealed interface Incoming {
        /** @return what the event's payload was read as */
        Object payload();

        record Fact(ClinicalFact payload) implements Incoming {}

        /** @param eventId {@code ce_id} of the event */
        record Study(String eventId, StudyMeasured payload) implements Incoming {}
    }

    /**
     * Merges what came, in its order, and judges once; twice or more only where a part of a hand-over stands between, as
     * nothing is concluded before the rest of it came. Each evaluation starts from the state of the one before.
     */
    public List<Evaluation> judge(PatientState state, List<Incoming> events, Instant now) {
        List<Evaluation> evaluations = new ArrayList<>();
        PatientState known = state;
        PatientTimeline timeline = state.timeline();
        boolean open = false;
        for (Incoming event : events) {
            if (isPart(event)) {
                if (open) {
                    evaluations.add(evaluator.evaluate(known.with(timeline), now));
                    known = evaluations.getLast().state();
                }
                timeline = merged(timeline, event);
                evaluations.add(evaluator.later(known.with(timeline)));
                known = evaluations.getLast().state();
                open = false;
            } else {
                timeline = merged(timeline, event);
                open = true;
            }
        }
        if (open) {
            evaluations.add(evaluator.evaluate(known.with(timeline), now));
        }
        return List.copyOf(evaluations);
    }

    private static boolean isPart(Incoming event) {
        return event instanceof Incoming.Fact(ClinicalFact fact)
                && fact.body() instanceof LinkFact.HandedOver handed
                && handed.more();
    }

    private static PatientTimeline merged(PatientTimeline timeline, Incoming event) {
        return switch (event) {
            case Incoming.Fact(ClinicalFact fact) ->
                fact.body() instanceof FactBody.ReprocessRequested ? timeline : timeline.with(fact);
            case Incoming.Study(String eventId, StudyMeasured study) ->
                timeline.with(new RecordedStudy(eventId, study));
        };
    }

    public Evaluation recorded(PatientState state, ClinicalFact fact, Instant now) {
        return judge(state, List.of(new Incoming.Fact(fact)), now).getLast();
    }

    /** @param eventId {@code ce_id} of the event */
    public Evaluation measured(PatientState state, String eventId, StudyMeasured study, Instant now) {
        return judge(state, List.of(new Incoming.Study(eventId, study)), now).getLast();
    }

    /** Nothing came, but time has passed. */
    public Evaluation timePassed(PatientState state, Instant now) {
        return evaluator.look(state, now);
    }
}
