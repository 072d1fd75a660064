package org.vigie.staging.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.Bound;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.staging.domain.facts.Plausible;
import org.vigie.staging.units.LabUnits;

/** From a result as reported to a fact in the unit of its analyte. */
@ApplicationScoped
public class LabResults {
    private static final Pattern NUMBER = Pattern.compile(
            "(<=|>=|<|>|\u2264|\u2265)?\\s*([+-]?[0-9]{1,12}(?:\\.[0-9]{1,12})?(?:[eE][+-]?[0-9]{1,2})?)");
    private static final Pattern RANGE = Pattern.compile("\\s*(-?[0-9.]+)\\s*(?:-|\u2013|to|\\^)\\s*(-?[0-9.]+)\\s*");
    private static final Pattern UPPER_ONLY = Pattern.compile("\\s*<=?\\s*([0-9.]+)\\s*");
    private static final Pattern LOWER_ONLY = Pattern.compile("\\s*>=?\\s*([0-9.]+)\\s*");

    private final LabUnits units = new LabUnits();

    /**
     * A result as reported.
     *
     * @param value number, with {@code <}, {@code <=}, {@code >=}, {@code >} before it where it is a bound
     * @param low lower limit of normal in the same unit
     */
    public record Reported(
            Analyte analyte,
            ClinicalTime at,
            String value,
            @Nullable String unit,
            @Nullable String low,
            @Nullable String high,
            @Nullable String specimen,
            @Nullable String code) {
        /** @param range {@code 3.5-5.0}, {@code <250} or {@code >60}; anything else states no limits */
        public Reported withRange(@Nullable String range) {
            if (range == null) {
                return this;
            }
            Matcher both = RANGE.matcher(range);
            if (both.matches()) {
                return limits(both.group(1), both.group(2));
            }
            Matcher upper = UPPER_ONLY.matcher(range);
            if (upper.matches()) {
                return limits(null, upper.group(1));
            }
            Matcher lower = LOWER_ONLY.matcher(range);
            return lower.matches() ? limits(lower.group(1), null) : this;
        }

        private Reported limits(@Nullable String lowest, @Nullable String highest) {
            return new Reported(analyte, at, value, unit, lowest, highest, specimen, code);
        }
    }

    /** @throws Rejected if the value is no number or below zero; an unknown unit is no fault, the value then stays unknown */
    public LaboratoryFact.Lab fact(Reported reported) {
        Matcher number = NUMBER.matcher(reported.value().strip());
        if (!number.matches()) {
            throw new Rejected("value", "a number, with <, <=, >= or > before it where it is a bound");
        }
        BigDecimal value = new BigDecimal(number.group(2));
        if (value.signum() < 0) {
            throw new Rejected("value", Plausible.of(reported.analyte()).rule());
        }
        return new LaboratoryFact.Lab(
                reported.analyte(),
                reported.at(),
                convert(reported.analyte(), value, reported.unit())
                        .map(BigDecimal::doubleValue)
                        .orElse(null),
                bound(number.group(1)),
                number.group(2),
                blankToNull(reported.unit()),
                limit(reported, reported.low(), "referenceLow"),
                limit(reported, reported.high(), "referenceHigh"),
                reported.specimen(),
                reported.code());
    }

    /** True if both units are known for the analyte and are not one: of 3.5 g/L written as g/dL only one can be meant. */
    public boolean contradict(Analyte analyte, @Nullable String one, @Nullable String other) {
        Optional<BigDecimal> first = convert(analyte, BigDecimal.ONE, one);
        Optional<BigDecimal> second = convert(analyte, BigDecimal.ONE, other);
        return first.isPresent() && second.isPresent() && first.get().compareTo(second.get()) != 0;
    }

    private Optional<BigDecimal> convert(Analyte analyte, BigDecimal value, @Nullable String unit) {
        return units.convert(analyte, value, unit);
    }

    /** A limit of normal that nobody's result could reach is a slip of the unit like any other value. */
    private @Nullable Double limit(Reported reported, @Nullable String limit, String object) {
        if (limit == null || limit.isBlank()) {
            return null;
        }
        Matcher number = NUMBER.matcher(limit.strip());
        if (!number.matches() || number.group(1) != null) {
            throw new Rejected(object, "a number, in the unit of the value");
        }
        Double converted = convert(reported.analyte(), new BigDecimal(number.group(2)), reported.unit())
                .map(BigDecimal::doubleValue)
                .orElse(null);
        Plausible analyte = Plausible.of(reported.analyte());
        Plausible range = new Plausible(0, analyte.high(), analyte.unit());
        if (converted != null && !range.holds(converted)) {
            throw new Rejected(object, range.rule());
        }
        return converted;
    }

    private static @Nullable Bound bound(@Nullable String sign) {
        return switch (sign) {
            case null -> null;
            case "<" -> Bound.BELOW;
            case ">" -> Bound.ABOVE;
            case "<=", "\u2264" -> Bound.AT_OR_BELOW;
            default -> Bound.AT_OR_ABOVE;
        };
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
