package org.vigie.diffusion.dicom;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vigie.mr.BValue;
import org.vigie.mr.InferredZero;
import org.vigie.mr.MrFrame;
import org.vigie.mr.SliceGeometry;

/**
 * Finds what belongs together: scanners put the b-values of one acquisition into one series or into several. A series
 * with a low and a higher b-value stands alone; the others of the same slices and echo time are one acquisition, which
 * borrows the low b-value of a series beside it if it has none (a trace series without its b = 0).
 */
public final class DwiAcquisitions {
    /** mm over the whole image. */
    private static final double GRID_TOLERANCE = 0.5;

    private static final double ECHO_TOLERANCE_MS = 0.5;
    private static final double LOW_B = 50;

    private DwiAcquisitions() {}

    /**
     * The acquisition to measure first comes first: most b-values, then trace-weighted, then the lowest series number.
     *
     * @param nominal use the b-values the operator asked for where the scanner states them beside its own
     */
    public static List<DwiAcquisition> of(List<ScannedFrame> scanned, boolean nominal) {
        List<DwiAcquisition> found = new ArrayList<>();
        for (List<ScannedFrame> grid : stacks(diffusion(scanned, nominal))) {
            found.addAll(acquisitions(grid));
        }
        return found.stream()
                .filter(a -> !a.shells().isEmpty() || !a.incomplete().isEmpty())
                .sorted(Comparator.comparingInt(
                                (DwiAcquisition a) -> -a.shells().size())
                        .thenComparing(a -> !a.isTraceWeighted())
                        .thenComparingInt(DwiAcquisition::firstSeriesNumber)
                        .thenComparing(a -> String.join(",", a.seriesUids())))
                .toList();
    }

    private static List<ScannedFrame> diffusion(List<ScannedFrame> scanned, boolean nominal) {
        List<MrFrame> completed =
                InferredZero.complete(scanned.stream().map(ScannedFrame::frame).toList());
        return IntStream.range(0, scanned.size())
                .filter(i -> completed.get(i).kind().isDiffusionWeighted())
                .filter(i -> completed.get(i).bValue().isPresent())
                .mapToObj(i -> new ScannedFrame(
                        nominal ? nominal(completed.get(i)) : completed.get(i),
                        scanned.get(i).object()))
                .toList();
    }

    private static MrFrame nominal(MrFrame frame) {
        return frame.bValue().map(BValue::asNominal).map(frame::asDwi).orElse(frame);
    }

    /** Frames of one grid and echo time, series by series joined where they cover the same slices. */
    private static List<List<ScannedFrame>> stacks(List<ScannedFrame> frames) {
        Map<ScannedFrame, List<ScannedFrame>> grids = new LinkedHashMap<>();
        for (ScannedFrame frame : frames) {
            grids.keySet().stream()
                    .filter(first -> sameImaging(first.frame(), frame.frame()))
                    .findFirst()
                    .map(grids::get)
                    .orElseGet(() -> grids.computeIfAbsent(frame, f -> new ArrayList<>()))
                    .add(frame);
        }
        return grids.values().stream().flatMap(DwiAcquisitions::bySlices).toList();
    }

    private static Stream<List<ScannedFrame>> bySlices(List<ScannedFrame> grid) {
        List<List<ScannedFrame>> stacks = new ArrayList<>();
        for (List<ScannedFrame> series : bySeries(grid)) {
            List<Double> slices = positions(series);
            stacks.stream()
                    .filter(stack -> same(positions(stack), slices))
                    .findFirst()
                    .ifPresentOrElse(stack -> stack.addAll(series), () -> stacks.add(new ArrayList<>(series)));
        }
        return stacks.stream();
    }

    private static List<DwiAcquisition> acquisitions(List<ScannedFrame> stack) {
        List<DwiAcquisition> alone = new ArrayList<>();
        List<ScannedFrame> pooled = new ArrayList<>();
        for (List<ScannedFrame> series : bySeries(stack)) {
            DwiAcquisition acquisition = DwiAcquisition.of(series);
            List<Double> b = Stream.concat(acquisition.b().stream(), acquisition.incomplete().stream())
                    .toList();
            if (b.size() >= 2 && b.stream().anyMatch(v -> v <= LOW_B)) {
                alone.add(acquisition);
            } else {
                pooled.addAll(series);
            }
        }
        List<DwiAcquisition> all = new ArrayList<>(alone);
        boolean weighted = pooled.stream().anyMatch(f -> f.b() > LOW_B);
        boolean unweighted = pooled.stream().anyMatch(f -> f.b() <= LOW_B);
        if (weighted && !unweighted) {
            alone.stream()
                    .min(Comparator.comparingInt(DwiAcquisition::firstSeriesNumber))
                    .ifPresent(lender ->
                            lender.frames().stream().filter(f -> f.b() <= LOW_B).forEach(pooled::add));
        }
        if (weighted || (unweighted && alone.isEmpty())) {
            all.add(DwiAcquisition.of(pooled));
        }
        return all;
    }

    private static boolean sameImaging(MrFrame a, MrFrame b) {
        SliceGeometry first = a.geometry();
        OptionalDouble te = a.timing().echoTimeMs();
        OptionalDouble other = b.timing().echoTimeMs();
        return first.sameGrid(b.geometry(), GRID_TOLERANCE)
                && (te.isEmpty()
                        || other.isEmpty()
                        || Math.abs(te.getAsDouble() - other.getAsDouble()) <= ECHO_TOLERANCE_MS);
    }

    private static Collection<List<ScannedFrame>> bySeries(List<ScannedFrame> frames) {
        return frames.stream()
                .collect(Collectors.groupingBy(f -> f.frame().seriesUid(), TreeMap::new, Collectors.toList()))
                .values();
    }

    private static List<Double> positions(List<ScannedFrame> frames) {
        List<Double> positions = new ArrayList<>();
        frames.stream().map(ScannedFrame::position).sorted().forEach(p -> {
            if (positions.isEmpty() || p - positions.getLast() > DwiAcquisition.SAME_SLICE) {
                positions.add(p);
            }
        });
        return positions;
    }

    private static boolean same(List<Double> a, List<Double> b) {
        return a.size() == b.size()
                && IntStream.range(0, a.size())
                        .allMatch(i -> Math.abs(a.get(i) - b.get(i)) <= 2 * DwiAcquisition.SAME_SLICE);
    }
}
