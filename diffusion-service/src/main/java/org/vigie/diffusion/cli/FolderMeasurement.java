package org.vigie.diffusion.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.diffusion.Algorithm;
import org.vigie.diffusion.dicom.ByteSource;
import org.vigie.diffusion.dicom.DwiAcquisition;
import org.vigie.diffusion.dicom.DwiAcquisitions;
import org.vigie.diffusion.dicom.ImageStack;
import org.vigie.diffusion.dicom.StudyObject;
import org.vigie.diffusion.dicom.StudyScan;
import org.vigie.diffusion.dicom.StudyScanner;
import org.vigie.diffusion.dicom.VolumeReader;
import org.vigie.diffusion.domain.DiffusionModel;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.Flags;
import org.vigie.diffusion.domain.Histogram;
import org.vigie.diffusion.domain.ModelMeasurement;
import org.vigie.diffusion.domain.QualityMeasurement;
import org.vigie.diffusion.domain.QualityReport;
import org.vigie.diffusion.domain.Region;
import org.vigie.diffusion.domain.RegionMeasurement;
import org.vigie.diffusion.domain.RegionReport;
import org.vigie.diffusion.domain.RegionSpec;
import org.vigie.diffusion.domain.Selection;
import org.vigie.diffusion.domain.Selections;
import org.vigie.diffusion.picture.AdcPicture;

/** Measures every acquisition of a folder by every variant. */
final class FolderMeasurement {
    private static final long BUDGET_BYTES = Long.MAX_VALUE;

    private final Request request;
    private final FolderRegions regions;
    private final List<MeasureReport.Series> series = new ArrayList<>();

    private FolderMeasurement(Request request, FolderRegions regions) {
        this.request = request;
        this.regions = regions;
    }

    /**
     * @param b empty: by the variants of the rules
     * @param method empty: the standard one
     * @param model of several parameters, in the place of the method
     */
    record Request(
            Path folder,
            RegionSource region,
            Optional<List<Double>> b,
            boolean nominal,
            Optional<FitMethod> method,
            Optional<DiffusionModel> model,
            OptionalDouble sigma,
            RasterMeasurement rasters,
            Optional<Path> maps) {}

    sealed interface RegionSource {
        record Proposed() implements RegionSource {}

        record Stated(RegionSpec spec) implements RegionSource {}

        /** DICOM SEG, RTSTRUCT or SR, or a label volume. */
        record OutlineFile(Path file) implements RegionSource {}
    }

    static MeasureReport run(Request request) throws IOException {
        StudyScan scan = StudyScanner.scan(objects(request.folder()));
        FolderRegions regions = FolderRegions.of(request.region(), scan);
        FolderMeasurement measurement = new FolderMeasurement(request, regions);
        for (DwiAcquisition acquisition : DwiAcquisitions.of(scan.frames(), request.nominal())) {
            measurement.add(acquisition);
        }
        measurement.series.addAll(IntensityEntries.of(request.folder(), scan, regions));
        List<MeasureReport.SignalCurve> curves = new ArrayList<>();
        Set<String> signalFiles = new HashSet<>();
        for (String skipped : scan.skipped()) {
            SignalFile.read(request.folder().resolve(skipped), skipped).ifPresent(file -> {
                signalFiles.add(skipped);
                curves.addAll(SignalMeasurement.of(file));
            });
        }
        return new MeasureReport(
                Algorithm.VERSION,
                "mm2/s",
                measurement.series,
                curves.isEmpty() ? null : curves,
                regions.rasterFile().isEmpty()
                        ? null
                        : request.rasters()
                                .tables(request.folder(), regions.rasterFile().get()),
                scan.unusable(),
                scan.skipped().stream().filter(f -> !signalFiles.contains(f)).toList(),
                MeasureReport.NOTICE);
    }

