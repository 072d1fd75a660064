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
 * @param explained what a rule says beside its outcome; absent where it says no more
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
        Instant computedAt,
        @Nullable Explained explained) {

    public PatientAssessed(
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
        this(
                assessmentId,
                supersedes,
                patientKey,
                ruleId,
                ruleVersion,
                thresholdSetId,
                courseId,
                lesionTrackingUid,
                timePoint,
                dayOfCourse,
                studyUid,
                revision,
                baselineStudyUid,
                outcome,
                value,
                unit,
                ci95Low,
                ci95High,
                gateFailures,
                flags,
                reasons,
                inputsUsed,
                clauses,
                inputEventIds,
                softwareVersion,
                computedAt,
                null);
    }

    /** @param source object ref, event id or fact id the value comes from */
    public record NamedInput(
            String name,
            String value,
            @Nullable String unit,
            @Nullable String source) {}

    /**
     * @param text English
     * @param verdict {@code true}, {@code false} or {@code unknown}
     * @param thresholdSource source and evidence tag of the threshold, as text
     * @param id stable name of the clause, absent where it has none
     * @param textFr French, absent where there is no translation
     * @param values what was compared, as far as known
     * @param threshold absent where no number is compared
     */
    public record Clause(
            String text,
            String verdict,
            @Nullable String thresholdSource,
            @Nullable String id,
            @Nullable String textFr,
            @Nullable List<NamedInput> values,
            @Nullable UsedThreshold threshold) {
        public Clause(String text, String verdict, @Nullable String thresholdSource) {
            this(text, verdict, thresholdSource, null, null, null, null);
        }
    }

    /**
     * A threshold as it stands in the threshold set.
     *
     * @param inclusive which side equality belongs to
     * @param tag strength of evidence: C, S, U or P
     */
    public record UsedThreshold(String id, double value, String unit, String inclusive, String tag, String source) {}

    /**
     * @param section of the clinical rules
     * @param parts the questions of a rule that answers several
     * @param values further quantities, the compared one first
     * @param lacking inputs without a usable value, deciding or not
     * @param notes sentences that belong to the outcome
     */
    public record Explained(
            String section,
            Localised title,
            List<PartOutcome> parts,
            List<NamedInput> values,
            List<String> lacking,
            List<Localised> notes) {}

    public record PartOutcome(String id, String outcome, List<Reason> reasons) {}

    public record Localised(String en, String fr) {}
}
