package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.dicom.DwiAcquisition.ShellFrames;
import org.vigie.diffusion.dicom.PixelDecoder.Decoded;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Shell;
import org.vigie.diffusion.domain.Shells;
import org.vigie.mr.BValue;
import org.vigie.mr.BValue.Directionality;
import org.vigie.mr.MrFrame;

/** Decodes the images of an acquisition and combines those of one b-value. */
public final class VolumeReader {
    /** |cosine| above which two directions are one. */
    private static final double SAME_DIRECTION = 0.9998;

    private final long budgetBytes;

    /** @param budgetBytes decoded signal that may be in memory at once */
    public VolumeReader(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    public sealed interface Result {
        record Read(DiffusionVolume volume) implements Result {}

        record Refused(Reason reason) implements Result {}
    }

    /** @throws IOException if the place of an instance fails */
    public Result read(DwiAcquisition acquisition) throws IOException {
        Grid grid = acquisition.grid();
        long bytes = (long) Float.BYTES
                * grid.voxelsPerSlice()
                * acquisition.frames().size();
        if (bytes > budgetBytes) {
            return new Result.Refused(Reason.of(ReasonCode.BUDGET_EXCEEDED, "memory"));
        }
        IdentityHashMap<ScannedFrame, Decoded> decoded = new IdentityHashMap<>();
        Map<StudyObject, List<ScannedFrame>> byObject = new LinkedHashMap<>();
        acquisition
                .frames()
                .forEach(f -> byObject.computeIfAbsent(f.object(), o -> new ArrayList<>())
                        .add(f));
        for (Map.Entry<StudyObject, List<ScannedFrame>> object : byObject.entrySet()) {
            Optional<Reason> refused = decode(object.getKey(), object.getValue(), decoded);
            if (refused.isPresent()) {
                return new Result.Refused(refused.get());
            }
        }
        return new Result.Read(new DiffusionVolume(
                grid,
                acquisition.shells().stream()
                        .map(shell -> shell(grid, shell, decoded))
                        .toList()));
    }

    private static Optional<Reason> decode(
            StudyObject object, List<ScannedFrame> frames, IdentityHashMap<ScannedFrame, Decoded> decoded)
            throws IOException {
        byte[] bytes = object.bytes().read();
        Datasets.Parsed parsed;
        try {
            parsed = Datasets.parse(bytes, -1);
        } catch (IOException e) {
            return Optional.of(Reason.of(ReasonCode.INVALID_VALUE, "pixelData"));
        }
        int last = frames.stream()
                .mapToInt(f -> f.frame().tile().isPresent() ? 0 : f.frame().frameIndex())
                .max()
                .orElse(0);
        return switch (PixelDecoder.open(
                parsed, last + 1, frames.getFirst().frame().pixels())) {
            case PixelDecoder.Opened.Refused(Reason reason) -> Optional.of(reason);
            case PixelDecoder.Opened.Ready(PixelDecoder decoder) -> {
                frames.forEach(f -> decoded.put(f, decoder.decode(f.frame())));
                yield Optional.empty();
            }
        };
    }

    private static Shell shell(Grid grid, ShellFrames shell, IdentityHashMap<ScannedFrame, Decoded> decoded) {
        float[] signal = new float[grid.voxels()];
        BitSet saturated = new BitSet();
        for (int slice = 0; slice < grid.slices(); slice++) {
            int from = grid.index(0, 0, slice);
            List<List<Decoded>> directions = new ArrayList<>();
            for (List<ScannedFrame> direction : directions(shell, slice)) {
                directions.add(direction.stream()
                        .map(f -> java.util.Objects.requireNonNull(decoded.get(f)))
                        .toList());
            }
            for (int i = 0; i < grid.voxelsPerSlice(); i++) {
                signal[from + i] = combine(directions, i);
            }
            for (List<Decoded> direction : directions) {
                for (Decoded image : direction) {
                    image.saturated.stream().forEach(i -> saturated.set(from + i));
                }
            }
        }
        return new Shell(shell.b(), shell.images(), signal, saturated);
    }

    /** Geometric mean over directions of the arithmetic mean over repeats; 0 if a direction has no positive mean. */
    private static float combine(List<List<Decoded>> directions, int pixel) {
        double logarithms = 0;
        double mean = 0;
        for (List<Decoded> repeats : directions) {
            double sum = 0;
            for (Decoded image : repeats) {
                sum += image.signal[pixel];
            }
            mean = sum / repeats.size();
            if (!(mean > 0)) {
                return 0;
            }
            logarithms += Math.log(mean);
        }
        return (float) (directions.size() == 1 ? mean : Math.exp(logarithms / directions.size()));
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
                    .filter(d -> sameDirection(d.getFirst().frame(), frame.frame()))
                    .findFirst()
                    .ifPresentOrElse(d -> d.add(frame), () -> directions.add(new ArrayList<>(List.of(frame))));
        }
        return directions;
    }

    private static boolean sameDirection(MrFrame a, MrFrame b) {
        BValue first = a.bValue().orElseThrow();
        BValue second = b.bValue().orElseThrow();
        if (isCombined(first) || isCombined(second)) {
            return isCombined(first) && isCombined(second);
        }
        // A direction that is not stated is taken as one of its own: the usual case of one image per direction.
        return first.gradient().isPresent()
                && second.gradient().isPresent()
                && Math.abs(first.gradient().get().dot(second.gradient().get())) > SAME_DIRECTION;
    }

    private static boolean isCombined(BValue b) {
        return b.directionality() == Directionality.ISOTROPIC || b.directionality() == Directionality.NONE;
    }
}
