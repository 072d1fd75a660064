package org.vigie.staging.domain.cases;

import java.util.ArrayList;
import java.util.List;
import org.vigie.contract.clinical.LaboratoryFact.Lab;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.timeline.Stated;

/**
 * Smallest of several values, some of which are known to lie in an interval only ({@code < 1}), or not at all: the smallest
 * then lies between the smallest lower and the smallest upper limit.
 */
final class Nadir {
    private final String input;
    private final String unit;
    private final List<String> read = new ArrayList<>();
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.POSITIVE_INFINITY;
    private String source;

    Nadir(String input, Stated<Lab> baseline) {
        this.input = input;
        this.unit = baseline.body().analyte().ucum();
        this.source = baseline.factId();
        add(baseline);
    }

    void add(Stated<Lab> lab) {
        Reading value = Workup.reading(input, lab);
        double from = Double.NEGATIVE_INFINITY;
        double to = Double.POSITIVE_INFINITY;
        if (value instanceof Reading.Measured exact) {
            from = exact.value();
            to = exact.value();
        } else if (value instanceof Reading.Within within) {
            Double lowest = within.low();
            Double highest = within.high();
            from = lowest == null ? from : lowest;
            to = highest == null ? to : highest;
        }
        if (to < high) {
            source = lab.factId();
        }
        low = Math.min(low, from);
        high = Math.min(high, to);
        read.add(lab.factId());
    }

    void put(Readings readings) {
        readings.read(read)
                .put(
                        input,
                        low == high
                                ? new Reading.Measured(low, unit, source)
                                : new Reading.Within(
                                        low == Double.NEGATIVE_INFINITY ? null : Double.valueOf(low),
                                        high == Double.POSITIVE_INFINITY ? null : Double.valueOf(high),
                                        unit,
                                        source));
    }
}
