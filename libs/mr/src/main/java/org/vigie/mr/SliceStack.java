package org.vigie.mr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Parallel slices by place, with the number of images at each.
 *
 * @param positions along the normal, mm, ascending
 * @param counts images at the position of the same index
 */
record SliceStack(List<Double> positions, List<Integer> counts) {
    /** mm. Positions of one slice differ by rounding only. */
    static final double TOLERANCE = 0.1;

    /** A gap is a step of more than so many times the smallest. */
    private static final double GAP = 1.5;

    static SliceStack of(Collection<MrFrame> frames) {
        List<Double> positions = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        frames.stream()
                .map(f -> f.geometry().positionAlongNormal())
                .sorted(Comparator.naturalOrder())
                .forEach(position -> {
                    if (!positions.isEmpty() && position - positions.getLast() <= TOLERANCE) {
                        counts.set(counts.size() - 1, counts.getLast() + 1);
                    } else {
                        positions.add(position);
                        counts.add(1);
                    }
                });
        return new SliceStack(List.copyOf(positions), List.copyOf(counts));
    }

    int size() {
        return positions.size();
    }

    boolean sameSlices(SliceStack other) {
        return size() == other.size() && contains(other);
    }

    boolean contains(SliceStack other) {
        return other.positions.stream()
                .allMatch(p -> positions.stream().anyMatch(q -> Math.abs(p - q) <= 2 * TOLERANCE));
    }

    boolean isEven() {
        return counts.stream().distinct().count() <= 1;
    }

    boolean hasGap() {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (int i = 1; i < positions.size(); i++) {
            double step = positions.get(i) - positions.get(i - 1);
            smallest = Math.min(smallest, step);
            largest = Math.max(largest, step);
        }
        return largest > GAP * smallest;
    }
}
