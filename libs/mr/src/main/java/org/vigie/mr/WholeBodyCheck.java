package org.vigie.mr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.vigie.mr.DwiProtocol.NoDwi;
import org.vigie.mr.DwiProtocol.Reason;
import org.vigie.mr.DwiProtocol.Satisfied;
import org.vigie.mr.DwiProtocol.Unsatisfied;
import org.vigie.mr.DwiProtocolCheck.Bounds;
import org.vigie.mr.DwiProtocolCheck.Stack;

/**
 * Whether a whole-body diffusion examination is all there: every table position complete with the same b-values, none
 * missing between two others, and together as many and as long as the protocol.
 */
public final class WholeBodyCheck {
    /** A gap is a distance of more than so many slice distances. */
    private static final double GAP = 1.5;

    /** s/mm²; the b-values of two stations may differ by what scanners do between directions, or so much of them. */
    private static final double SAME_B = 5;

    private static final double SAME_B_FRACTION = 0.02;

    private WholeBodyCheck() {}

    /**
     * Looks at a study as far as it has come.
     *
     * @param stations table positions the protocol has; 0 where only the coverage counts
     * @param coverageMm from the first to the last slice along the normal
     */
    public static DwiProtocol check(Collection<MrFrame> frames, Bounds bounds, int stations, double coverageMm) {
        List<Stack> stacks = DwiProtocolCheck.stacks(frames, bounds);
        if (stacks.isEmpty()) {
            return new NoDwi();
        }
        List<Reason> reasons = new ArrayList<>();
        stacks.forEach(stack -> reasons.addAll(stack.reasons()));
        neighbours(stacks, reasons);
        if (stacks.size() < stations) {
            reasons.add(new Reason(Reason.Code.STATIONS_MISSING, stacks.size() + " of " + stations));
        }
        double covered = coverage(stacks);
        if (covered < coverageMm) {
            reasons.add(new Reason(Reason.Code.COVERAGE_SHORT, mm(covered) + " of " + mm(coverageMm) + " mm"));
        }
        return reasons.isEmpty()
                ? new Satisfied(stacks.stream().map(Stack::set).toList())
                : new Unsatisfied(reasons.stream().distinct().toList());
    }

    /** From the first to the last slice of all diffusion images, mm along the normal; 0 without any. */
    public static double coverage(Collection<MrFrame> frames) {
        List<Stack> stacks =
                DwiProtocolCheck.stacks(frames, new Bounds(DwiProtocolCheck.LOW_B, DwiProtocolCheck.HIGH_B));
        return stacks.isEmpty() ? 0 : coverage(stacks);
    }

    private static double coverage(List<Stack> stacks) {
        double last = stacks.stream().mapToDouble(Stack::toMm).max().orElseThrow();
        return last - stacks.getFirst().fromMm();
    }

    private static void neighbours(List<Stack> stacks, List<Reason> reasons) {
        double reached = stacks.getFirst().toMm();
        for (int i = 1; i < stacks.size(); i++) {
            Stack before = stacks.get(i - 1);
            Stack stack = stacks.get(i);
            if (!sameB(before.set().bValues(), stack.set().bValues())) {
                reasons.add(new Reason(
                        Reason.Code.STATIONS_DIFFER,
                        "b " + before.set().bValues() + " and b " + stack.set().bValues()));
            }
            if (stack.fromMm() - reached > GAP * Math.max(before.stepMm(), stack.stepMm())) {
                reasons.add(new Reason(Reason.Code.STATION_GAP, mm(reached) + " to " + mm(stack.fromMm()) + " mm"));
            }
            reached = Math.max(reached, stack.toMm());
        }
    }

    private static boolean sameB(List<Double> a, List<Double> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (Math.abs(a.get(i) - b.get(i)) > Math.max(SAME_B, SAME_B_FRACTION * a.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static String mm(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
