package org.vigie.staging.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.catalogue.Rules;
import org.vigie.staging.domain.logic.Engine;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.forms.AssessmentForm;
import org.vigie.staging.forms.InputsForm;

/**
 * Inputs of rules as a list: one {@code {"rule": "ISS", "inputs": {...}}}, an array of them, or {@code {"cases": [...]}}.
 * {@code id} may stand in each and is given back.
 */
final class CaseFile {
    private CaseFile() {}

    /** One answer; the fields of the assessment stand beside the id. */
    record Answer(
            @Nullable String id,
            @com.fasterxml.jackson.annotation.JsonUnwrapped AssessmentForm assessment) {}

    static boolean isOne(JsonNode root) {
        return root.isArray() || root.has("rule") || root.has("cases");
    }

    /** @throws IllegalArgumentException naming the case and what is wrong with it */
    static List<Answer> assess(JsonNode root, Map<String, ThresholdSet> thresholds, String language) {
        JsonNode cases = root.isArray() ? root : root.path("cases");
        List<Answer> answers = new ArrayList<>();
        if (root.has("rule")) {
            answers.add(assessOne("case", root, thresholds, language));
        } else {
            for (int i = 0; i < cases.size(); i++) {
                answers.add(assessOne("case " + i, cases.get(i), thresholds, language));
            }
        }
        return answers;
    }

    private static Answer assessOne(
            String where, JsonNode node, Map<String, ThresholdSet> thresholds, String language) {
        String id = node.path("rule").asText();
        Rule rule = Rules.byId(id)
                .orElseThrow(() -> new IllegalArgumentException(where + ": no rule '" + id + "', there are "
                        + Rules.all().stream().map(Rule::id).toList()));
        ThresholdSet set = thresholds.get(rule.thresholds());
        if (set == null) {
            throw new IllegalArgumentException(where + ": no threshold set " + rule.thresholds());
        }
        try {
            return new Answer(
                    node.path("id").isTextual() ? node.path("id").asText() : null,
                    AssessmentForm.of(Engine.assess(rule, InputsForm.read(rule, node.path("inputs")), set), language));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }
}
