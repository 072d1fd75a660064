package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.dicom.DwiAcquisition.ShellFrames;
import org.vigie.diffusion.dicom.PixelDecoder.Decoded;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Shell;
import org.vigie.diffusion.domain.Shells;
import org.vigie.mr.PixelFormat;

/** Decodes the images of an acquisition and combines those of one b-value. */
public final class VolumeReader {
    /** Relative difference from which two scales are two. */
    private static final double SAME_SCALE = 1e-6;

    private final long budgetBytes;
    private final List<Unreadable> unreadable = new ArrayList<>();

    /** @param budgetBytes signal that may be in memory at once: the decoded frames and the shells they are combined to */
    public VolumeReader(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    public sealed interface Result {
        record Read(DiffusionVolume volume) implements Result {}

        record Refused(Reason reason) implements Result {}
    }

    /** An instance whose pixels could not be read, by the label its giver knows it by. */
    public record Unreadable(String label, Reason reason) {}

    /** What has been refused so far because of one instance. */
    public List<Unreadable> unreadable() {
        return List.copyOf(unreadable);
    }

    /** @throws IOException if the place of an instance fails */
    public Result read(DwiAcquisition acquisition) throws IOException {
        if (!acquisition.faults().isEmpty()) {
            return new Result.Refused(acquisition.faults().getFirst());
        }
        if (acquisition.shells().isEmpty()) {
            return new Result.Refused(Reason.of(
                    ReasonCode.MISSING_INPUT,
                    "images of b" + Math.round(acquisition.incomplete().getFirst())));
        }
        Grid grid = acquisition.grid();
        long perSlice = (long) grid.rows() * grid.columns();
        // Beside the decoded frames stand the shells they are combined to.
        long planes = acquisition.frames().size()
                + (long) grid.slices() * acquisition.shells().size();
        if (perSlice * grid.slices() > Integer.MAX_VALUE - 8 || Float.BYTES * perSlice * planes > budgetBytes) {
            return new Result.Refused(Reason.of(ReasonCode.BUDGET_EXCEEDED, "memory"));
        }
        Optional<Scaling> scaling = Scaling.of(acquisition.frames());
        if (scaling.isEmpty()) {
            return new Result.Refused(Reason.of(ReasonCode.INVALID_VALUE, "scaleSlope"));
        }
        IdentityHashMap<ScannedFrame, Decoded> decoded = new IdentityHashMap<>();
        Map<StudyObject, List<ScannedFrame>> byObject = new LinkedHashMap<>();
        acquisition
                .frames()
                .forEach(f -> byObject.computeIfAbsent(f.object(), o -> new ArrayList<>())
                        .add(f));
        Scaling scale = scaling.get();
        for (Images images :
                InParallel.map(List.copyOf(byObject.entrySet()), o -> decode(o.getKey(), o.getValue(), scale))) {
            if (images.refused().isPresent()) {
                unreadable.add(
                        new Unreadable(images.object().label(), images.refused().get()));
                return new Result.Refused(images.refused().get());
            }
            for (int i = 0; i < images.frames().size(); i++) {
                decoded.put(images.frames().get(i), images.decoded().get(i));
            }
        }
        boolean averaged = acquisition.frames().stream().allMatch(f -> averages(f) > 0);
        return new Result.Read(new DiffusionVolume(
                grid,
                acquisition.shells().stream()
                        .map(shell -> shell(grid, shell, averaged, decoded))
                        .toList()));
    }

    private static double averages(ScannedFrame frame) {
        return frame.frame().timing().averages().orElse(0);
    }

    /**
     * Philips scales what it stores by a slope of its own beside the public one. While both are the same for all images
     * they cancel in every ADC and the signal is the rescaled one; where they differ between images, it is divided by
     * both (Chenevert, Transl Oncol 2014).
     */
    private record Scaling(boolean divided) {

        /** Empty where the scale differs between images, or may, and one of them does not state it. */
        static Optional<Scaling> of(List<ScannedFrame> frames) {
            List<PixelFormat> formats =
                    frames.stream().map(f -> f.frame().pixels()).toList();
            if (formats.stream().noneMatch(f -> f.scaleSlope().isPresent())) {
                return Optional.of(new Scaling(false));
            }
            if (formats.stream().anyMatch(f -> !(scale(f) > 0) || Double.isInfinite(scale(f)))) {
                return Optional.empty();
            }
            double first = scale(formats.getFirst());
            return Optional.of(new Scaling(
                    formats.stream().anyMatch(f -> Math.abs(scale(f) - first) > SAME_SCALE * first)));
        }

        private static double scale(PixelFormat format) {
            return format.slope().orElse(1) * format.scaleSlope().orElse(0);
        }

        void apply(PixelFormat format, float[] signal) {
            if (divided) {
                double scale = scale(format);
                for (int i = 0; i < signal.length; i++) {
                    signal[i] = (float) (signal[i] / scale);
                }
            }
        }
    }

    /** What came of one instance: an image for each frame, or why there is none. */
    private record Images(
            StudyObject object, List<ScannedFrame> frames, List<Decoded> decoded, Optional<Reason> refused) {}

    private static Images decode(StudyObject object, List<ScannedFrame> frames, Scaling scaling) throws IOException {
        byte[] bytes = object.bytes().read();
        Datasets.Parsed parsed;
        try {
            parsed = Datasets.parse(bytes, -1, object.limits());
        } catch (IOException e) {
            return refused(object, frames, Datasets.reason(e, Reason.of(ReasonCode.INVALID_VALUE, "pixelData")));
        }
        int last = frames.stream()
                .mapToInt(f -> f.frame().tile().isPresent() ? 0 : f.frame().frameIndex())
                .max()
                .orElse(0);
        return switch (PixelDecoder.open(
                parsed, last + 1, frames.getFirst().frame().pixels())) {
            case PixelDecoder.Opened.Refused(Reason reason) -> refused(object, frames, reason);
            case PixelDecoder.Opened.Ready(PixelDecoder decoder) -> {
                List<Decoded> decoded =
                        frames.stream().map(f -> decoder.decode(f.frame())).toList();
                for (int i = 0; i < decoded.size(); i++) {
                    scaling.apply(frames.get(i).frame().pixels(), decoded.get(i).signal);
                }
                yield new Images(object, frames, decoded, Optional.empty());
            }
        };
    }

    private static Images refused(StudyObject object, List<ScannedFrame> frames, Reason reason) {
        return new Images(object, frames, List.of(), Optional.of(reason));
    }

    private static Shell shell(
            Grid grid, ShellFrames shell, boolean averaged, IdentityHashMap<ScannedFrame, Decoded> decoded) {
        float[] signal = new float[grid.voxels()];
        // Each slice writes to its own part of the signal.
        IntStream.range(0, grid.slices())
                .parallel()
                .forEach(slice -> ShellImages.combine(
                        directions(shell, slice).stream()
                                .map(direction -> direction.stream()
                                        .map(f -> Objects.requireNonNull(decoded.get(f)).signal)
                                        .toList())
                                .toList(),
                        signal,
                        grid.index(0, 0, slice),
                        grid.voxelsPerSlice()));
        BitSet saturated = new BitSet();
        for (int slice = 0; slice < grid.slices(); slice++) {
            int from = grid.index(0, 0, slice);
            for (ScannedFrame frame : shell.bySlice().get(slice)) {
                Objects.requireNonNull(decoded.get(frame)).saturated.stream().forEach(i -> saturated.set(from + i));
            }
        }
        double averages = averaged
                ? shell.bySlice().getFirst().stream()
                        .mapToDouble(VolumeReader::averages)
                        .sum()
                : shell.images();
        return new Shell(shell.b(), shell.images(), averages, signal, saturated);
    }

    /** Repeats of one direction together. Without weighting, or combined by the scanner, all images are repeats. */
    private static List<List<ScannedFrame>> directions(ShellFrames shell, int slice) {
        List<ScannedFrame> frames = shell.bySlice().get(slice);
        if (shell.b() <= Shells.LOW_B) {
            return List.of(frames);
        }
        List<List<ScannedFrame>> directions = new ArrayList<>();
        for (ScannedFrame frame : frames) {
            directions.stream()
                    .filter(d -> Weighting.isRepeat(d.getFirst().frame(), frame.frame()))
                    .findFirst()
                    .ifPresentOrElse(d -> d.add(frame), () -> directions.add(new ArrayList<>(List.of(frame))));
        }
        return directions;
    }
}
