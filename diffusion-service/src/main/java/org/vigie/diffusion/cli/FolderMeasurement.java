package org.vigie.diffusion.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.diffusion.Algorithm;
import org.vigie.diffusion.dicom.ByteSource;
import org.vigie.diffusion.dicom.DwiAcquisition;
import org.vigie.diffusion.dicom.DwiAcquisitions;
import org.vigie.diffusion.dicom.ImageStack;
import org.vigie.diffusion.dicom.ParametricMapWriter;
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
import org.vigie.diffusion.domain.kernel.AdcMap;
import org.vigie.diffusion.picture.AdcPicture;

/** Measures every acquisition of a folder by every variant. */
final class FolderMeasurement {
    /** As in the service: what the environment says, and never more than half of the heap. */
    private static final String BUDGET = "VIGIE_DIFFUSION_MEMORY_BUDGET_BYTES";

    private final Request request;
    private final FolderRegions regions;
    private final long budgetBytes;
    private final List<MeasureReport.Series> series = new ArrayList<>();
    private final List<MeasureReport.Unreadable> unreadable = new ArrayList<>();

    private FolderMeasurement(Request request, FolderRegions regions) {
        this.request = request;
        this.regions = regions;
        this.budgetBytes = budget();
    }

    private static long budget() {
        long half = Runtime.getRuntime().maxMemory() / 2;
        String stated = System.getProperty("vigie.diffusion.memory-budget-bytes", System.getenv(BUDGET));
        return stated != null && stated.matches("\\d{1,18}") ? Math.min(Long.parseLong(stated), half) : half;
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
        scan.unreadable()
                .forEach(
                        u -> measurement.unreadable.add(new MeasureReport.Unreadable(u.label(), u.reason(), u.rule())));
        Set<Reason> reasons = new LinkedHashSet<>(scan.unusable());
        if (scan.hasMixedStudy()) {
            reasons.add(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "patient"));
        } else {
            measurement.measure(scan, reasons);
        }
        List<MeasureReport.SignalCurve> curves = new ArrayList<>();
        Set<String> signalFiles = new HashSet<>();
        for (String skipped : Files.isDirectory(request.folder()) ? scan.skipped() : List.<String>of()) {
            SignalFile.read(request.folder().resolve(skipped), skipped).ifPresent(file -> {
                signalFiles.add(skipped);
                curves.addAll(SignalMeasurement.of(file));
            });
        }
        if (scan.hasNothing()
                && scan.unreadable().isEmpty()
                && measurement.series.isEmpty()
                && curves.isEmpty()
                && regions.rasterFile().isEmpty()) {
            reasons.add(MeasureReport.NO_DICOM);
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
                List.copyOf(reasons),
                scan.skipped().stream().filter(f -> !signalFiles.contains(f)).toList(),
                measurement.unreadable,
                MeasureReport.NOTICE);
    }

    private void measure(StudyScan scan, Set<Reason> reasons) throws IOException {
        List<DwiAcquisition> acquisitions = DwiAcquisitions.of(scan.frames(), request.nominal());
        for (DwiAcquisition acquisition : acquisitions) {
            add(acquisition);
        }
        reasons.addAll(DwiAcquisitions.refusals(scan.frames()));
        series.addAll(IntensityEntries.of(request.folder(), scan, regions));
        if (series.isEmpty() && reasons.isEmpty() && !scan.hasNothing()) {
            reasons.add(Reason.of(ReasonCode.MISSING_INPUT, "diffusion images"));
        }
    }

    /** Every file of a folder, by its place in it. */
    static List<StudyObject> objects(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(f -> object(label(folder, f), f))
                    .toList();
        }
    }

    private static String label(Path folder, Path file) {
        return file.equals(folder)
                ? String.valueOf(file.getFileName())
                : folder.relativize(file).toString();
    }

    static StudyObject object(String label, Path file) {
        ByteSource bytes = () -> Files.readAllBytes(file);
        return new StudyObject(label, bytes, Optional.empty(), Optional.empty());
    }

    private void add(DwiAcquisition acquisition) throws IOException {
        List<Selection> selections = request.b()
                .map(wanted -> List.of(Selection.requested(acquisition.b(), wanted)))
                .orElseGet(() ->
                        request.model().isPresent() ? List.of(Selection.all(acquisition.b())) : byRules(acquisition));
        VolumeReader reader = new VolumeReader(budgetBytes);
        VolumeReader.Result read = readOrRefuse(reader, acquisition);
        reader.unreadable()
                .forEach(u -> unreadable.add(new MeasureReport.Unreadable(
                        u.label(), u.reason(), "as many decodable pixels as the header states (PS3.5 8)")));
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

    /** Where no variant of the rules fits, a physicist still wants the fit of what there is, named for what it is. */
    private static List<Selection> byRules(DwiAcquisition acquisition) {
        List<Selection> selections = new ArrayList<>(Selections.byRules(acquisition.b(), acquisition.incomplete()));
        if (selections.stream().noneMatch(Selection::isAdequate)
                && acquisition.incomplete().isEmpty()
                && acquisition.b().size() > 1) {
            selections.add(Selection.all(acquisition.b()));
        }
        return selections;
    }

    private static VolumeReader.Result readOrRefuse(VolumeReader reader, DwiAcquisition acquisition)
            throws IOException {
        try {
            return reader.read(acquisition);
        } catch (OutOfMemoryError e) {
            return new VolumeReader.Result.Refused(Reason.of(ReasonCode.BUDGET_EXCEEDED, "memory"));
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
                Stream.concat(
                                request.nominal() ? Stream.of(Flags.NOMINAL_B) : Stream.empty(),
                                acquisition.flags().stream())
                        .toList(),
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
        ImageStack stack = ImageStack.of(acquisition);
        Files.write(
                out.resolve(name + "-adc.dcm"),
                ParametricMapWriter.write(
                        stack,
                        AdcMap.of(volume, selection.indices(), method),
                        selection,
                        stack.acquiredAt(),
                        Algorithm.VERSION));
    }
}
