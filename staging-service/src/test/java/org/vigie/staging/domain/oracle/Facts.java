package org.vigie.staging.domain.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** Complete inputs of one patient, by name; an optional input that was not given is not in it. */
record Facts(Map<String, Object> values) {
    boolean has(String name) {
        return values.containsKey(name);
    }

    double num(String name) {
        return (Double) values.getOrDefault(name, Double.NaN);
    }

    boolean is(String name, String value) {
        return value.equals(values.get(name));
    }

    boolean yes(String name) {
        return is(name, "yes");
    }

    @SuppressWarnings("unchecked")
    List<Double> list(String name) {
        return (List<Double>) values.getOrDefault(name, List.of());
    }

    /** Half-even to 6 decimals (clinical rules 0.4). */
    static double round(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).doubleValue()
                : value;
    }

    static double percent(double from, double to) {
        return round(100 * (to - from) / from);
    }
}
