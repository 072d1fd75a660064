package org.vigie.staging.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.vigie.contract.Json;

/**
 * JSON as it was sent, looked at before anything is built from it: an element stated twice has no one meaning, and a
 * number such as {@code 1e999999999} is short to send and fills the memory once it is written out.
 */
final class StrictJson {
    private static final int MOST_DIGITS = 40;
    private static final int LONGEST_NUMBER = 60;
    private static final Pattern WITH_EXPONENT = Pattern.compile("\\s*[+-]?[0-9.]++[eE][+-]?[0-9]++\\s*");

    private StrictJson() {}

    /** @throws Unprocessable (400) naming the path, from {@code Bundle} */
    static JsonNode read(String json) {
        List<Issue> issues = new ArrayList<>();
        JsonPointer at = JsonPointer.empty();
        try (JsonParser parser = Json.mapper().createParser(json)) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            try {
                look(parser, issues);
            } finally {
                at = parser.getParsingContext().pathAsPointer();
            }
            if (issues.isEmpty()) {
                JsonNode tree = Json.mapper().readTree(json);
                if (tree != null && tree.isObject()) {
                    return tree;
                }
                issues.add(notJson("Bundle"));
            }
        } catch (IOException e) {
            issues.add(notJson(path(at)));
        }
        throw new Unprocessable(400, issues);
    }

    private static void look(JsonParser parser, List<Issue> issues) throws IOException {
        int depth = 0;
        boolean begun = false;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (begun && depth == 0) {
                issues.add(notJson("Bundle"));
                return;
            }
            begun = true;
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (isNumber(token, parser.getText()) && !isPlain(parser.getText())) {
                issues.add(Issue.error(
                        "value",
                        path(parser.getParsingContext().pathAsPointer()),
                        "a number of at most " + MOST_DIGITS + " digits before and behind the point"));
            }
        }
    }

    /** Numbers may come as texts, which readers of FHIR take for numbers. */
    private static boolean isNumber(JsonToken token, String text) {
        return token.isNumeric()
                || (token == JsonToken.VALUE_STRING
                        && WITH_EXPONENT.matcher(text).matches());
    }

    /** True if the number stays short when it is written out. */
    private static boolean isPlain(String number) {
        if (number.length() > LONGEST_NUMBER) {
            return false;
        }
        try {
            BigDecimal value = new BigDecimal(number.strip());
            return value.precision() <= MOST_DIGITS && Math.abs((long) value.scale()) <= MOST_DIGITS;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Issue notJson(String path) {
        return Issue.error("structure", path, "readable JSON, each element stated once");
    }

    private static String path(JsonPointer pointer) {
        StringBuilder path = new StringBuilder("Bundle");
        for (JsonPointer part = pointer; part != null && !part.matches(); part = part.tail()) {
            if (part.getMatchingIndex() >= 0) {
                path.append('[').append(part.getMatchingIndex()).append(']');
            } else {
                path.append('.').append(part.getMatchingProperty());
            }
        }
        return path.toString();
    }
}
