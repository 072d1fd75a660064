package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.IntensityVolume;
import org.vigie.mr.MrFrame;
import org.vigie.mr.PixelFormat;

/**
 * Decodes images that are no diffusion weighting. The unit comes from the Real World Value Mapping, for CT from Rescale
 * Type; an ADC map without a mapping has none: no table of manufacturers is confirmed, and a unit is never guessed from
 * the size of the numbers (clinical rules 1.1).
 */
public final class IntensityReader {
    private static final String ADC = "113041";
    private static final Set<String> CT =
            Set.of("1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.2.1", "1.2.840.10008.5.1.4.1.1.2.2");

    private final ImageSeries series;
    private final double[] values;
    private final Set<String> units = new HashSet<>();
    private boolean diffusivity;

    private IntensityReader(ImageSeries series) {
        this.series = series;
        this.values = new double[series.stack().grid().voxels()];
        this.diffusivity = series.isAdcMap();
    }

    public sealed interface Result {
        record Read(IntensityVolume volume) implements Result {}

        record Refused(Reason reason) implements Result {}
    }

    /** @throws IOException if the place of an instance fails */
    public static Result read(ImageSeries series) throws IOException {
        if (series.unusable().isPresent()) {
            return new Result.Refused(series.unusable().get());
        }
        return new IntensityReader(series).read();
    }

    private Result read() throws IOException {
        Map<StudyObject, List<ScannedFrame>> byObject = new LinkedHashMap<>();
        series.stack()
                .images()
                .forEach(f -> byObject.computeIfAbsent(f.object(), o -> new ArrayList<>())
                        .add(f));
        for (Map.Entry<StudyObject, List<ScannedFrame>> object : byObject.entrySet()) {
            Optional<Reason> refused = read(object.getKey(), object.getValue());
            if (refused.isPresent()) {
                return new Result.Refused(refused.get());
            }
        }
        if (units.size() > 1) {
            return new Result.Refused(Reason.of(ReasonCode.UNIT_UNKNOWN, "mixed"));
        }
        String unit = units.stream().findFirst().orElse(IntensityVolume.UNKNOWN);
        return new Result.Read(new IntensityVolume(series.stack().grid(), values, unit, diffusivity));
    }

    private Optional<Reason> read(StudyObject object, List<ScannedFrame> frames) throws IOException {
        byte[] bytes = object.bytes().read();
        Datasets.Parsed parsed;
        try {
            parsed = Datasets.parse(bytes, -1, object.limits());
        } catch (IOException e) {
            return Optional.of(Datasets.reason(e, Reason.of(ReasonCode.INVALID_VALUE, "pixelData")));
        }
        return parsed.dataset().contains(Tag.FloatPixelData) || parsed.dataset().contains(Tag.DoubleFloatPixelData)
                ? floats(parsed.dataset(), frames)
                : integers(parsed, frames);
    }

    private Optional<Reason> integers(Datasets.Parsed parsed, List<ScannedFrame> frames) {
        int last = frames.stream().mapToInt(f -> f.frame().frameIndex()).max().orElse(0);
        switch (PixelDecoder.open(parsed, last + 1, frames.getFirst().frame().pixels())) {
            case PixelDecoder.Opened.Refused(Reason reason) -> {
                return Optional.of(reason);
            }
            case PixelDecoder.Opened.Ready(PixelDecoder decoder) -> {
                for (ScannedFrame frame : frames) {
                    put(parsed.dataset(), frame.frame(), decoder.decode(frame.frame()).signal);
                }
                return Optional.empty();
            }
        }
    }

    /** The decoder has applied the rescale; a mapping is of the stored value and takes its place. */
    private void put(Attributes dataset, MrFrame frame, float[] rescaled) {
        Optional<RealWorldValue> mapping = RealWorldValue.of(dataset, frame.frameIndex());
        PixelFormat format = frame.pixels();
        double slope = format.slope().orElse(1);
        double intercept = format.intercept().orElse(0);
        double factor = factor(mapping);
        int to = first(frame);
        for (int i = 0; i < rescaled.length; i++) {
            values[to + i] = mapping.isEmpty()
                    ? rescaled[i]
                    : factor
                            * (mapping.get().slope() * Math.rint((rescaled[i] - intercept) / slope)
                                    + mapping.get().intercept());
        }
        units.add(unit(dataset, mapping));
    }

    private Optional<Reason> floats(Attributes dataset, List<ScannedFrame> frames) {
        boolean isDouble = dataset.contains(Tag.DoubleFloatPixelData);
        double[] stored = dataset.getDoubles(isDouble ? Tag.DoubleFloatPixelData : Tag.FloatPixelData);
        int size = series.stack().grid().voxelsPerSlice();
        for (ScannedFrame scanned : frames) {
            MrFrame frame = scanned.frame();
            int from = frame.frameIndex() * size;
            if (stored == null || stored.length < from + size) {
                return Optional.of(Reason.of(ReasonCode.INVALID_VALUE, "pixelData"));
            }
            Optional<RealWorldValue> mapping = RealWorldValue.of(dataset, frame.frameIndex());
            double factor = factor(mapping);
            int to = first(frame);
            for (int i = 0; i < size; i++) {
                double value = stored[from + i];
                values[to + i] = mapping.isEmpty()
                        ? value
                        : factor
                                * (mapping.get().slope() * value + mapping.get().intercept());
            }
            units.add(unit(dataset, mapping));
        }
        return Optional.empty();
    }

    private double factor(Optional<RealWorldValue> mapping) {
        diffusivity |=
                mapping.flatMap(RealWorldValue::quantity).filter(ADC::equals).isPresent();
        return diffusivity ? mapping.flatMap(RealWorldValue::toMm2PerSec).orElse(1.0) : 1;
    }

    private String unit(Attributes dataset, Optional<RealWorldValue> mapping) {
        if (mapping.isPresent()) {
            return diffusivity && mapping.get().toMm2PerSec().isPresent()
                    ? IntensityVolume.MM2_PER_SEC
                    : mapping.get().unit();
        }
        String rescaleType = dataset.getString(Tag.RescaleType);
        if (diffusivity) {
            return IntensityVolume.UNKNOWN;
        }
        if (CT.contains(dataset.getString(Tag.SOPClassUID, ""))) {
            return rescaleType == null || rescaleType.equals("HU") ? "HU" : IntensityVolume.UNKNOWN;
        }
        return IntensityVolume.ARBITRARY;
    }

    private int first(MrFrame frame) {
        Grid grid = series.stack().grid();
        double position = frame.geometry().positionAlongNormal();
        int best = 0;
        for (int i = 1; i < series.stack().slices().size(); i++) {
            if (distance(i, position) < distance(best, position)) {
                best = i;
            }
        }
        return grid.index(0, 0, best);
    }

    private double distance(int slice, double position) {
        return Math.abs(series.stack().slices().get(slice).positionAlongNormal() - position);
    }
}
