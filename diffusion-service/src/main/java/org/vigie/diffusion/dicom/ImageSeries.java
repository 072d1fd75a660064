package org.vigie.diffusion.dicom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.mr.SeriesKind;

/**
 * Images of one series on one raster that are no diffusion weighting: CT, T1, the scanner's own ADC map.
 *
 * @param unusable why they are no volume
 */
public record ImageSeries(ImageStack stack, Optional<Reason> unusable) {
    /** mm over the whole image. */
    private static final double SAME_RASTER = 0.5;

    /** Every one of a study, in the order in which the images were read. */
    public static List<ImageSeries> of(StudyScan scan) {
        Map<ScannedFrame, List<ScannedFrame>> rasters = new LinkedHashMap<>();
        Stream.concat(scan.frames().stream(), scan.otherImages().stream())
                .filter(f -> !f.frame().kind().isDiffusionWeighted())
                .forEach(frame -> rasters.keySet().stream()
                        .filter(first ->
                                first.frame().seriesUid().equals(frame.frame().seriesUid())
                                        && first.frame().kind() == frame.frame().kind()
                                        && first.frame()
                                                .geometry()
                                                .sameGrid(frame.frame().geometry(), SAME_RASTER))
                        .findFirst()
                        .map(rasters::get)
                        .orElseGet(() -> rasters.computeIfAbsent(frame, f -> new ArrayList<>()))
                        .add(frame));
        return rasters.values().stream().map(ImageSeries::of).toList();
    }

    private static ImageSeries of(List<ScannedFrame> frames) {
        ImageStack stack = ImageStack.of(frames);
        return new ImageSeries(
                stack,
                stack.slices().size() == frames.size()
                        ? Optional.empty()
                        : Optional.of(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "images of a slice")));
    }

    public boolean isAdcMap() {
        return stack.images().getFirst().frame().kind() == SeriesKind.ADC_MAP;
    }

    public List<Integer> seriesNumbers() {
        return stack.images().stream()
                .flatMapToInt(f -> f.frame().instance().seriesNumber().stream())
                .distinct()
                .sorted()
                .boxed()
                .toList();
    }

    public List<String> seriesUids() {
        return stack.images().stream()
                .map(f -> f.frame().seriesUid())
                .distinct()
                .toList();
    }
}
