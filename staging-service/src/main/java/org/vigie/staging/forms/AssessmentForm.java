package org.vigie.staging.forms;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.PatientAssessed.Clause;
import org.vigie.contract.clinical.PatientAssessed.Explained;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.staging.domain.cases.RuleAssessments;
import org.vigie.staging.domain.logic.Assessment;

/**
 * An assessment as {@code assess} and the try-it address answer it: the fields of an assessed event that do not belong to
 * a patient, and the same as text.
 *
 * @param text what {@link AssessmentText} says, in the language asked for
 */
public record AssessmentForm(
        String ruleId,
        String ruleVersion,
        String thresholdSetId,
        String outcome,
        @Nullable Double value,
        @Nullable String unit,
        @Nullable Double ci95Low,
        @Nullable Double ci95High,
        List<String> flags,
        List<Reason> reasons,
        List<NamedInput> inputsUsed,
        List<Clause> clauses,
        Explained explained,
        String text,
        String notice) {
    public static AssessmentForm of(Assessment found, String language) {
        List<Clause> clauses = RuleAssessments.clauses(found);
        Explained explained = RuleAssessments.explained(found);
        return new AssessmentForm(
                found.ruleId(),
                found.ruleVersion(),
                found.thresholdSetId(),
                found.outcome(),
                found.value(),
                found.unit(),
                found.ci95Low(),
                found.ci95High(),
                found.flags(),
                found.reasons(),
                found.inputsUsed(),
                clauses,
                explained,
                new AssessmentText(language)
                        .of(new AssessmentText.Said(
                                found.ruleId(),
                                found.ruleVersion(),
                                found.thresholdSetId(),
                                found.outcome(),
                                found.value(),
                                found.unit(),
                                found.ci95Low(),
                                found.ci95High(),
                                found.flags(),
                                found.reasons(),
                                found.inputsUsed(),
                                clauses,
                                explained,
                                List.of())),
                Notice.in(language));
    }

    /** An assessed event as text. */
    public static String text(PatientAssessed event, String language) {
        return new AssessmentText(language)
                .of(new AssessmentText.Said(
                        event.ruleId(),
                        event.ruleVersion(),
                        event.thresholdSetId(),
                        event.outcome(),
                        event.value(),
                        event.unit(),
                        event.ci95Low(),
                        event.ci95High(),
                        event.flags(),
                        event.reasons(),
                        event.inputsUsed(),
                        event.clauses(),
                        event.explained(),
                        event.gateFailures()));
    }
}
