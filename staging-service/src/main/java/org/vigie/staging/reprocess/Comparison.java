package org.vigie.staging.reprocess;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;

/** What an evaluation under the rules and thresholds in force says, beside what was said. */
public final class Comparison {
    private Comparison() {}

    /** One side of a row. */
    public record Said(
            String assessmentId,
            String outcome,
            @Nullable Double value,
            String ruleVersion,
            String thresholdSetId,
            List<String> flags) {
        static Said of(PatientAssessed assessed) {
            return new Said(
                    assessed.assessmentId(),
                    assessed.outcome(),
                    assessed.value(),
                    assessed.ruleVersion(),
                    assessed.thresholdSetId(),
                    assessed.flags());
        }
    }

    /**
     * @param before null where nothing was said
     * @param outcomeChanged the outcome differs, not only what it was made from
     */
    public record Assessed(
            String patientKey,
            String ruleId,
            @Nullable String courseId,
            @Nullable String studyUid,
            @Nullable String lesionTrackingUid,
            @Nullable Said before,
            Said after,
            boolean outcomeChanged) {}

    /** @param before state and kind of the last version, null for a new alert */
    public record Alerted(
            String patientKey,
            String alertKey,
            String kind,
            @Nullable String before,
            String after,
            boolean notifies) {}

    static List<Assessed> assessed(PatientState state, Evaluation evaluation) {
        Map<String, PatientAssessed> byId = new HashMap<>();
        state.assessed().values().forEach(assessed -> byId.put(assessed.assessmentId(), assessed));
        List<Assessed> rows = new ArrayList<>();
        for (PatientAssessed after : evaluation.assessments()) {
            PatientAssessed before = after.supersedes() == null ? null : byId.get(after.supersedes());
            rows.add(new Assessed(
                    after.patientKey(),
                    after.ruleId(),
                    after.courseId(),
                    after.studyUid(),
                    after.lesionTrackingUid(),
                    before == null ? null : Said.of(before),
                    Said.of(after),
                    before == null || !before.outcome().equals(after.outcome())));
        }
        return rows;
    }

    static List<Alerted> alerted(PatientState state, Evaluation evaluation) {
        List<Alerted> rows = new ArrayList<>();
        for (AlertRaised after : evaluation.alerts()) {
            AlertRaised before = state.alerts().get(after.alertKey());
            rows.add(new Alerted(
                    after.patientKey(),
                    after.alertKey(),
                    after.kind(),
                    before == null ? null : before.state() + " " + before.kind(),
                    after.state() + " " + after.kind(),
                    after.notifies()));
        }
        return rows;
    }
}
