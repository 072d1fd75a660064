package org.vigie.bench.kernels;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run found: ratios (ours faster is above 1), times, agreement, circumstances, and what was skipped. */
final class Report {
    private final Map<String, Map<String, Object>> sections = new LinkedHashMap<>();

    void put(String section, String name, Object value) {
        sections.computeIfAbsent(section, s -> new LinkedHashMap<>()).put(name, value);
    }

    void times(String name, Timing timing) {
        put("medianMs", name, timing.medianMs());
        put("allMs", name, timing.allMs());
    }

    String json() {
        return json(sections);
    }

    String table() {
        StringBuilder text = new StringBuilder();
        sections.forEach((section, values) -> {
            text.append(section).append('\n');
            values.forEach(
                    (name, value) -> text.append(String.format(Locale.ROOT, "  %-34s %s%n", name, plain(value))));
        });
        return text.toString();
    }

    private static String plain(Object value) {
        return value instanceof Double d ? number(d) : json(value);
    }

    private static String json(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> '"' + e.getKey().toString() + "\":" + json(e.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(Report::json).collect(Collectors.joining(",", "[", "]"));
            case Double d -> number(d);
            case Number n -> n.toString();
            case Boolean b -> b.toString();
            default -> '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        };
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "null";
    }
}
