package org.vigie.diffusion.domain;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A lesion proposed where nobody drew one: the largest connected part of the tissue that is bright in the most weighted
 * image and whose diffusion is restricted, ADC = ln(S(low)/S(high))/(b(high)-b(low)). Fluid, bright by its T2 alone, is
 * none. Never validated; it shows a reader where to look.
 */
public final class RegionProposal {
    /** Of the largest low-b signal: below it is air. */
    private static final double TISSUE = 0.10;
    /** Of the bright end (99.5th percentile in tissue) of the high-b image. */
    private static final double BRIGHT = 0.5;

    private static final double BRIGHT_END = 99.5;

    /** mm2/s, inclusive: cysts and seroma lie above, tumours below, treated ones too. */
    private static final double RESTRICTED = 2.0e-3;

    private RegionProposal() {}

    /** Empty where nothing stands out, or the volume has no weighted image. */
    public static Optional<Region> in(DiffusionVolume volume) {
        if (volume.shells().size() < 2) {
            return Optional.empty();
        }
        Shell low = volume.shells().getFirst();
        Shell high = volume.shells().getLast();
        double air = TISSUE
                * IntStream.range(0, low.voxels())
                        .mapToDouble(low::signal)
                        .max()
                        .orElse(0);
        double[] tissue = IntStream.range(0, low.voxels())
                .filter(i -> low.signal(i) > air && isRestricted(low, high, i))
                .mapToDouble(high::signal)
                .sorted()
                .toArray();
        if (tissue.length == 0) {
            return Optional.empty();
        }
        double threshold = BRIGHT * RegionStatistics.percentile(tissue, BRIGHT_END);
        BitSet bright = new BitSet(low.voxels());
        IntStream.range(0, low.voxels())
                .filter(i -> low.signal(i) > air && high.signal(i) >= threshold && isRestricted(low, high, i))
                .forEach(bright::set);
        int[] largest = largestPart(volume.grid(), bright);
        return largest.length == 0 ? Optional.empty() : Optional.of(new Region("proposal", Arrays.stream(largest)));
    }

    private static boolean isRestricted(Shell low, Shell high, int voxel) {
        return high.signal(voxel) > 0
                && Math.log(low.signal(voxel) / high.signal(voxel)) <= RESTRICTED * (high.b() - low.b());
    }

    /** Six-connected; of equal parts the one with the lowest index, so that a re-run proposes the same. */
    static int[] largestPart(Grid grid, BitSet voxels) {
        BitSet left = (BitSet) voxels.clone();
        int[] best = {};
        for (int start = left.nextSetBit(0); start >= 0; start = left.nextSetBit(start + 1)) {
            int[] part = part(grid, left, start);
            if (part.length > best.length) {
                best = part;
            }
        }
        Arrays.sort(best);
        return best;
    }

    private static int[] part(Grid grid, BitSet left, int start) {
        IntStream.Builder part = IntStream.builder();
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.add(start);
        left.clear(start);
        while (!open.isEmpty()) {
            int voxel = open.remove();
            part.add(voxel);
            int column = voxel % grid.columns();
            int row = voxel / grid.columns() % grid.rows();
            int slice = grid.sliceOf(voxel);
            visit(grid, left, open, column - 1, row, slice);
            visit(grid, left, open, column + 1, row, slice);
            visit(grid, left, open, column, row - 1, slice);
            visit(grid, left, open, column, row + 1, slice);
            visit(grid, left, open, column, row, slice - 1);
            visit(grid, left, open, column, row, slice + 1);
        }
        return part.build().toArray();
    }

    private static void visit(Grid grid, BitSet left, ArrayDeque<Integer> open, int column, int row, int slice) {
        if (grid.contains(column, row, slice)) {
            int voxel = grid.index(column, row, slice);
            if (left.get(voxel)) {
                left.clear(voxel);
                open.add(voxel);
            }
        }
    }
}
