package org.vigie.diffusion.dicom;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.Flags;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Shells;
import org.vigie.mr.BValue.Source;
import org.vigie.mr.MrFrame;
import org.vigie.mr.SeriesKind;
import org.vigie.mr.SliceGeometry;

/**
 * Diffusion images that are fitted together: one grid, one stack of slices, every b-value on all of it.
 *
 * @param slices one geometry per slice, ascending along the normal
 * @param shells ascending b; each with an even number of images on every slice
 * @param incomplete b-values some of whose images are missing, ascending; they are in no shell
 * @param faults why no number may come from these images although b-values and slices are there; empty is good
 * @param allSeriesUids also of series all of whose images are missing from the shells
 */
public record DwiAcquisition(
        List<SliceGeometry> slices,
        List<ShellFrames> shells,
        List<Double> incomplete,
        List<Reason> faults,
        Set<String> allSeriesUids) {
    /** mm. Positions of one slice differ by rounding only. */
    static final double SAME_SLICE = 0.1;

    /** A gap is a step of more than so many times the smallest. */
    private static final double GAP = 1.5;

    public DwiAcquisition(List<SliceGeometry> slices, List<ShellFrames> shells, List<Double> incomplete) {
        this(slices, shells, incomplete, List.of(), Set.of());
    }

    public DwiAcquisition {
        slices = List.copyOf(slices);
        shells = List.copyOf(shells);
        incomplete = List.copyOf(incomplete);
        faults = List.copyOf(faults);
        allSeriesUids = Set.copyOf(allSeriesUids);
    }

    /** @param bySlice for each slice its images, in a fixed order */
    public record ShellFrames(double b, List<List<ScannedFrame>> bySlice) {
        int images() {
            return bySlice.getFirst().size();
        }
    }

    static DwiAcquisition of(List<ScannedFrame> frames) {
        List<SliceGeometry> slices = new ArrayList<>();
        frames.stream()
                .map(f -> f.frame().geometry())
                .sorted(Comparator.comparingDouble(SliceGeometry::positionAlongNormal))
                .forEach(g -> {
                    if (slices.isEmpty()
                            || g.positionAlongNormal() - slices.getLast().positionAlongNormal() > SAME_SLICE) {
                        slices.add(g);
                    }
                });
        List<ShellFrames> shells = new ArrayList<>();
        List<Double> incomplete = new ArrayList<>();
        for (List<ScannedFrame> shell : shells(frames)) {
            double b = shell.stream().mapToDouble(ScannedFrame::b).average().orElseThrow();
            ShellFrames placed = new ShellFrames(b, place(slices, shell));
            boolean even = placed.bySlice().stream().allMatch(s -> s.size() == placed.images()) && placed.images() > 0;
            if (even) {
                shells.add(placed);
            } else {
                incomplete.add(b);
            }
        }
        return new DwiAcquisition(
                slices,
                shells,
                incomplete,
                faults(slices, shells),
                frames.stream().map(f -> f.frame().seriesUid()).collect(Collectors.toSet()));
    }

    DwiAcquisition with(Reason fault) {
        return new DwiAcquisition(
                slices,
                shells,
                incomplete,
                Stream.concat(faults.stream(), Stream.of(fault)).distinct().toList(),
                allSeriesUids);
    }

    /** How the signal came about, for the result. */
    public List<String> flags() {
        List<String> flags = new ArrayList<>();
        if (frames().stream().anyMatch(f -> f.frame().bValue().orElseThrow().source() == Source.INFERRED_ZERO)) {
            flags.add(Flags.B0_INFERRED);
        }
        if (frames().stream().anyMatch(f -> f.frame().pixels().lossy())) {
            flags.add(Flags.LOSSY_COMPRESSION);
        }
        if (frames().stream()
                .anyMatch(f -> f.frame().bValue().orElseThrow().source() == Source.INFERRED_SEQUENCE_NAME)) {
            flags.add(Flags.B_FROM_SEQUENCE_NAME);
        }
        return List.copyOf(flags);
    }

    private static List<Reason> faults(List<SliceGeometry> slices, List<ShellFrames> shells) {
        List<Reason> faults = new ArrayList<>();
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (int i = 1; i < slices.size(); i++) {
            double step =
                    slices.get(i).positionAlongNormal() - slices.get(i - 1).positionAlongNormal();
            smallest = Math.min(smallest, step);
            largest = Math.max(largest, step);
        }
        if (largest > GAP * smallest) {
            faults.add(Reason.of(ReasonCode.MISSING_INPUT, "slices"));
        }
        for (ShellFrames shell : shells) {
            if (shell.bySlice().stream().anyMatch(DwiAcquisition::hasDuplicates)) {
                faults.add(Reason.of(ReasonCode.INVALID_VALUE, "duplicate images of b" + Math.round(shell.b())));
            }
        }
        return faults;
    }

    /** Two images of one slice and weighting with one number in one series are the same image sent as two. */
    private static boolean hasDuplicates(List<ScannedFrame> images) {
        for (int i = 0; i < images.size(); i++) {
            MrFrame a = images.get(i).frame();
            for (int j = i + 1; j < images.size(); j++) {
                MrFrame b = images.get(j).frame();
                if (!a.instance().enhanced()
                        && a.seriesUid().equals(b.seriesUid())
                        && a.instance().instanceNumber().isPresent()
                        && a.instance().instanceNumber().equals(b.instance().instanceNumber())
                        && a.instance().acquisitionNumber().equals(b.instance().acquisitionNumber())
                        && Weighting.isSame(a, b)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<List<ScannedFrame>> shells(List<ScannedFrame> frames) {
        List<List<ScannedFrame>> shells = new ArrayList<>();
        frames.stream().sorted(Comparator.comparingDouble(ScannedFrame::b)).forEach(frame -> {
            if (shells.isEmpty() || !Shells.together(shells.getLast().getFirst().b(), frame.b())) {
                shells.add(new ArrayList<>());
            }
            shells.getLast().add(frame);
        });
        return shells;
    }

    private static List<List<ScannedFrame>> place(List<SliceGeometry> slices, List<ScannedFrame> shell) {
        TreeMap<Double, Integer> byPosition = new TreeMap<>();
        for (int i = 0; i < slices.size(); i++) {
            byPosition.put(slices.get(i).positionAlongNormal() - SAME_SLICE / 100, i);
        }
        List<List<ScannedFrame>> placed = new ArrayList<>();
        slices.forEach(s -> placed.add(new ArrayList<>()));
        shell.stream()
                .sorted(ORDER)
                .forEach(f -> placed.get(byPosition.floorEntry(f.position()).getValue())
                        .add(f));
        return placed.stream().map(List::copyOf).toList();
    }

    /** Independent of the order in which instances came. */
    private static final Comparator<ScannedFrame> ORDER = Comparator.comparing(
                    (ScannedFrame f) -> f.frame().seriesUid())
            .thenComparingInt(f -> f.frame().instance().instanceNumber().orElse(0))
            .thenComparing(f -> f.frame().sopInstanceUid())
            .thenComparingInt(f -> f.frame().frameIndex());

    public Grid grid() {
        SliceGeometry g = slices.getFirst();
        return new Grid(g.columns(), g.rows(), slices.size(), g.rowSpacing(), g.columnSpacing());
    }

    public List<Double> b() {
        return shells.stream().map(ShellFrames::b).toList();
    }

    public List<ScannedFrame> frames() {
        return shells.stream()
                .flatMap(s -> s.bySlice().stream())
                .flatMap(List::stream)
                .toList();
    }

    /** Ascending by series number, then UID. */
    public List<String> seriesUids() {
        return frames().stream()
                .map(ScannedFrame::frame)
                .collect(Collectors.toMap(
                        f -> f.seriesUid(),
                        f -> f.instance().seriesNumber().orElse(Integer.MAX_VALUE),
                        Math::min,
                        TreeMap::new))
                .entrySet()
                .stream()
                .sorted(java.util.Map.Entry.comparingByValue())
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    /** Distinct, ascending; series without a number are not in it. */
    public List<Integer> seriesNumbers() {
        return frames().stream()
                .flatMapToInt(f -> f.frame().instance().seriesNumber().stream())
                .distinct()
                .sorted()
                .boxed()
                .toList();
    }

    public int firstSeriesNumber() {
        return frames().stream()
                .mapToInt(f -> f.frame().instance().seriesNumber().orElse(Integer.MAX_VALUE))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    public boolean isTraceWeighted() {
        return frames().stream().anyMatch(f -> f.frame().kind() == SeriesKind.TRACEW);
    }

    /** mm between neighbouring slices, the smallest; the slice thickness of a single slice. */
    double sliceSpacingMm() {
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 1; i < slices.size(); i++) {
            smallest = Math.min(
                    smallest,
                    slices.get(i).positionAlongNormal() - slices.get(i - 1).positionAlongNormal());
        }
        return Double.isInfinite(smallest) ? slices.getFirst().sliceThickness().orElse(1) : smallest;
    }
}
