package org.vigie.staging.cli.cohort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the person asked for.
 *
 * @param outcome column of the binary outcome, {@code COLUMN} or {@code COLUMN=VALUE}
 * @param groups columns by whose values rates are given
 * @param scores columns whose ROC area is given
 * @param rule id of the rule to apply to each row
 * @param map input of the rule to column and unit
 * @param expect column with the outcome the rule should give
 * @param strata column whose values are compared in survival, where no rule gives the groups
 * @param at times at which survival is printed
 */
record CohortOptions(
        Path file,
        boolean json,
        @Nullable Choice outcome,
        List<String> groups,
        List<Score> scores,
        @Nullable String rule,
        Map<String, Mapped> map,
        @Nullable String expect,
        @Nullable String time,
        @Nullable Choice event,
        @Nullable String strata,
        List<Double> at) {

    static final String USAGE =
            "usage: assess --cohort FILE.csv [--json] [--outcome COLUMN[=VALUE]] [--group COLUMN]... "
                    + "[--score COLUMN[:higher|:lower]]... "
                    + "[--rule ID [--map INPUT=COLUMN[:UNIT]]... [--unit INPUT=UNIT]... [--expect COLUMN]] "
                    + "[--time COLUMN --event COLUMN[=VALUE] [--strata COLUMN] [--at TIME]...]";

    /** A column, and the value that means yes where it is not one of the usual words. */
    record Choice(String column, @Nullable String yes) {
        static Choice parse(String text) {
            int equals = text.indexOf('=');
            return equals < 0
                    ? new Choice(text, null)
                    : new Choice(text.substring(0, equals), text.substring(equals + 1));
        }
    }

    /** @param lower whether a lower value speaks for the outcome */
    record Score(String column, boolean lower) {
        static Score parse(String text) {
            String lowerCase = text.toLowerCase(Locale.ROOT);
            int colon = text.lastIndexOf(':');
            if (lowerCase.endsWith(":lower") || lowerCase.endsWith(":higher")) {
                return new Score(text.substring(0, colon), lowerCase.endsWith(":lower"));
            }
            return new Score(text, false);
        }
    }

    /** Where an input comes from; either part may be left to detection. */
    record Mapped(@Nullable String column, @Nullable String unit) {}

    /** @throws IllegalArgumentException if the arguments make no sense, saying which */
    static CohortOptions parse(List<String> arguments) {
        Arguments given = new Arguments(new ArrayList<>(arguments));
        CohortOptions options = new CohortOptions(
                Path.of(given.required("--cohort")),
                given.flag("--json"),
                given.choice("--outcome"),
                given.all("--group"),
                given.all("--score").stream().map(Score::parse).toList(),
                given.one("--rule"),
                mappings(given.all("--map"), given.all("--unit")),
                given.one("--expect"),
                given.one("--time"),
                given.choice("--event"),
                given.one("--strata"),
                given.all("--at").stream().map(Double::valueOf).toList());
        given.nothingLeft();
        if ((options.time() == null) != (options.event() == null)) {
            throw new IllegalArgumentException("--time and --event belong together");
        }
        if (options.time() == null && (options.strata() != null || !options.at().isEmpty())) {
            throw new IllegalArgumentException("--strata and --at belong to --time and --event");
        }
        return options;
    }

    private static Map<String, Mapped> mappings(List<String> maps, List<String> units) {
        Map<String, Mapped> byInput = new LinkedHashMap<>();
        for (String map : maps) {
            Choice pair = Choice.parse(map);
            String right = needed(pair, "--map INPUT=COLUMN[:UNIT]");
            int colon = right.lastIndexOf(':');
            byInput.put(
                    pair.column(),
                    colon < 0
                            ? new Mapped(right, null)
                            : new Mapped(right.substring(0, colon), right.substring(colon + 1)));
        }
        for (String unit : units) {
            Choice pair = Choice.parse(unit);
            Mapped before = byInput.get(pair.column());
            byInput.put(
                    pair.column(),
                    new Mapped(before == null ? null : before.column(), needed(pair, "--unit INPUT=UNIT")));
        }
        return byInput;
    }

    private static String needed(Choice pair, String form) {
        if (pair.yes() == null || pair.yes().isBlank()) {
            throw new IllegalArgumentException("'" + pair.column() + "' is not of the form " + form);
        }
        return pair.yes();
    }

    private record Arguments(List<String> left) {
        boolean flag(String name) {
            return left.remove(name);
        }

        @Nullable
        String one(String name) {
            List<String> all = all(name);
            if (all.size() > 1) {
                throw new IllegalArgumentException(name + " is given more than once");
            }
            return all.isEmpty() ? null : all.getFirst();
        }

        String required(String name) {
            String value = one(name);
            if (value == null) {
                throw new IllegalArgumentException(name + " is missing");
            }
            return value;
        }

        @Nullable
        Choice choice(String name) {
            String value = one(name);
            return value == null ? null : Choice.parse(value);
        }

        List<String> all(String name) {
            List<String> values = new ArrayList<>();
            for (int at = left.indexOf(name); at >= 0; at = left.indexOf(name)) {
                if (at + 1 >= left.size()) {
                    throw new IllegalArgumentException(name + " needs a value");
                }
                left.remove(at);
                values.add(left.remove(at));
            }
            return values;
        }

        void nothingLeft() {
            if (!left.isEmpty()) {
                throw new IllegalArgumentException("not understood: " + String.join(" ", left) + "; " + USAGE);
            }
        }
    }
}
