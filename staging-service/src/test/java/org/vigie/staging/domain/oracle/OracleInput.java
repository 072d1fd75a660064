package org.vigie.staging.domain.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An input of a rule with values on both sides of every threshold and at the ends of its domain.
 *
 * @param unit {@code null} for words
 * @param optional its absence is a value of its own; otherwise an absent one is completed
 * @param lack why a rule cannot decide without it
 * @param partials lists of which some elements are missing, with all their completions
 * @param instead the input that suffices where this one is absent; without either both are completed
 * @param more further values to complete it with, from what is known of the others
 */
record OracleInput(
        String name,
        @Nullable String unit,
        List<Object> grid,
        boolean optional,
        String lack,
        List<Partial> partials,
        Function<Map<String, Object>, List<Double>> more,
        @Nullable String instead) {

    record Partial(List<@Nullable Double> stated, List<Object> completions) {}

    static OracleInput number(String name, String unit, double... grid) {
        return new OracleInput(
                name,
                unit,
                new ArrayList<>(Arrays.stream(grid).boxed().toList()),
                false,
                "MISSING_INPUT(" + name + ")",
                List.of(),
                _ -> List.of(),
                null);
    }

    static OracleInput word(String name, String... grid) {
        return new OracleInput(
                name,
                null,
                new ArrayList<>(List.of(grid)),
                false,
                "MISSING_INPUT(" + name + ")",
                List.of(),
                _ -> List.of(),
                null);
    }

    static OracleInput yesNo(String name) {
        return word(name, "yes", "no");
    }

    static OracleInput sizes(String name, String unit, List<List<Double>> grid, List<Partial> partials) {
        return new OracleInput(
                name,
                unit,
                new ArrayList<>(grid),
                false,
                "MISSING_INPUT(" + name + ")",
                partials,
                _ -> List.of(),
                null);
    }

    OracleInput asOptional() {
        return new OracleInput(name, unit, grid, true, lack, partials, more, instead);
    }

    OracleInput orElse(String other) {
        return new OracleInput(name, unit, grid, true, lack, partials, more, other);
    }

    OracleInput asBaseline() {
        return new OracleInput(name, unit, grid, optional, "NO_BASELINE", partials, more, instead);
    }

    OracleInput completedBy(Function<Map<String, Object>, List<Double>> values) {
        return new OracleInput(name, unit, grid, optional, lack, partials, values, instead);
    }

    /** Values, partial lists and absence. */
    int states() {
        return grid.size() + partials.size() + 1;
    }
}
