package org.vigie.staging.domain.logic;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;

/**
 * One evaluation of one rule (clinical rules 0.1) without the patient it is about.
 *
 * @param outcome {@code indeterminate} where admissible completions disagree
 * @param reasons why it is not more certain: exactly the inputs that would decide, or what stands in the way
 * @param parts the questions of the rule, each with its own outcome and reasons
 * @param values quantities that could be computed, the compared one first
 * @param lacking names of inputs without a usable value, deciding or not
 */
public record Assessment(
        String ruleId,
        String ruleVersion,
        String section,
        Text title,
        String thresholdSetId,
        List<NamedInput> inputsUsed,
        String outcome,
        @Nullable Double value,
        @Nullable String unit,
        @Nullable Double ci95Low,
        @Nullable Double ci95High,
        List<String> flags,
        List<Reason> reasons,
        List<Clause> clauses,
        List<PartOutcome> parts,
        List<NamedValue> values,
        List<String> lacking,
        List<Text> notes) {

    public record PartOutcome(String id, String outcome, List<Reason> reasons) {}

    /** @param value in {@code unit}, rounded to 6 decimals where derived */
    public record NamedValue(String name, Text label, double value, String unit) {}

    /**
     * @param values what was compared, as far as known
     * @param threshold null if no number is compared
     */
    public record Clause(
            String id,
            Text text,
            Truth verdict,
            List<NamedInput> values,
            @Nullable Threshold threshold) {}

    public boolean indeterminate() {
        return outcome.equals(Decision.INDETERMINATE);
    }
}
