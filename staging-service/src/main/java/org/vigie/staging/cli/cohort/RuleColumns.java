package org.vigie.staging.cli.cohort;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.InputSpec;
import org.vigie.staging.domain.logic.ListInput;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.logic.Rule;

/** From which columns, in which units, a rule takes its inputs; one row to its readings. */
final class RuleColumns {
    private final CohortTable table;
    private final Map<InputSpec, Source> sources = new LinkedHashMap<>();

    private record Source(int column, @Nullable String unit) {}

    private RuleColumns(CohortTable table) {
        this.table = table;
    }

    /** @throws IllegalArgumentException if an input or column is named that does not exist, or two columns would do */
    static RuleColumns of(Rule rule, CohortTable table, CohortOptions options, Ledger ledger) {
        options.map().keySet().stream()
                .filter(name -> rule.input(name) == null)
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("rule " + rule.id() + " has no input '" + name + "'; it has "
                            + rule.inputs().stream().map(InputSpec::name).toList());
                });
        RuleColumns columns = new RuleColumns(table);
        for (InputSpec input : rule.inputs()) {
            columns.find(input, options.map().get(input.name()), ledger);
        }
        if (columns.sources.isEmpty()) {
            throw new IllegalArgumentException("no column for any input of rule " + rule.id() + ": "
                    + rule.inputs().stream().map(InputSpec::name).toList() + "; use --map INPUT=COLUMN:UNIT");
        }
        return columns;
    }

    static boolean detects(CohortTable table, String input) {
        return named(table, input).size() == 1;
    }

    private static List<String> named(CohortTable table, String input) {
        return table.columns().stream()
                .filter(column -> ColumnName.of(column).means(input))
                .toList();
    }

    private void find(InputSpec input, CohortOptions.@Nullable Mapped given, Ledger ledger) {
        String column = given == null ? null : given.column();
        boolean detected = column == null;
        if (column == null) {
            List<String> candidates = named(table, input.name());
            if (candidates.size() > 1) {
                throw new IllegalArgumentException("more than one column could be " + input.name() + ": " + candidates
                        + "; use --map " + input.name() + "=COLUMN");
            }
            column = candidates.isEmpty() ? null : candidates.getFirst();
        }
        if (column == null) {
            return;
        }
        int index = table.index(column);
        String header = table.columns().get(index);
        String stated =
                given == null || given.unit() == null ? ColumnName.of(header).unit() : given.unit();
        sources.put(input, new Source(index, stated));
        boolean number = (input instanceof NumberInput one && !one.unit().isEmpty()) || input instanceof ListInput;
        ledger.taken(
                "input " + input.name(),
                header,
                stated == null && number ? "unknown: state it, --unit " + input.name() + "=UNIT" : stated,
                detected ? Ledger.DETECTED : Ledger.GIVEN);
    }

    Map<String, Reading> readings(int row) {
        Map<String, Reading> readings = new HashMap<>();
        sources.forEach((input, source) -> {
            Reading reading = switch (input) {
                case NumberInput number -> number(number, row, source);
                case ChoiceInput choice -> choice(choice, table.rows().get(row).get(source.column()));
                case ListInput list -> list(list, table.rows().get(row).get(source.column()), source.unit());
            };
            readings.put(input.name(), reading);
        });
        return readings;
    }

    private Reading number(NumberInput input, int row, Source source) {
        String unit = source.unit() == null && input.unit().isEmpty() ? "" : source.unit();
        return switch (table.number(row, source.column())) {
            case Cell.Value value -> new Reading.Measured(value.number(), unit, null);
            case Cell.Absent _ -> new Reading.Missing();
            case Cell.Unreadable _ -> new Reading.Invalid(Reason.of(ReasonCode.INVALID_VALUE, input.name()));
        };
    }

    private static Reading choice(ChoiceInput input, String cell) {
        for (String value : input.values()) {
            if (value.equalsIgnoreCase(cell.strip())) {
                return Reading.of(value);
            }
        }
        Boolean yes = Cell.yesOrNo(cell);
        if (yes != null && input.values().contains(ChoiceInput.YES)) {
            return Reading.yes(yes);
        }
        return Cell.isAbsent(cell)
                ? new Reading.Missing()
                : new Reading.Invalid(Reason.of(ReasonCode.INVALID_VALUE, input.name()));
    }

    /** Sizes in one cell, separated by blanks or bars; {@code none} for an empty list, {@code ?} for a missing size. */
    private static Reading list(ListInput input, String cell, @Nullable String unit) {
        List<@Nullable Double> values = new ArrayList<>();
        if (Cell.isAbsent(cell)) {
            return new Reading.Missing();
        }
        if (!cell.strip().equalsIgnoreCase("none")) {
            for (String part : cell.strip().split("[\\s|]+", -1)) {
                switch (Cell.of(part, false)) {
                    case Cell.Value value -> values.add(value.number());
                    case Cell.Absent _ -> values.add(null);
                    case Cell.Unreadable _ -> {
                        return new Reading.Invalid(Reason.of(ReasonCode.INVALID_VALUE, input.name()));
                    }
                }
            }
        }
        return new Reading.Numbers(values, unit, null);
    }
}
