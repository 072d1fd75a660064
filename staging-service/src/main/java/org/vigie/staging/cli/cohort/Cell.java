package org.vigie.staging.cli.cohort;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a cell holds where a number was expected. */
sealed interface Cell {
    Set<String> ABSENT = Set.of("", "na", "n/a", "#n/a", "nan", "null", ".", "?", "missing", "unknown");
    Set<String> YES = Set.of("1", "1.0", "yes", "y", "true", "t", "positive", "pos", "+", "oui", "vrai", "pcr", "dead");
    Set<String> NO =
            Set.of("0", "0.0", "no", "n", "false", "f", "negative", "neg", "-", "non", "faux", "non-pcr", "alive");
    Pattern NUMBER = Pattern.compile("[+-]?(\\d+([.]\\d*)?|[.]\\d+)([eE][+-]?\\d+)?");
    Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+");

    record Value(double number) implements Cell {}

    /** Nothing was recorded. */
    record Absent() implements Cell {}

    /** Something that is no number: a word, a range, "< 0.2". */
    record Unreadable() implements Cell {}

    static boolean isAbsent(String text) {
        return ABSENT.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    static Cell of(String text, boolean decimalComma) {
        String cell = text.strip();
        if (isAbsent(cell) || cell.equals("-")) {
            return new Absent();
        }
        if (decimalComma && DECIMAL_COMMA.matcher(cell).matches()) {
            cell = cell.replace(',', '.');
        }
        double number = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
        return Double.isFinite(number) ? new Value(number) : new Unreadable();
    }

    /** The same word or the same number: a column of whole numbers with gaps is often written 1.0. */
    static boolean isSame(String text, String wanted) {
        return text.strip().equalsIgnoreCase(wanted.strip())
                || (of(text, false) instanceof Value(double one)
                        && of(wanted, false) instanceof Value(double other)
                        && one == other);
    }

    /** Yes or no; {@code null} for anything else. */
    static @Nullable Boolean yesOrNo(String text) {
        String cell = text.strip().toLowerCase(Locale.ROOT);
        return YES.contains(cell) ? Boolean.TRUE : NO.contains(cell) ? Boolean.FALSE : null;
    }
}
