package org.vigie.mr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vigie.mr.DwiProtocol.DwiSet;
import org.vigie.mr.DwiProtocol.NoDwi;
import org.vigie.mr.DwiProtocol.Reason;
import org.vigie.mr.DwiProtocol.Satisfied;
import org.vigie.mr.DwiProtocol.Unsatisfied;

/**
 * Decides on content, not on silence, whether the diffusion images of a study are all there: at least one low and one
 * high b-value on the same slices. It looks over the study, since scanners split b-values into series.
 *
 * <p>Series with the same slices form a set. A study is satisfied when one set is complete and no other series of the
 * same grid covers only a part of it, which is what a series still being sent looks like.
 */
public final class DwiProtocolCheck {
    /** s/mm², inclusive. */
    public static final double LOW_B = 50;

    /** s/mm², inclusive. */
    public static final double HIGH_B = 400;

    /** mm over the whole image. */
    private static final double GRID_TOLERANCE = 0.5;

    private DwiProtocolCheck() {}

    /**
     * Looks at a study as far as it has come.
     *
     * @param frames all frames of one study, of any kind, in any order
     */
    public static DwiProtocol check(Collection<MrFrame> frames) {
        return check(frames, new Bounds(LOW_B, HIGH_B));
    }

    /**
     * The same with a rule's own b-values.
     *
     * @param bounds what counts as a low and as a high b-value
     */
    public static DwiProtocol check(Collection<MrFrame> frames, Bounds bounds) {
        List<Candidate> candidates = candidatesOf(frames, bounds);
        if (candidates.isEmpty()) {
            return new NoDwi();
        }
        List<Candidate> complete =
                candidates.stream().filter(c -> c.reasons().isEmpty()).toList();
        List<Reason> growing = complete.stream()
                .flatMap(c -> candidates.stream().filter(other -> isPartOf(other, c)))
                .map(part -> new Reason(
                        Reason.Code.SLICES_DIFFER,
                        "b " + part.bValues() + " on " + part.stack().size() + " slices"))
                .distinct()
                .toList();
        if (!complete.isEmpty() && growing.isEmpty()) {
            return new Satisfied(complete.stream().map(Candidate::set).toList());
        }
        return new Unsatisfied(
                complete.isEmpty()
                        ? Stream.concat(
                                        candidates.stream().flatMap(c -> c.reasons().stream()),
                                        differing(candidates).stream())
                                .distinct()
                                .toList()
                        : growing);
    }

    /**
     * b-values a protocol must have.
     *
     * @param lowB s/mm², one b-value is at most this
     * @param highB s/mm², one b-value is at least this
     */
    public record Bounds(double lowB, double highB) {
        /** @throws IllegalArgumentException if not 0 ≤ low &lt; high */
        public Bounds {
            if (!(lowB >= 0 && lowB < highB)) {
                throw new IllegalArgumentException("b-values: 0 <= low-b < high-b expected");
            }
        }
    }

    /**
     * Series read together, whether complete or not.
     *
     * @param fromMm first slice along the normal
     * @param toMm last slice
     * @param stepMm between neighbouring slices, 0 for one slice
     * @param reasons what is missing; empty is complete
     */
    public record Stack(DwiSet set, double fromMm, double toMm, double stepMm, List<Reason> reasons) {
        public Stack {
            reasons = List.copyOf(reasons);
        }
    }

    /** All sets of slices of a study with their extent, in the order of the normal. */
    public static List<Stack> stacks(Collection<MrFrame> frames, Bounds bounds) {
        return candidatesOf(frames, bounds).stream()
                .map(Candidate::described)
                .sorted(Comparator.comparingDouble(Stack::fromMm))
                .toList();
    }

    private static List<Candidate> candidatesOf(Collection<MrFrame> frames, Bounds bounds) {
        List<MrFrame> dwi = InferredZero.complete(frames).stream()
                .filter(f -> f.kind().isDiffusionWeighted())
                .toList();
        return grids(dwi).stream()
                .flatMap(grid -> candidates(grid, bounds).stream())
                .toList();
    }

    /** Low b on one set of slices and high b on another of the same grid: neither set names the true reason. */
    private static List<Reason> differing(List<Candidate> candidates) {
        return candidates.stream().anyMatch(a -> candidates.stream().anyMatch(b -> isPartOf(a, b)))
                ? List.of(new Reason(Reason.Code.SLICES_DIFFER, ""))
                : List.of();
    }

    private static boolean isPartOf(Candidate part, Candidate whole) {
        return part.stack().size() < whole.stack().size()
                && part.sameGrid(whole)
                && whole.stack().contains(part.stack());
    }

    private static Collection<List<MrFrame>> grids(List<MrFrame> frames) {
        Map<MrFrame, List<MrFrame>> grids = new LinkedHashMap<>();
        for (MrFrame frame : frames) {
            grids.keySet().stream()
                    .filter(first -> first.geometry().sameGrid(frame.geometry(), GRID_TOLERANCE))
                    .findFirst()
                    .map(grids::get)
                    .orElseGet(() -> grids.computeIfAbsent(frame, f -> new ArrayList<>()))
                    .add(frame);
        }
        return grids.values();
    }

