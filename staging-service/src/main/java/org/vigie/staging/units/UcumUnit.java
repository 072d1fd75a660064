package org.vigie.staging.units;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A unit of UCUM (case sensitive), reduced to an exact factor and its dimensions. Read is the part of UCUM in which
 * concentrations, activities and rates are written: mass, amount of substance, volume, time, enzyme activity and pure
 * numbers, with prefixes, powers, products, quotients, brackets and annotations. Everything else is unknown rather than
 * converted: UCUM's {@code u} is the atomic mass unit, and its arbitrary units are pure numbers.
 *
 * @param numerator of the factor to g, mol, L and s
 * @param denominator of the same factor
 * @param mass power of g; likewise the others
 */
record UcumUnit(BigDecimal numerator, BigDecimal denominator, int mass, int amount, int volume, int time) {
    private static final UcumUnit ONE = of("1", "1", 0, 0, 0, 0);
    private static final Map<String, UcumUnit> METRIC = Map.of(
            "g", of("1", "1", 1, 0, 0, 0),
            "mol", of("1", "1", 0, 1, 0, 0),
            "L", of("1", "1", 0, 0, 3, 0),
            "l", of("1", "1", 0, 0, 3, 0),
            // A volume counts as three lengths: 1 m3 is 1000 L.
            "m", of("10", "1", 0, 0, 1, 0),
            "U", of("0.000001", "60", 0, 1, 0, -1),
            "kat", of("1", "1", 0, 1, 0, -1));
    private static final Map<String, UcumUnit> PLAIN = Map.of(
            "s", of("1", "1", 0, 0, 0, 1),
            "min", of("60", "1", 0, 0, 0, 1),
            "h", of("3600", "1", 0, 0, 0, 1),
            "d", of("86400", "1", 0, 0, 0, 1),
            "%", of("1", "100", 0, 0, 0, 0));
    private static final Map<String, Integer> PREFIXES =
            Map.of("k", 3, "h", 2, "da", 1, "d", -1, "c", -2, "m", -3, "u", -6, "n", -9, "p", -12, "f", -15);

    private static UcumUnit of(String numerator, String denominator, int mass, int amount, int volume, int time) {
        return new UcumUnit(new BigDecimal(numerator), new BigDecimal(denominator), mass, amount, volume, time);
    }

    /** Empty if the text is not a unit of that part of UCUM. */
    static Optional<UcumUnit> parse(String text) {
        Reader reader = new Reader(text);
        UcumUnit unit = reader.term();
        return unit == null || !reader.atEnd() ? Optional.empty() : Optional.of(unit);
    }

    boolean isComparable(UcumUnit other) {
        return mass == other.mass && amount == other.amount && volume == other.volume && time == other.time;
    }

    private UcumUnit times(UcumUnit o) {
        return new UcumUnit(
                numerator.multiply(o.numerator),
                denominator.multiply(o.denominator),
                mass + o.mass,
                amount + o.amount,
                volume + o.volume,
                time + o.time);
    }

    private UcumUnit inverse() {
        return new UcumUnit(denominator, numerator, -mass, -amount, -volume, -time);
    }

    private UcumUnit power(int exponent) {
        UcumUnit result = ONE;
        for (int i = 0; i < Math.abs(exponent); i++) {
            result = result.times(this);
        }
        return exponent < 0 ? result.inverse() : result;
    }

    private static @Nullable UcumUnit atom(String symbol) {
        UcumUnit plain = PLAIN.get(symbol);
        if (plain != null) {
            return plain;
        }
        UcumUnit metric = METRIC.get(symbol);
        if (metric != null) {
            return metric;
        }
        for (int length = 1; length <= 2 && length < symbol.length(); length++) {
            Integer power = PREFIXES.get(symbol.substring(0, length));
            UcumUnit base = METRIC.get(symbol.substring(length));
            if (power != null && base != null) {
                UcumUnit prefix = new UcumUnit(BigDecimal.ONE.scaleByPowerOfTen(power), BigDecimal.ONE, 0, 0, 0, 0);
                return prefix.times(base);
            }
        }
        return null;
    }

    /** Recursive descent over UCUM's terms; null where the text is no term. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        boolean atEnd() {
            return at == text.length();
        }

        private boolean take(char expected) {
            boolean found = !atEnd() && text.charAt(at) == expected;
            at += found ? 1 : 0;
            return found;
        }

        @Nullable
        UcumUnit term() {
            UcumUnit unit = take('/') ? inverseOrNull(component()) : component();
            while (unit != null && !atEnd() && text.charAt(at) != ')') {
                boolean divided = take('/');
                if (!divided && !take('.')) {
                    return null;
                }
                UcumUnit next = component();
                unit = next == null ? null : unit.times(divided ? next.inverse() : next);
            }
            return unit;
        }

        private static @Nullable UcumUnit inverseOrNull(@Nullable UcumUnit unit) {
            return unit == null ? null : unit.inverse();
        }

        private @Nullable UcumUnit component() {
            if (take('(')) {
                UcumUnit inner = term();
                return take(')') ? inner : null;
            }
            UcumUnit unit = simple();
            return skipAnnotation() ? unit : null;
        }

        private @Nullable UcumUnit simple() {
            int start = at;
            if (!atEnd() && text.charAt(at) == '{') {
                return ONE;
            }
            if (text.startsWith("10*", at) || text.startsWith("10^", at)) {
                at += 3;
                return of("10", "1", 0, 0, 0, 0).power(exponent());
            }
            while (!atEnd() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            if (at > start) {
                return at - start > 6 ? null : nonZero(text.substring(start, at));
            }
            while (!atEnd()
                    && (text.charAt(at) == '%' || (text.charAt(at) < 128 && Character.isLetter(text.charAt(at))))) {
                at++;
            }
            UcumUnit atom = atom(text.substring(start, at));
            return atom == null ? null : atom.power(exponent());
        }

        private static @Nullable UcumUnit nonZero(String digits) {
            UcumUnit number = of(digits, "1", 0, 0, 0, 0);
            return number.numerator.signum() == 0 ? null : number;
        }

        /** One digit with or without a sign; 1 where there is none. */
        private int exponent() {
            boolean signed = !atEnd() && (text.charAt(at) == '-' || text.charAt(at) == '+');
            int digit = at + (signed ? 1 : 0);
            if (digit >= text.length() || !Character.isDigit(text.charAt(digit))) {
                return 1;
            }
            int value = text.charAt(digit) - '0';
            boolean negative = text.charAt(at) == '-';
            at = digit + 1;
            return negative ? -value : value;
        }

        private boolean skipAnnotation() {
            if (!take('{')) {
                return true;
            }
            int end = text.indexOf('}', at);
            at = end < 0 ? at : end + 1;
            return end >= 0;
        }
    }
}
