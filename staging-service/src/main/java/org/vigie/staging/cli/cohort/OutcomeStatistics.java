package org.vigie.staging.cli.cohort;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.cohort.Distribution;
import org.vigie.staging.domain.cohort.Rate;
import org.vigie.staging.domain.cohort.RocArea;

/** Rates of a binary outcome, overall and by group, and how well a number tells who had it. */
final class OutcomeStatistics {
    private static final String METHOD = "Mann-Whitney, ties one half; standard error by DeLong";

    private final CohortTable table;
    private final Ledger ledger;
    private final String column;
    private final @Nullable Boolean[] had;

    private OutcomeStatistics(CohortTable table, Ledger ledger, String column, @Nullable Boolean[] had) {
        this.table = table;
        this.ledger = ledger;
        this.column = column;
        this.had = had;
    }

    /** {@code null} where no outcome was named and none is recognised. */
    static @Nullable OutcomeStatistics of(CohortTable table, CohortOptions options, Ledger ledger) {
        CohortOptions.Choice given = options.outcome();
        String column = given == null ? KnownColumn.PCR.in(table) : given.column();
        if (column == null) {
            return null;
        }
        int index = table.index(column);
        ledger.taken("outcome", column, null, given == null ? Ledger.DETECTED : Ledger.GIVEN);
        @Nullable Boolean[] had = new Boolean[table.rows().size()];
        for (int row = 0; row < had.length; row++) {
            had[row] = ledger.yes(row, index, given == null ? null : given.yes(), "outcome");
        }
        return new OutcomeStatistics(table, ledger, column, had);
    }

    Findings.@Nullable Outcome overall() {
        int events = 0;
        int notKnown = 0;
        for (Boolean one : had) {
            notKnown += one == null ? 1 : 0;
            events += Boolean.TRUE.equals(one) ? 1 : 0;
        }
        int known = had.length - notKnown;
        if (known == 0) {
            return null;
        }
        Rate rate = new Rate(events, known);
        return new Findings.Outcome(column, events, known - events, notKnown, rate.value(), rate.ci95());
    }

    List<Findings.GroupRate> rates(List<String> given) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (KnownColumn known : KnownColumn.SUBTYPES) {
            String found = known.in(table);
            if (found != null && !found.equals(column)) {
                columns.put(found, Ledger.DETECTED);
            }
        }
        given.forEach(name -> columns.put(table.columns().get(table.index(name)), Ledger.GIVEN));
        List<Findings.GroupRate> rates = new ArrayList<>();
        columns.forEach((name, how) -> {
            ledger.taken("group", name, null, how);
            rates.addAll(ratesBy(name));
        });
        return rates;
    }

    private List<Findings.GroupRate> ratesBy(String name) {
        int index = table.index(name);
        KnownColumn known = KnownColumn.of(name);
        Map<String, int[]> counts = new TreeMap<>();
        for (int row = 0; row < had.length; row++) {
            String cell = table.rows().get(row).get(index).strip();
            if (Cell.isAbsent(cell)) {
                ledger.leftOut(row, "rate by " + name, "MISSING_INPUT(" + name + ")");
                continue;
            }
            Boolean yes = Cell.yesOrNo(cell);
            String label =
                    known == null || yes == null || known.label(yes).isEmpty() ? name + " " + cell : known.label(yes);
            Boolean event = had[row];
            if (event != null) {
                int[] count = counts.computeIfAbsent(label, _ -> new int[2]);
                count[0] += event ? 1 : 0;
                count[1]++;
            }
        }
        return counts.entrySet().stream()
                .map(entry -> {
                    Rate rate = new Rate(entry.getValue()[0], entry.getValue()[1]);
                    return new Findings.GroupRate(
                            name, entry.getKey(), rate.events(), rate.total(), rate.value(), rate.ci95());
                })
                .toList();
    }

    Findings.@Nullable Area area(Scores scores) {
        List<Double> cases = new ArrayList<>();
        List<Double> controls = new ArrayList<>();
        for (int row = 0; row < had.length; row++) {
            Double score = scores.values().get(row);
            Boolean event = had[row];
            if (score != null && event != null) {
                (event ? cases : controls).add(scores.lower() ? -score : score);
            }
        }
        if (cases.isEmpty() || controls.isEmpty()) {
            return null;
        }
        RocArea area = RocArea.of(array(cases), array(controls));
        return new Findings.Area(
                scores.name(),
                scores.lower() ? "lower" : "higher",
                area.area(),
                area.standardError(),
                area.ci95(),
                area.cases(),
                area.controls(),
                METHOD);
    }

    /**
     * One number a row.
     *
     * @param values {@code null} where a row has none
     */
    record Scores(
            String name,
            @Nullable String unit,
            @Nullable String formula,
            boolean lower,
            List<@Nullable Double> values) {

        Findings.@Nullable Distributed distribution() {
            List<Double> there = new ArrayList<>();
            for (Double value : values) {
                if (value != null) {
                    there.add(value);
                }
            }
            return there.isEmpty()
                    ? null
                    : new Findings.Distributed(name, unit, formula, Distribution.of(array(there)));
        }
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