    /** Series of one grid that cover the same slices are read together. */
    private static List<Candidate> candidates(List<MrFrame> grid, Bounds bounds) {
        List<List<MrFrame>> sets = new ArrayList<>();
        Map<String, List<MrFrame>> series =
                grid.stream().collect(Collectors.groupingBy(MrFrame::seriesUid, TreeMap::new, Collectors.toList()));
        for (List<MrFrame> one : series.values()) {
            SliceStack stack = SliceStack.of(one);
            sets.stream()
                    .filter(set -> SliceStack.of(set).sameSlices(stack))
                    .findFirst()
                    .ifPresentOrElse(set -> set.addAll(one), () -> sets.add(new ArrayList<>(one)));
        }
        return sets.stream().map(set -> Candidate.of(set, bounds)).toList();
    }

    private record Candidate(List<MrFrame> frames, SliceStack stack, List<Double> bValues, List<Reason> reasons) {

        static Candidate of(List<MrFrame> frames, Bounds bounds) {
            SliceStack stack = SliceStack.of(frames);
            List<List<MrFrame>> shells = BShells.of(frames);
            List<Double> bValues = shells.stream().map(BShells::mean).toList();
            return new Candidate(frames, stack, bValues, reasons(frames, stack, shells, bValues, bounds));
        }

        DwiSet set() {
            TreeSet<String> series =
                    frames.stream().map(MrFrame::seriesUid).collect(Collectors.toCollection(TreeSet::new));
            return new DwiSet(series, bValues, stack.size());
        }

        boolean sameGrid(Candidate other) {
            return frames.getFirst().geometry().sameGrid(other.frames.getFirst().geometry(), GRID_TOLERANCE);
        }

        Stack described() {
            List<Double> at = stack.positions();
            double step = at.size() < 2 ? 0 : (at.getLast() - at.getFirst()) / (at.size() - 1);
            return new Stack(set(), at.getFirst(), at.getLast(), step, reasons);
        }

        private static List<Reason> reasons(
                List<MrFrame> frames,
                SliceStack stack,
                List<List<MrFrame>> shells,
                List<Double> bValues,
                Bounds bounds) {
            List<Reason> reasons = new ArrayList<>();
            long unknown = frames.stream().filter(f -> f.bValue().isEmpty()).count();
            if (unknown > 0) {
                reasons.add(new Reason(Reason.Code.B_VALUE_UNKNOWN, unknown + " images"));
            }
            if (bValues.stream().noneMatch(b -> b <= bounds.lowB())) {
                reasons.add(new Reason(Reason.Code.NO_LOW_B, "b " + bValues));
            }
            if (bValues.stream().noneMatch(b -> b >= bounds.highB())) {
                reasons.add(new Reason(Reason.Code.NO_HIGH_B, "b " + bValues));
            }
            for (int i = 0; i < shells.size(); i++) {
                reasons.addAll(shellReasons(shells.get(i), bValues.get(i), stack));
            }
            if (stack.hasGap()) {
                reasons.add(new Reason(Reason.Code.SLICE_GAP, stack.size() + " slices"));
            }
            return List.copyOf(reasons);
        }

        private static List<Reason> shellReasons(List<MrFrame> shell, double b, SliceStack stack) {
            SliceStack own = SliceStack.of(shell);
            if (!own.sameSlices(stack)) {
                String detail = "b " + b + " on " + own.size() + " of " + stack.size() + " slices";
                return List.of(new Reason(Reason.Code.SLICES_DIFFER, detail));
            }
            boolean even = shell.stream().collect(Collectors.groupingBy(MrFrame::seriesUid)).values().stream()
                    .allMatch(series -> SliceStack.of(series).isEven());
            return even ? List.of() : List.of(new Reason(Reason.Code.IMAGES_MISSING, "b " + b));
        }
    }

    /** Groups of frames whose b-values differ by less than scanners do between directions. */
    private static final class BShells {
        private BShells() {}

        static List<List<MrFrame>> of(List<MrFrame> frames) {
            List<MrFrame> sorted = frames.stream()
                    .filter(f -> f.bValue().isPresent())
                    .sorted(Comparator.comparingDouble(BShells::b))
                    .toList();
            List<List<MrFrame>> shells = new ArrayList<>();
            for (MrFrame frame : sorted) {
                if (shells.isEmpty() || b(frame) - b(shells.getLast().getFirst()) > Math.max(5, 0.02 * b(frame))) {
                    shells.add(new ArrayList<>());
                }
                shells.getLast().add(frame);
            }
            return shells;
        }

        static double mean(List<MrFrame> shell) {
            return shell.stream().mapToDouble(BShells::b).average().orElseThrow();
        }

        private static double b(MrFrame frame) {
            return frame.bValue().orElseThrow().value();
        }
    }
}
