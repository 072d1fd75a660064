package org.vigie.staging.forms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.InputSpec;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.logic.Rule;

/**
 * Inputs of one rule from JSON. A number: {@code {"value": 3.4, "unit": "mg/L"}} or, where the rule needs no unit,
 * {@code 3.4}; an interval: {@code {"low": 5.5, "unit": "mg/L"}}; a choice: {@code "lobular"}, {@code true}; a list:
 * {@code {"values": [5.0, null], "unit": "mm"}}. {@code null} is missing. {@code source} may stand beside a value.
 */
public final class InputsForm {
    private InputsForm() {}

    /** @throws IllegalArgumentException if an input is not one of the rule's or has no such form; names the input */
    public static Map<String, Reading> read(Rule rule, @Nullable JsonNode inputs) {
        Map<String, Reading> readings = new LinkedHashMap<>();
        if (inputs == null || inputs.isNull() || inputs.isMissingNode()) {
            return readings;
        }
        if (!inputs.isObject()) {
            throw new IllegalArgumentException("inputs: an object expected");
        }
        for (Map.Entry<String, JsonNode> field : inputs.properties()) {
            if (rule.input(field.getKey()) == null) {
                throw new IllegalArgumentException("inputs." + field.getKey() + ": rule " + rule.id()
                        + " reads no such input, it reads "
                        + rule.inputs().stream().map(InputSpec::name).toList());
            }
            readings.put(field.getKey(), reading(field.getKey(), field.getValue()));
        }
        return readings;
    }

    private static Reading reading(String name, JsonNode node) {
        if (node.isNull()) {
            return new Reading.Missing();
        }
        if (node.isArray()) {
            return list(name, node, null, null);
        }
        if (!node.isObject()) {
            return scalar(name, node, null, null);
        }
        String unit = node.path("unit").isTextual() ? node.path("unit").asText() : null;
        String source = node.path("source").isTextual() ? node.path("source").asText() : null;
        if (node.has("values")) {
            return list(name, node.path("values"), unit, source);
        }
        if (node.has("low") || node.has("high")) {
            return new Reading.Within(limit(name, node.path("low")), limit(name, node.path("high")), unit, source);
        }
        if (!node.has("value")) {
            throw new IllegalArgumentException("inputs." + name + ": 'value', 'values', 'low' or 'high' expected");
        }
        return node.path("value").isNull() ? new Reading.Missing() : scalar(name, node.path("value"), unit, source);
    }

    private static Reading scalar(String name, JsonNode value, @Nullable String unit, @Nullable String source) {
        if (value.isNumber()) {
            return new Reading.Measured(value.asDouble(), unit, source);
        }
        if (value.isBoolean()) {
            return new Reading.Choice(value.asBoolean() ? ChoiceInput.YES : ChoiceInput.NO, source);
        }
        if (value.isTextual()) {
            return value.asText().equals("NaN")
                    ? new Reading.Measured(Double.NaN, unit, source)
                    : new Reading.Choice(value.asText(), source);
        }
        throw new IllegalArgumentException("inputs." + name + ": a number, a text, true or false expected");
    }

    private static @Nullable Double limit(String name, JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isNumber()) {
            throw new IllegalArgumentException("inputs." + name + ": 'low' and 'high' are numbers");
        }
        return node.asDouble();
    }

    private static Reading list(String name, JsonNode values, @Nullable String unit, @Nullable String source) {
        List<@Nullable Double> numbers = new ArrayList<>();
        for (JsonNode value : values) {
            if (!value.isNumber() && !value.isNull()) {
                throw new IllegalArgumentException("inputs." + name + ": a list of numbers expected, null if missing");
            }
            numbers.add(value.isNull() ? null : Double.valueOf(value.asDouble()));
        }
        return new Reading.Numbers(numbers, unit, source);
    }
}
