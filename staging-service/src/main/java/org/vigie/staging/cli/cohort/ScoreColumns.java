package org.vigie.staging.cli.cohort;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The numbers of a cohort whose distribution and ROC area are given: columns, and the volume of a counted mask. */
final class ScoreColumns {
    private static final double MM3_PER_ML = 1000;

    private ScoreColumns() {}

    static List<OutcomeStatistics.Scores> of(CohortTable table, CohortOptions options, Ledger ledger) {
        List<OutcomeStatistics.Scores> scores = new ArrayList<>();
        OutcomeStatistics.Scores volume = volume(table, ledger);
        if (volume != null) {
            scores.add(volume);
        }
        Set<CohortOptions.Score> columns = new LinkedHashSet<>(options.scores());
        String mammaPrint = KnownColumn.MAMMAPRINT.in(table);
        if (mammaPrint != null && columns.stream().noneMatch(s -> s.column().equalsIgnoreCase(mammaPrint))) {
            ledger.taken("score, higher speaks for the outcome", mammaPrint, null, Ledger.DETECTED);
            scores.add(new OutcomeStatistics.Scores(mammaPrint, null, null, false, column(table, ledger, mammaPrint)));
        }
        for (CohortOptions.Score score : columns) {
            String direction = score.lower() ? "lower" : "higher";
            ledger.taken("score, " + direction + " speaks for the outcome", score.column(), null, Ledger.GIVEN);
            scores.add(new OutcomeStatistics.Scores(
                    score.column(), null, null, score.lower(), column(table, ledger, score.column())));
        }
        return scores;
    }

    private static List<@Nullable Double> column(CohortTable table, Ledger ledger, String name) {
        int index = table.index(name);
        List<@Nullable Double> values = new ArrayList<>();
        for (int row = 0; row < table.rows().size(); row++) {
            Cell cell = table.number(row, index);
            Boolean yes = Cell.yesOrNo(table.rows().get(row).get(index));
            values.add(
                    cell instanceof Cell.Unreadable && yes != null
                            ? Double.valueOf(yes ? 1 : 0)
                            : ledger.number(row, index, name));
        }
        return values;
    }

    /** Volume = voxels x in-plane spacing squared x slice spacing; spacings in mm, result in mL. */
    private static OutcomeStatistics.@Nullable Scores volume(CohortTable table, Ledger ledger) {
        String count = KnownColumn.MASK_COUNT.in(table);
        String inPlane = KnownColumn.XY_SPACING.in(table);
        String slice = KnownColumn.SLICE_SPACE.in(table);
        if (count == null || inPlane == null || slice == null) {
            return null;
        }
        ledger.taken("voxels of the tumour mask", count, "1", Ledger.DETECTED);
        ledger.taken("in-plane spacing", inPlane, "mm", Ledger.DETECTED);
        ledger.taken("slice spacing", slice, "mm", Ledger.DETECTED);
        List<@Nullable Double> values = new ArrayList<>();
        for (int row = 0; row < table.rows().size(); row++) {
            Double n = positive(ledger.number(row, table.index(count), "volume"), row, count, ledger, true);
            Double xy = positive(ledger.number(row, table.index(inPlane), "volume"), row, inPlane, ledger, false);
            Double z = positive(ledger.number(row, table.index(slice), "volume"), row, slice, ledger, false);
            values.add(n == null || xy == null || z == null ? null : Double.valueOf(n * xy * xy * z / MM3_PER_ML));
        }
        return new OutcomeStatistics.Scores(
                "volume", "mL", count + " * " + inPlane + "^2 * " + slice + " / 1000", true, values);
    }

    private static @Nullable Double positive(
            @Nullable Double value, int row, String column, Ledger ledger, boolean zeroToo) {
        if (value != null && (value < 0 || (value == 0 && !zeroToo))) {
            ledger.leftOut(row, "volume", "INVALID_VALUE(" + column + ")");
            return null;
        }
        return value;
    }
}
