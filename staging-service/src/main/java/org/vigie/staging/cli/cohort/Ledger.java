package org.vigie.staging.cli.cohort;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Notes, while figures are made, what columns were taken for and which rows a figure leaves out. */
final class Ledger {
    static final String GIVEN = "given";
    static final String DETECTED = "detected";

    private final CohortTable table;
    private final Set<Findings.Mapping> mapping = new LinkedHashSet<>();
    private final List<Findings.NotUsed> notUsed = new ArrayList<>();

    Ledger(CohortTable table) {
        this.table = table;
        table.unreadable()
                .forEach(row -> notUsed.add(
                        new Findings.NotUsed(row, "everything", "number of cells is not that of the header")));
    }

    void taken(String role, String column, @Nullable String unit, String how) {
        mapping.add(new Findings.Mapping(role, column, unit, how));
    }

    void leftOut(int row, String figure, String reason) {
        notUsed.add(new Findings.NotUsed(table.rowNumbers().get(row), figure, reason));
    }

    /** The number in a cell; {@code null}, with the reason noted, where there is none. */
    @Nullable
    Double number(int row, int column, String figure) {
        String name = table.columns().get(column);
        return switch (table.number(row, column)) {
            case Cell.Value value -> value.number();
            case Cell.Absent _ -> {
                leftOut(row, figure, "MISSING_INPUT(" + name + ")");
                yield null;
            }
            case Cell.Unreadable _ -> {
                leftOut(row, figure, "INVALID_VALUE(" + name + ")");
                yield null;
            }
        };
    }

    /** Whether a cell says yes; {@code null}, with the reason noted, where it says neither. */
    @Nullable
    Boolean yes(int row, int column, @Nullable String yes, String figure) {
        String cell = table.rows().get(row).get(column);
        String name = table.columns().get(column);
        if (Cell.isAbsent(cell)) {
            leftOut(row, figure, "MISSING_INPUT(" + name + ")");
            return null;
        }
        Boolean answer = yes == null ? Cell.yesOrNo(cell) : Boolean.valueOf(Cell.isSame(cell, yes));
        if (answer == null) {
            leftOut(row, figure, "INVALID_VALUE(" + name + ")");
        }
        return answer;
    }

    List<Findings.Mapping> mapping() {
        return List.copyOf(mapping);
    }

    List<Findings.NotUsed> notUsed() {
        return List.copyOf(notUsed);
    }
}