    /** Every file of a folder, by its place in it. */
    static List<StudyObject> objects(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(f -> object(folder.relativize(f).toString(), f))
                    .toList();
        }
    }

    static StudyObject object(String label, Path file) {
        ByteSource bytes = () -> Files.readAllBytes(file);
        return new StudyObject(label, bytes, Optional.empty(), Optional.empty());
    }

    private void add(DwiAcquisition acquisition) throws IOException {
        List<Selection> selections = request.b()
                .map(wanted -> List.of(Selection.requested(acquisition.b(), wanted)))
                .orElseGet(() -> request.model().isPresent()
                        ? List.of(Selection.all(acquisition.b()))
                        : Selections.byRules(acquisition.b(), acquisition.incomplete()));
        VolumeReader.Result read = new VolumeReader(BUDGET_BYTES).read(acquisition);
        for (Selection selection : selections) {
            switch (read) {
                case VolumeReader.Result.Refused(Reason reason) ->
                    series.add(entry(acquisition, selection, List.of(), List.of(reason)));
                case VolumeReader.Result.Read(DiffusionVolume volume) -> {
                    List<MeasureReport.Roi> rois = new ArrayList<>();
                    for (FolderRegions.Found found : regions.in(ImageStack.of(acquisition), volume)) {
                        rois.add(roi(volume, found, selection));
                        files(acquisition, volume, found, rois.size(), selection);
                    }
                    series.add(entry(acquisition, selection, rois, selection.reasons()));
                }
            }
        }
    }

    private MeasureReport.Roi roi(DiffusionVolume volume, FolderRegions.Found found, Selection selection) {
        return request.model()
                .flatMap(model -> found.region()
                        .filter(_ -> found.isMeasurable())
                        .map(region -> ModelMeasurement.of(
                                volume, region, selection, model, found.validated(), request.sigma())))
                .map(measured -> roi(found, measured))
                .orElseGet(() -> adc(volume, found, selection));
    }

    private static MeasureReport.Roi roi(FolderRegions.Found found, ModelMeasurement measured) {
        return new MeasureReport.Roi(
                found.name(),
                found.trackingUid().orElse(null),
                measured.n(),
                measured.nValid(),
                null,
                null,
                null,
                measured.excluded(),
                Map.of(),
                measured.parameters(),
                null,
                null,
                Stream.concat(measured.flags().stream(), found.flags().stream()).toList(),
                measured.reasons());
    }

    private MeasureReport.Roi adc(DiffusionVolume volume, FolderRegions.Found found, Selection selection) {
        List<AdcMeasurement> all = found.region()
                .filter(_ -> found.isMeasurable())
                .map(r -> RegionReport.of(
                        new RegionMeasurement(volume, r, found.validated(), request.sigma()),
                        List.of(selection),
                        request.method()))
                .orElseGet(() -> List.of(RegionMeasurement.none(
                        selection,
                        RegionReport.methods(selection, request.method()).getFirst(),
                        found.reasons().getFirst())));
        AdcMeasurement primary = all.getFirst();
        Map<String, MeasureReport.Comparison> methods = new LinkedHashMap<>();
        all.forEach(m -> methods.put(
                m.key().method(), new MeasureReport.Comparison(m.key().bSecPerMm2(), m.nValid(), m.raw(), m.valid())));
        return new MeasureReport.Roi(
                found.name(),
                found.trackingUid().orElse(null),
                found.region().map(Region::size).orElse(0),
                primary.nValid(),
                primary.raw(),
                primary.valid(),
                primary.logLinearOfMeanMm2PerSec(),
                primary.excluded(),
                methods,
                null,
                primary.valid() == null ? null : histogram(volume, found, selection),
                quality(volume, found, selection),
                Stream.concat(primary.flags().stream(), found.flags().stream()).toList(),
                primary.reasons());
    }

    private @Nullable Histogram histogram(DiffusionVolume volume, FolderRegions.Found found, Selection selection) {
        if (!found.isMeasurable() || !selection.isAdequate()) {
            return null;
        }
        double[] valid = new RegionMeasurement(volume, found.region().orElseThrow(), found.validated(), request.sigma())
                .validAdc(
                        selection,
                        RegionReport.methods(selection, request.method()).getFirst());
        return valid.length == 0 ? null : Histogram.of(valid, Histogram.ADC_WIDTH);
    }

    private @Nullable QualityReport quality(DiffusionVolume volume, FolderRegions.Found found, Selection selection) {
        return found.isMeasurable() && selection.isAdequate()
                ? QualityMeasurement.of(volume, found.region().orElseThrow(), selection, request.sigma())
                : null;
    }

    private MeasureReport.Series entry(
            DwiAcquisition acquisition, Selection selection, List<MeasureReport.Roi> rois, List<Reason> reasons) {
        FitMethod method = RegionReport.methods(selection, request.method()).getFirst();
        return new MeasureReport.Series(
                acquisition.seriesNumbers(),
                acquisition.seriesUids(),
                acquisition.b(),
                request.model().isPresent()
                        ? selection.b()
                        : selection.usedBy(method).b(),
                acquisition.slices().size(),
                selection.variant(),
                request.model().map(DiffusionModel::id).orElse(method.id()),
                "mm2/s",
                selection.alertable(),
                rois,
                request.nominal() ? List.of(Flags.NOMINAL_B) : List.of(),
                reasons);
    }

    private void files(
            DwiAcquisition acquisition,
            DiffusionVolume volume,
            FolderRegions.Found found,
            int number,
            Selection selection)
            throws IOException {
        if (request.maps().isEmpty()
                || request.model().isPresent()
                || !found.isMeasurable()
                || !selection.isAdequate()) {
            return;
        }
        Path out = Files.createDirectories(request.maps().get());
        String name = "entry" + (series.size() + 1) + "-" + selection.variant();
        FitMethod method = RegionReport.methods(selection, request.method()).getFirst();
        Files.write(
                out.resolve(name + "-roi" + number + ".png"),
                AdcPicture.png(volume, found.region().get(), selection));
        NiftiMap.write(out.resolve(name + "-adc.nii"), volume, acquisition.slices(), selection, method);
    }
}
