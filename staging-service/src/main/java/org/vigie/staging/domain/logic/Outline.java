package org.vigie.staging.domain.logic;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;

/**
 * What a rule states under one threshold set, clause by clause, whoever it is asked about: the sentences are the same
 * objects for all patients.
 */
final class Outline {
    /** More than the rules with fixed sentences; those made for one question only are not worth keeping. */
    private static final int MOST = 256;

    /** By the very objects: comparing rules would cost more than an outline. */
    private static final IdentityHashMap<ThresholdSet, IdentityHashMap<Rule, Outline>> KNOWN = new IdentityHashMap<>();

    private final ThresholdSet thresholds;
    private final Map<String, Line> byId = new LinkedHashMap<>();
    private final List<Line> lines;

    /** @param threshold null if no number is compared */
    record Line(
            String id,
            Text text,
            Condition condition,
            @Nullable Threshold threshold) {}

    private Outline(Rule rule, ThresholdSet thresholds) {
        this.thresholds = thresholds;
        rule.parts().forEach(part -> part.clauses().forEach(this::add));
        rule.flags().forEach(flag -> add(flag.condition()));
        lines = List.copyOf(byId.values());
    }

    static Outline of(Rule rule, ThresholdSet thresholds) {
        synchronized (KNOWN) {
            IdentityHashMap<Rule, Outline> ofSet = KNOWN.get(thresholds);
            Outline known = ofSet == null ? null : ofSet.get(rule);
            if (known != null) {
                return known;
            }
            if (KNOWN.values().stream().mapToInt(IdentityHashMap::size).sum() >= MOST) {
                KNOWN.clear();
            }
            Outline made = new Outline(rule, thresholds);
            KNOWN.computeIfAbsent(thresholds, _ -> new IdentityHashMap<>()).put(rule, made);
            return made;
        }
    }

    List<Line> lines() {
        return lines;
    }

    private void add(Condition condition) {
        switch (condition) {
            case Condition.All all -> all.of().forEach(this::add);
            case Condition.Any any -> any.of().forEach(this::add);
            case Condition.Not not -> add(not.of());
            case Condition.Named named -> {
                put(named.id(), named.text(), named, null);
                add(named.of());
            }
            case Condition.Computed computed -> put(computed.id(), computed.text(), computed, null);
            case Condition.Given given ->
                put(
                        given.input().name() + "?",
                        given.input().label().plus(Text.of(" recorded", " renseigné")),
                        given,
                        null);
            case Condition.Chosen chosen -> chosen(chosen);
            case Condition.Comparison comparison -> comparison(comparison);
            case Condition.Counted counted -> {
                Condition.Counting counting = counted.counting();
                Threshold threshold = thresholds.get(counting.thresholdId());
                put(
                        counting.list().name() + counting.relation().sign() + counting.thresholdId() + "#"
                                + counted.count(),
                        Text.of("≥ " + counted.count() + " × ")
                                .plus(counting.list().label())
                                .plus(" " + counting.relation().sign() + " "
                                        + withUnit(threshold.value(), threshold.unit())),
                        counted,
                        threshold);
            }
            case Condition.Lengthy lengthy ->
                put(
                        lengthy.list().name() + "#" + lengthy.count(),
                        Text.of("≥ " + lengthy.count() + " × ")
                                .plus(lengthy.list().label()),
                        lengthy,
                        null);
        }
    }

    private void chosen(Condition.Chosen chosen) {
        String values = String.join("|", new TreeSet<>(chosen.values()));
        boolean plainYes = values.equals(ChoiceInput.YES);
        put(
                chosen.input().name() + "=" + values,
                plainYes ? chosen.input().label() : chosen.input().label().plus(": " + values.replace("|", ", ")),
                chosen,
                null);
    }

    private void comparison(Condition.Comparison comparison) {
        Threshold threshold = thresholds.get(comparison.thresholdId());
        double bound = comparison.sign() * threshold.value() + 0.0;
        put(
                comparison.quantity().name()
                        + comparison.relation().sign()
                        + (comparison.sign() < 0 ? "-" : "")
                        + comparison.thresholdId(),
                comparison
                        .quantity()
                        .label()
                        .plus(" " + comparison.relation().sign() + " "
                                + withUnit(bound, comparison.quantity().unit())),
                comparison,
                threshold);
    }

    private static String withUnit(double value, String unit) {
        return unit.isEmpty() || unit.equals("1") ? Decimals.text(value) : Decimals.text(value) + " " + unit;
    }

    private void put(String id, Text text, Condition condition, @Nullable Threshold threshold) {
        byId.putIfAbsent(id, new Line(id, text, condition, threshold));
    }
}
