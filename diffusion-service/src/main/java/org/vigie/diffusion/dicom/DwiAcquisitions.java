package org.vigie.diffusion.dicom;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.mr.BValue;
import org.vigie.mr.InferredZero;
import org.vigie.mr.MrFrame;
import org.vigie.mr.SliceGeometry;

/**
 * Finds what belongs together: scanners put the b-values of one acquisition into one series or into several. A series
 * with a low and a higher b-value stands alone; the others of the same study, slices and echo time are sorted into
 * acquisitions by {@link SplitSeries}.
 */
public final class DwiAcquisitions {
    /** mm over the whole image. */
    private static final double GRID_TOLERANCE = 0.5;

    private static final double ECHO_TOLERANCE_MS = 0.5;

    private DwiAcquisitions() {}

    /**
     * The acquisition to measure first comes first: without faults, most b-values, then trace-weighted, then the lowest
     * series number.
     *
     * @param nominal use the b-values the operator asked for where the scanner states them beside its own
     */
    public static List<DwiAcquisition> of(List<ScannedFrame> scanned, boolean nominal) {
        List<ScannedFrame> weighted = diffusion(scanned, nominal);
        List<ScannedFrame> known =
                weighted.stream().filter(f -> f.frame().bValue().isPresent()).toList();
        List<DwiAcquisition> found = new ArrayList<>();
        for (List<ScannedFrame> grid : stacks(known)) {
            found.addAll(acquisitions(grid));
        }
        Map<String, Reason> faulty = faultySeries(weighted);
        return found.stream()
                .filter(a -> !a.shells().isEmpty() || !a.incomplete().isEmpty())
                .map(a -> a.allSeriesUids().stream()
                        .filter(faulty::containsKey)
                        .map(faulty::get)
                        .reduce(a, DwiAcquisition::with, (x, y) -> y))
                .sorted(Comparator.comparing((DwiAcquisition a) -> !a.faults().isEmpty())
                        .thenComparingInt(a -> -a.shells().size())
                        .thenComparing(a -> !a.isTraceWeighted())
                        .thenComparingInt(DwiAcquisition::firstSeriesNumber)
                        .thenComparing(a -> String.join(",", a.seriesUids())))
                .toList();
    }

    /** Why diffusion images of the study could not be placed in an acquisition, or make one unusable. */
    public static List<Reason> refusals(List<ScannedFrame> scanned) {
        return faultySeries(diffusion(scanned, false)).values().stream()
                .distinct()
                .toList();
    }

    private static List<ScannedFrame> diffusion(List<ScannedFrame> scanned, boolean nominal) {
        List<MrFrame> completed =
                InferredZero.complete(scanned.stream().map(ScannedFrame::frame).toList());
        return IntStream.range(0, scanned.size())
                .filter(i -> completed.get(i).kind().isDiffusionWeighted())
                .mapToObj(i -> new ScannedFrame(
                        nominal ? nominal(completed.get(i)) : completed.get(i),
                        scanned.get(i).object()))
                .toList();
    }

    private static MrFrame nominal(MrFrame frame) {
        return frame.bValue().map(BValue::asNominal).map(frame::asDwi).orElse(frame);
    }

    /**
     * Series of which a part cannot be placed: an image whose b-value is missing or impossible, or a matrix of its own.
     * What is left of such a series may be a whole acquisition or half of one.
     */
    private static Map<String, Reason> faultySeries(List<ScannedFrame> frames) {
        Map<String, Reason> faulty = new TreeMap<>();
        Map<String, Set<String>> matrices = new TreeMap<>();
        for (ScannedFrame scanned : frames) {
            MrFrame frame = scanned.frame();
            SliceGeometry g = frame.geometry();
            Set<String> seen = matrices.computeIfAbsent(frame.seriesUid(), s -> new TreeSet<>());
            seen.add(g.rows() + "x" + g.columns());
            if (seen.size() > 1) {
                faulty.put(frame.seriesUid(), Reason.of(ReasonCode.INVALID_VALUE, "matrix"));
            } else if (frame.bValue().isEmpty()) {
                ReasonCode code = frame.faults().isEmpty() ? ReasonCode.MISSING_INPUT : ReasonCode.INVALID_VALUE;
                faulty.putIfAbsent(frame.seriesUid(), Reason.of(code, "bValue"));
            }
        }
        return faulty;
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
        List<SplitSeries> alone = new ArrayList<>();
        List<SplitSeries> pooled = new ArrayList<>();
        for (List<ScannedFrame> frames : bySeries(stack)) {
            SplitSeries series = new SplitSeries(frames);
            (series.hasLow() && series.shells() > 1 ? alone : pooled).add(series);
        }
        List<DwiAcquisition> all = new ArrayList<>();
        alone.forEach(series -> all.add(DwiAcquisition.of(series.frames())));
        all.addAll(SplitSeries.acquisitions(pooled, alone));
        return all;
    }

    private static boolean sameImaging(MrFrame a, MrFrame b) {
        SliceGeometry first = a.geometry();
        OptionalDouble te = a.timing().echoTimeMs();
        OptionalDouble other = b.timing().echoTimeMs();
        return a.instance().studyUid().equals(b.instance().studyUid())
                && first.sameGrid(b.geometry(), GRID_TOLERANCE)
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
