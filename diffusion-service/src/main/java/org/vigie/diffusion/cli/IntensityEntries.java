package org.vigie.diffusion.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.AdcMeasurement.Statistics;
import org.vigie.diffusion.dicom.ImageSeries;
import org.vigie.diffusion.dicom.ImageStack;
import org.vigie.diffusion.dicom.IntensityReader;
import org.vigie.diffusion.dicom.Outline;
import org.vigie.diffusion.dicom.StudyScan;
import org.vigie.diffusion.domain.Flags;
import org.vigie.diffusion.domain.IntensityVolume;
import org.vigie.diffusion.domain.Region;
import org.vigie.diffusion.raster.RasterFile;
import org.vigie.diffusion.raster.RasterVolume;

/** What a region holds in images that are not fitted: values as they are, never alerted on. */
final class IntensityEntries {
    static final String INTENSITY = "intensity";
    static final String VENDOR_ADC = "vendor-adc";
    static final String OUTLINE = "outline";
    private static final String NONE = "none";

    private IntensityEntries() {}

    static List<MeasureReport.Series> of(Path folder, StudyScan scan, FolderRegions regions) throws IOException {
        List<MeasureReport.Series> entries = new ArrayList<>();
        if (!regions.isStated()) {
            return entries;
        }
        for (ImageSeries series : ImageSeries.of(scan)) {
            List<FolderRegions.Found> found = regions.in(series.stack());
            if (found.isEmpty() || isNowhere(found)) {
                continue;
            }
            entries.add(
                    switch (IntensityReader.read(series)) {
                        case IntensityReader.Result.Refused(Reason reason) ->
                            entry(
                                    series,
                                    variant(series.isAdcMap()),
                                    IntensityVolume.UNKNOWN,
                                    List.of(),
                                    List.of(reason));
                        case IntensityReader.Result.Read(IntensityVolume volume) ->
                            entry(
                                    series,
                                    variant(volume.isDiffusivity()),
                                    volume.unit(),
                                    rois(found, volume),
                                    unitReasons(volume));
                    });
        }
        if (regions.rasterFile().isPresent()) {
            entries.addAll(rasters(folder, regions, regions.rasterFile().get()));
        }
        if (regions.outlines().stream().anyMatch(o -> o.shape() instanceof Outline.Raster)) {
            entries.add(outlines(regions.outlines()));
        }
        return entries;
    }

    /** A region of another place is no news of every series of a folder. */
    private static boolean isNowhere(List<FolderRegions.Found> found) {
        return found.stream()
                .allMatch(f -> f.reasons().isEmpty()
                        && f.region().filter(r -> r.size() > 0).isEmpty());
    }

    private static String variant(boolean diffusivity) {
        return diffusivity ? VENDOR_ADC : INTENSITY;
    }

    private static List<Reason> unitReasons(IntensityVolume volume) {
        return volume.unit().equals(IntensityVolume.UNKNOWN)
                ? List.of(Reason.of(ReasonCode.UNIT_UNKNOWN, volume.isDiffusivity() ? "adc" : INTENSITY))
                : List.of();
    }

    private static List<MeasureReport.Roi> rois(List<FolderRegions.Found> found, IntensityVolume volume) {
        return found.stream().map(f -> roi(f, volume)).toList();
    }

    private static MeasureReport.Roi roi(FolderRegions.Found found, IntensityVolume volume) {
        Optional<Statistics> raw =
                found.region().filter(_ -> found.isMeasurable()).flatMap(volume::statistics);
        List<String> flags = found.validated()
                ? found.flags()
                : Stream.concat(found.flags().stream(), Stream.of(Flags.UNVALIDATED_ROI))
                        .toList();
        List<Reason> reasons = new ArrayList<>(found.reasons());
        if (found.isMeasurable() && raw.isEmpty()) {
            reasons.add(Reason.of(ReasonCode.ROI_TOO_SMALL));
        }
        return roi(found.name(), found.trackingUid().orElse(null), size(found), raw.orElse(null), flags, reasons);
    }

    private static int size(FolderRegions.Found found) {
        return found.region().map(Region::size).orElse(0);
    }

    private static MeasureReport.Roi roi(
            String name,
            @Nullable String trackingUid,
            int n,
            @Nullable Statistics raw,
            List<String> flags,
            List<Reason> reasons) {
        return new MeasureReport.Roi(
                name, trackingUid, n, 0, raw, null, null, Map.of(), Map.of(), null, null, null, flags, reasons);
    }

    private static MeasureReport.Series entry(
            ImageSeries series, String variant, String units, List<MeasureReport.Roi> rois, List<Reason> reasons) {
        return entry(
                series.seriesNumbers(),
                series.seriesUids(),
                series.stack().slices().size(),
                variant,
                units,
                rois,
                reasons);
    }

    private static MeasureReport.Series entry(
            List<Integer> numbers,
            List<String> uids,
            int slices,
            String variant,
            String units,
            List<MeasureReport.Roi> rois,
            List<Reason> reasons) {
        return new MeasureReport.Series(
                numbers,
                uids,
                List.of(),
                List.of(),
                slices,
                variant,
                NONE,
                units,
                false,
                rois,
                flags(variant),
                reasons);
    }

    /** Of images that are not fitted the SD is that of the population (IBSI), not of the rules for ADC. */
    private static List<String> flags(String variant) {
        return variant.equals(OUTLINE) ? List.of() : List.of(Flags.SD_POPULATION);
    }

    /** A label volume is laid over the other volumes of its kind in the folder. */
    private static List<MeasureReport.Series> rasters(Path folder, FolderRegions regions, Path label)
            throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(RasterFile::isOne)
                    .sorted()
                    .toList();
        }
        List<MeasureReport.Series> entries = new ArrayList<>();
        for (Path file : files) {
            if (Files.isSameFile(file, label)
                    || !(RasterFile.read(file) instanceof RasterFile.Result.Read(RasterVolume volume))) {
                continue;
            }
            ImageStack stack = new ImageStack(volume.slices(), List.of());
            List<FolderRegions.Found> found = regions.in(stack);
            double[] values = new double[volume.voxels()];
            for (int i = 0; i < values.length; i++) {
                values[i] = volume.value(i);
            }
            IntensityVolume intensities = new IntensityVolume(stack.grid(), values, IntensityVolume.ARBITRARY, false);
            if (!isNowhere(found)) {
                entries.add(entry(
                        List.of(),
                        List.of(folder.relativize(file).toString()),
                        volume.slices().size(),
                        INTENSITY,
                        intensities.unit(),
                        rois(found, intensities),
                        List.of()));
            }
        }
        return entries;
    }

    /** The region as its own object has it, laid over nothing: how many pixels, whatever images are here. */
    private static MeasureReport.Series outlines(List<Outline> outlines) {
        List<MeasureReport.Roi> rois = new ArrayList<>();
        for (Outline outline : outlines) {
            if (outline.shape() instanceof Outline.Raster raster) {
                String trackingUid = outline.trackingUid().orElse(null);
                rois.add(roi(outline.label(), trackingUid, raster.size(), null, outline.flags(), List.of()));
                raster.fractions()
                        .ifPresent(f -> rois.add(roi(
                                outline.label() + " above 0",
                                trackingUid,
                                f.nonZero(),
                                null,
                                outline.flags(),
                                List.of())));
            }
        }
        int frames = outlines.stream()
                .map(Outline::shape)
                .mapToInt(s ->
                        s instanceof Outline.Raster raster ? raster.planes().size() : 0)
                .sum();
        return entry(List.of(), List.of(), frames, OUTLINE, "pixels", rois, List.of());
    }
}
