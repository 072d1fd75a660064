package org.vigie.notify.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.vigie.notify.domain.Figures;
import org.vigie.notify.domain.Language;

/** Rules and their answers as staging states them, in the reader's language. */
final class RuleView {
    private final Texts texts;
    private final Language reader;
    private final String language;
    private final Figures figures;

    RuleView(Texts texts, Language language) {
        this.texts = texts;
        this.reader = language;
        this.language = language.tag();
        this.figures = new Figures(language, ZoneOffset.UTC);
    }

    record RuleLine(String id, String version, String section, String title) {}

    record Input(
            String name, String label, String kind, String unit, String range, List<String> values, boolean optional) {}

    record RulePage(RuleLine rule, List<Input> inputs) {}

    /**
     * @param verdict true, false or unknown
     * @param word the same in the reader's language
     */
    record Clause(String text, String verdict, String word, String values, String threshold) {}

    record Tried(
            String outcome,
            boolean known,
            String value,
            String set,
            List<String> flags,
            List<String> reasons,
            List<String> lacking,
            List<Clause> clauses,
            List<String> notes) {
        /** Enough of the set's digest to tell two sets apart on paper; the whole of it is in the title. */
        public String shortSet() {
            return set.substring(0, Math.min(12, set.length()));
        }
    }

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
                        ? figures.inText(figure(input.path("min").asDouble()) + " – "
                                + figure(input.path("max").asDouble()))
                        : "",
                strings(input.path("values")),
                input.path("optional").asBoolean());
    }

    /** @param rule names its inputs for people */
    Tried tried(JsonNode answer, JsonNode rule) {
        Map<String, String> labels = new HashMap<>();
        rule.path("inputs").forEach(i -> labels.put(i.path("name").asText(), words(i.path("label"))));
        String outcome = answer.path("outcome").asText();
        JsonNode value = answer.path("value");
        JsonNode explained = answer.path("explained");
        return new Tried(
                texts.word(reader, "outcome", outcome),
                !outcome.equals("indeterminate"),
                value.isNumber()
                        ? figures.inText(figure(value.asDouble())) + " "
                                + answer.path("unit").asText("")
                        : "",
                answer.path("thresholdSetId").asText(""),
                strings(answer.path("flags")).stream()
                        .map(flag -> texts.flag(reader, flag))
                        .toList(),
                each(answer.path("reasons")).stream()
                        .map(reason -> reason(reason, labels))
                        .toList(),
                strings(explained.path("lacking")).stream()
                        .map(name -> labels.getOrDefault(name, name))
                        .toList(),
                each(answer.path("clauses")).stream()
                        .map(clause -> clause(clause, labels))
                        .toList(),
                each(explained.path("notes")).stream().map(this::words).toList());
    }

    private Clause clause(JsonNode clause, Map<String, String> labels) {
        JsonNode threshold = clause.path("threshold");
        String french = clause.path("textFr").asText("");
        return new Clause(
                figures.inText(
                        language.equals("fr") && !french.isEmpty()
                                ? french
                                : clause.path("text").asText()),
                clause.path("verdict").asText(),
                texts.word(reader, "verdict", clause.path("verdict").asText()),
                each(clause.path("values")).stream()
                        .map(v -> (labels.getOrDefault(
                                                v.path("name").asText(),
                                                v.path("name").asText())
                                        + " = "
                                        + figures.inText(v.path("value").asText()) + " "
                                        + v.path("unit").asText(""))
                                .strip())
                        .reduce((a, b) -> a + ", " + b)
                        .orElse(""),
                threshold.isObject()
                        ? figures.inText(figure(threshold.path("value").asDouble())) + " "
                                + threshold.path("unit").asText("") + " "
                                + new Citation(texts, reader)
                                        .of(
                                                threshold.path("tag").asText(),
                                                threshold.path("source").asText(""))
                        : new Citation(texts, reader)
                                .of(clause.path("thresholdSource").asText("")));
    }

    private String words(JsonNode text) {
        return text.isTextual()
                ? text.asText()
                : text.path(language).asText(text.path("en").asText(""));
    }

    private static String figure(double value) {
        if (value != 0 && Math.abs(value) < 1e-3) {
            return new BigDecimal(value)
                    .round(MathContext.DECIMAL32)
                    .stripTrailingZeros()
                    .toPlainString();
        }
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.6g", value)
                        .replaceAll("0+$", "")
                        .replaceAll("\\.$", "");
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(t -> strings.add(t.asText()));
        return strings;
    }

    private String reason(JsonNode reason, Map<String, String> labels) {
        String code = reason.isTextual()
                ? reason.asText().replaceAll("\\(.*", "")
                : reason.path("code").asText();
        String argument = reason.isTextual()
                ? reason.asText().contains("(") ? reason.asText().replaceAll("^[^(]*\\((.*)\\)$", "$1") : ""
                : reason.path("argument").asText("");
        return texts.word(reader, "reason", code)
                + (argument.isEmpty() ? "" : " (" + labels.getOrDefault(argument, argument) + ")");
    }

    private static List<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
