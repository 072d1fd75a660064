package org.vigie.diffusion.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/**
 * The b-values one measurement uses.
 *
 * @param variant its name in the key
 * @param alertable false outside the variants of the rules
 * @param indices into the shells of the volume, ascending
 * @param b s/mm2, ascending
 * @param reasons why these b-values do not do; empty is good
 */
public record Selection(
        String variant, boolean alertable, List<Integer> indices, List<Double> b, List<Reason> reasons) {
    public static final String CUSTOM = "custom";

    public Selection {
        indices = List.copyOf(indices);
        b = List.copyOf(b);
        reasons = List.copyOf(reasons);
    }

    public boolean isAdequate() {
        return reasons.isEmpty();
    }

    /** Every b-value, outside the variants of the rules. */
    public static Selection all(List<Double> b) {
        return new Selection(CUSTOM, false, IntStream.range(0, b.size()).boxed().toList(), b, List.of());
    }

    /** What a method uses of it: two points are the lowest and the highest b-value. */
    public Selection usedBy(FitMethod method) {
        if (method != FitMethod.TWO_POINT || indices.size() <= 2) {
            return this;
        }
        return new Selection(
                variant,
                alertable,
                List.of(indices.getFirst(), indices.getLast()),
                List.of(b.getFirst(), b.getLast()),
                reasons);
    }

    /**
     * The b-values somebody asked for, each found within the tolerance; a list that is a variant's own is that variant.
     *
     * @param available of the volume, ascending
     */
    public static Selection requested(List<Double> available, List<Double> wanted) {
        List<Integer> indices = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        for (double b : wanted) {
            nearest(available, b)
                    .ifPresentOrElse(
                            indices::add, () -> reasons.add(Reason.of(ReasonCode.MISSING_INPUT, "b" + trim(b))));
        }
        List<Integer> found = indices.stream().distinct().sorted().toList();
        for (Variant variant : Variant.values()) {
            Selection own = variant.select(available);
            if (reasons.isEmpty() && own.isAdequate() && own.indices().equals(found)) {
                return own;
            }
        }
        if (found.size() < 2) {
            reasons.add(Reason.of(ReasonCode.B_VALUES_INADEQUATE));
        }
        return new Selection(
                CUSTOM, false, found, found.stream().map(available::get).toList(), reasons);
    }

    static java.util.Optional<Integer> nearest(List<Double> available, double b) {
        return IntStream.range(0, available.size())
                .filter(i -> Math.abs(available.get(i) - b) <= Variant.B_TOLERANCE)
                .boxed()
                .min(java.util.Comparator.comparingDouble(i -> Math.abs(available.get(i) - b)));
    }

    private static String trim(double b) {
        return b == Math.rint(b) ? Long.toString((long) b) : Double.toString(b);
    }
}
