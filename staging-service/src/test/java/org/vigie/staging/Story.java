package org.vigie.staging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;

/** Events told in an order, each at its own time unless another is given; remembers everything that was said. */
public final class Story {
    private final StagingPipeline pipeline = Patients.pipeline();
    private final List<AlertRaised> alerts = new ArrayList<>();
    private final List<PatientAssessed> assessments = new ArrayList<>();
    private List<AlertRaised> lastAlerts = List.of();
    private PatientState state = Patients.nobody();

    public static Story begin() {
        return new Story();
    }

    public Story fact(ClinicalFact fact) {
        return fact(fact, fact.recordedAt());
    }

    public Story fact(ClinicalFact fact, Instant now) {
        return told(pipeline.recorded(state, fact, now));
    }

    public Story study(StudyMeasured study) {
        return study(study, study.arrivedAt());
    }

    public Story study(StudyMeasured study, Instant now) {
        return told(pipeline.measured(state, Patients.eventId(study), study, now));
    }

    public Story clock(Instant now) {
        return told(pipeline.timePassed(state, now));
    }

    private Story told(Evaluation evaluation) {
        state = evaluation.state();
        lastAlerts = evaluation.alerts();
        alerts.addAll(evaluation.alerts());
        assessments.addAll(evaluation.assessments());
        return this;
    }

    /** Every alert version ever said. */
    public List<AlertRaised> alerts() {
        return alerts;
    }

    /** What the last event made the service say. */
    public List<AlertRaised> lastAlerts() {
        return lastAlerts;
    }

    public List<PatientAssessed> assessments() {
        return assessments;
    }

    public PatientAssessed lastAssessment() {
        return assessments.getLast();
    }

    public PatientState state() {
        return state;
    }

    /** Current assessments by study UID, of one lesion and course. */
    public PatientAssessed current(String studyUid) {
        return state.assessed().values().stream()
                .filter(a -> studyUid.equals(a.studyUid()))
                .findFirst()
                .orElseThrow();
    }

    public Map<String, AlertRaised> currentAlerts() {
        return state.alerts();
    }
}
