package org.vigie.diffusion.domain;

import java.util.List;
import java.util.stream.IntStream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/** Which b-values enter (clinical rules 1.2). */
public enum Variant {
    ADC_STD(0, 0, 50),
    /** Perfusion-insensitive. */
    ADC_PI(100, 100, 200);

    private static final double HIGHEST_FROM = 600;
    private static final double HIGHEST_TO = 1000;
    private static final double SPAN = 400;
    /** s/mm2: scanners state 1000.3 for 1000, and b lists match within so much (2.4). */
    public static final double B_TOLERANCE = 5;

    private final double from;
    private final double lowestFrom;
    private final double lowestTo;

    Variant(double from, double lowestFrom, double lowestTo) {
        this.from = from;
        this.lowestFrom = lowestFrom;
        this.lowestTo = lowestTo;
    }

    /** The samples of this variant, adequate or not. */
    public Selection select(List<Double> b) {
        List<Integer> indices = IntStream.range(0, b.size())
                .filter(i -> b.get(i) >= from && b.get(i) <= HIGHEST_TO)
                .boxed()
                .toList();
        List<Double> used = indices.stream().map(b::get).toList();
        return new Selection(
                name(),
                true,
                indices,
                used,
                isAdequate(used) ? List.of() : List.of(Reason.of(ReasonCode.B_VALUES_INADEQUATE)));
    }

    private boolean isAdequate(List<Double> used) {
        return used.size() >= 2
                && used.getFirst() >= lowestFrom
                && used.getFirst() <= lowestTo
                && used.getLast() >= HIGHEST_FROM
                && used.getLast() - used.getFirst() >= SPAN;
    }
}
