package org.vigie.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An assessment as the notify service shows it.
 *
 * @param value change of ADC in percent, null where there is none
 * @param reasons codes
 */
record AssessmentSeen(
        String ruleId,
        String outcome,
        @Nullable String timePoint,
        @Nullable String studyUid,
        @Nullable Double value,
        @Nullable Double ci95Low,
        @Nullable Double ci95High,
        List<String> flags,
        List<String> reasons) {
    static AssessmentSeen of(JsonNode assessment) {
        return new AssessmentSeen(
                assessment.path("ruleId").asText(),
                assessment.path("outcome").asText(),
                assessment.path("timePoint").asText(null),
                assessment.path("studyUid").asText(null),
                number(assessment.path("value")),
                number(assessment.path("ci95Low")),
                number(assessment.path("ci95High")),
                texts(assessment.path("flags")),
                texts(assessment.path("reasons")));
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() ? Double.valueOf(node.asDouble()) : null;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.isObject() ? item.path("code").asText() : item.asText()));
        return texts;
    }
}
