package org.vigie.contract.clinical;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;

/**
 * One rule applied to one timeline (clinical rules 0.1). Topic {@code clinical.patient.assessed.v1}, key = patient key.
 *
 * @param assessmentId UUIDv5 of the inputs, the rule and its version
 * @param supersedes assessment of the same question that this one replaces, null for the first
 * @param timePoint {@code BASELINE}, {@code TOO-EARLY}, {@code W1}, {@code C1}, {@code INTERIM}, {@code MID}, {@code POST}
 * @param outcome for example {@code adc-no-change}; {@code indeterminate} with reasons; {@code not-comparable}
 * @param value the compared quantity, for NAC-ADC the change in percent; null where there is none or it is hidden
 * @param gateFailures items of the comparability gate that failed
 * @param inputEventIds events that were read
 */
public record PatientAssessed(
        String assessmentId,
        @Nullable String supersedes,
        String patientKey,
        String ruleId,
        String ruleVersion,
        String thresholdSetId,
        @Nullable String courseId,
        @Nullable String lesionTrackingUid,
        @Nullable String timePoint,
        @Nullable Integer dayOfCourse,
        @Nullable String studyUid,
        @Nullable Integer revision,
        @Nullable String baselineStudyUid,
        String outcome,
        @Nullable Double value,
        @Nullable String unit,
        @Nullable Double ci95Low,
        @Nullable Double ci95High,
        List<String> gateFailures,
        List<String> flags,
        List<Reason> reasons,
        List<NamedInput> inputsUsed,
        List<Clause> clauses,
        List<String> inputEventIds,
        String softwareVersion,
        Instant computedAt) {

    /** @param source object ref, event id or fact id the value comes from */
    public record NamedInput(
            String name,
            String value,
            @Nullable String unit,
            @Nullable String source) {}

    /** @param verdict {@code true}, {@code false} or {@code unknown} */
    public record Clause(
            String text, String verdict, @Nullable String thresholdSource) {}
}
