package org.vigie.staging;

import java.time.Instant;
import java.time.ZoneId;
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

    public Evaluation recorded(PatientState state, ClinicalFact fact, Instant now) {
        return switch (fact.body()) {
            case LinkFact.HandedOver(var facts, var more)
            when more -> evaluator.later(state.with(state.timeline().with(fact)));
            case FactBody.ReprocessRequested run -> evaluator.evaluate(state, now);
            default -> evaluator.evaluate(state.with(state.timeline().with(fact)), now);
        };
    }

    /** @param eventId {@code ce_id} of the event */
    public Evaluation measured(PatientState state, String eventId, StudyMeasured study, Instant now) {
        return evaluator.evaluate(state.with(state.timeline().with(new RecordedStudy(eventId, study))), now);
    }

    /** Nothing came, but time has passed. */
    public Evaluation timePassed(PatientState state, Instant now) {
        return evaluator.look(state, now);
    }
}
