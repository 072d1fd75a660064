package org.vigie.notify.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.vigie.notify.domain.Language;

/** Rules and their answers as staging states them, in the reader's language. */
final class RuleView {
    private final String language;

    RuleView(Language language) {
        this.language = language.tag();
    }

    record RuleLine(String id, String version, String section, String title) {}

    record Input(
            String name, String label, String kind, String unit, String range, List<String> values, boolean optional) {}

    record RulePage(RuleLine rule, List<Input> inputs) {}

    record Clause(String text, String verdict, String values, String threshold) {}

    record Tried(
            String outcome,
            boolean known,
            String value,
            String set,
            List<String> flags,
            List<String> reasons,
            List<String> lacking,
            List<Clause> clauses,
            List<String> notes) {}

    List<RuleLine> lines(JsonNode rules) {
        return each(rules).stream().map(this::line).toList();
    }

    RulePage page(JsonNode rule) {
        return new RulePage(
                line(rule), each(rule.path("inputs")).stream().map(this::input).toList());
    }

    private RuleLine line(JsonNode rule) {
        return new RuleLine(
                rule.path("id").asText(),
                rule.path("version").asText(),
                rule.path("section").asText(),
                words(rule.path("title")));
    }

    private Input input(JsonNode input) {
        boolean number = input.path("min").isNumber();
        return new Input(
                input.path("name").asText(),
                words(input.path("label")),
                input.path("kind").asText(),
                input.path("unit").asText(""),
                number
                        ? figure(input.path("min").asDouble()) + " – "
                                + figure(input.path("max").asDouble())
                        : "",
                texts(input.path("values")),
                input.path("optional").asBoolean());
    }

    Tried tried(JsonNode answer) {
        String outcome = answer.path("outcome").asText();
        JsonNode value = answer.path("value");
        JsonNode explained = answer.path("explained");
        return new Tried(
                outcome,
                !outcome.equals("indeterminate"),
                value.isNumber()
                        ? figure(value.asDouble()) + " " + answer.path("unit").asText("")
                        : "",
                answer.path("thresholdSetId").asText(""),
                texts(answer.path("flags")),
                texts(answer.path("reasons")),
                texts(explained.path("lacking")),
                each(answer.path("clauses")).stream().map(this::clause).toList(),
                each(explained.path("notes")).stream().map(this::words).toList());
    }

    private Clause clause(JsonNode clause) {
        JsonNode threshold = clause.path("threshold");
        String french = clause.path("textFr").asText("");
        return new Clause(
                language.equals("fr") && !french.isEmpty()
                        ? french
                        : clause.path("text").asText(),
                clause.path("verdict").asText(),
                each(clause.path("values")).stream()
                        .map(v -> (v.path("name").asText() + " = "
                                        + v.path("value").asText() + " "
                                        + v.path("unit").asText(""))
                                .strip())
                        .reduce((a, b) -> a + ", " + b)
                        .orElse(""),
                threshold.isObject()
                        ? figure(threshold.path("value").asDouble()) + " "
                                + threshold.path("unit").asText("") + " ["
                                + threshold.path("tag").asText() + "] "
                                + threshold.path("source").asText("")
                        : clause.path("thresholdSource").asText(""));
    }

    private String words(JsonNode text) {
        return text.isTextual()
                ? text.asText()
                : text.path(language).asText(text.path("en").asText(""));
    }

    private static String figure(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.6g", value)
                        .replaceAll("0+$", "")
                        .replaceAll("\\.$", "");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(t -> texts.add(t.isTextual() ? t.asText() : reason(t)));
        return texts;
    }

    private static String reason(JsonNode reason) {
        String argument = reason.path("argument").asText("");
        return reason.path("code").asText() + (argument.isEmpty() ? "" : "(" + argument + ")");
    }

    private static List<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
