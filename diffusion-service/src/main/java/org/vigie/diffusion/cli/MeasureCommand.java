package org.vigie.diffusion.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.diffusion.Algorithm;
import org.vigie.diffusion.domain.DiffusionModel;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.RegionSpec;
import org.vigie.diffusion.raster.RasterFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The arguments of {@code measure}. */
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures diffusion in the images of a folder.",
            "Instead of a folder: a JSON file of signals (fitted curve by curve by every model), or an NRRD or"
                    + " NIfTI image with --roi LABEL (first-order statistics)."
        },
        footer = "Research use / decision support. Not a medical device. To be interpreted by a qualified physician.")
public final class MeasureCommand implements Callable<Integer> {
    private static final List<String> METHODS = Stream.concat(
                    Arrays.stream(FitMethod.values()).map(FitMethod::id),
                    Arrays.stream(DiffusionModel.values()).map(DiffusionModel::id))
            .toList();

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "Folder with DICOM files; others are skipped and listed.")
    private Path place = Path.of(".");

    @Option(
            names = "--signals",
            paramLabel = "FILE",
            description = "JSON: {\"NAME\":{\"data\":[…],\"noise\":SD},…,\"config\":{\"bvalues\":[…]}}.")
    private @Nullable Path signals;

    @Option(
            names = "--roi",
            paramLabel = "FILE|box:col,row,slice,edge|above:'b0>142,dirs>0'|all",
            description = "DICOM SEG, RTSTRUCT or SR, a label volume (NRRD, NIfTI), a box (also"
                    + " box:col,row,slice,columns,rows,slices), a threshold, or everything. Without it a region is"
                    + " proposed.")
    private @Nullable String roi;

    @Option(
            names = "--b",
            split = ",",
            paramLabel = "B",
            description = "b-values to use, s/mm2. Default: by the rules; every b-value for a model.")
    private double @Nullable [] b;

    @Option(names = "--nominal-b", description = "Use the b-values asked for, where the scanner states both.")
    private boolean nominal;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            description = {
                "ADC by two-point, ols, wls or nlls (default: nlls; two-point for two b);",
                "or a model, never alertable: ivim-segmented, ivim, kurtosis, stretched."
            })
    private @Nullable String method;

    @Option(
            names = "--sigma",
            paramLabel = "SD",
            description = "Noise SD of one image, unit of the signal: voxels with a sample below 3 SD are excluded.")
    private @Nullable Double sigma;

    @Option(names = "--json", description = "The result as JSON on standard output.")
    private boolean json;

    @Option(
            names = "--maps",
            paramLabel = "OUT",
            description = "Folder for pictures and ADC maps (DICOM Parametric Map, NIfTI).")
    private @Nullable Path maps;

    @Option(
            names = "--bin-width",
            paramLabel = "W",
            defaultValue = "25",
            description = "NRRD and NIfTI images: bin width behind entropy and uniformity. Default: ${DEFAULT-VALUE}.")
    private double binWidth;

    @Option(
            names = "--shift",
            paramLabel = "S",
            defaultValue = "0",
            description = "NRRD and NIfTI images: added before energy and root mean square. Default: ${DEFAULT-VALUE}.")
    private double shift;

    @Mixin
    private PhantomOptions phantom = new PhantomOptions();

    /** What the machine does not let us read or write is said in one line, as wrong usage is. */
    @Override
    public Integer call() throws IOException {
        try {
            return measure();
        } catch (FileSystemException e) {
            String why = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw fault("cannot use " + e.getFile() + ": " + why);
        } catch (UncheckedIOException e) {
            throw fault("cannot read " + place + ": " + e.getMessage());
        } catch (OutOfMemoryError e) {
            throw fault("more than the memory holds: give the command a smaller folder");
        }
    }

    private int measure() throws IOException {
        if (phantom.phantom != null) {
            PhantomMeasurement.Report report = phantom(phantom.phantom);
            print(json ? text(report) : PhantomText.of(report));
            phantom.register(report);
        } else {
            MeasureReport report = report();
            print(json ? text(report) : MeasureText.of(report));
            PrintWriter err = command().commandLine().getErr();
            report.unreadable()
                    .forEach(u -> err.println("cannot read " + u.file() + ": " + u.reason() + ": " + u.rule()));
            if (report.reasons().contains(MeasureReport.NO_DICOM)) {
                err.println("no DICOM file in " + place);
            }
            err.flush();
            return report.isFailure() ? 1 : 0;
        }
        return 0;
    }

    private void print(String text) {
        PrintWriter out = command().commandLine().getOut();
        out.println(text);
        out.flush();
    }

    private PhantomMeasurement.Report phantom(String nameOrFile) throws IOException {
        if (!Files.isDirectory(place)) {
            throw fault("not a folder: " + place);
        }
        try {
            return PhantomMeasurement.run(
                    place,
                    PhantomFile.read(nameOrFile),
                    phantom.temperature == null ? OptionalDouble.empty() : OptionalDouble.of(phantom.temperature),
                    phantom.device());
        } catch (IllegalArgumentException e) {
            throw fault("--phantom: " + e.getMessage());
        }
    }

    private MeasureReport report() throws IOException {
        if (signals != null || isFile(".json")) {
            return signals(signals == null ? place : signals);
        }
        if (!(binWidth > 0)) {
            throw fault("--bin-width: must be above zero");
        }
        RasterMeasurement rasters = new RasterMeasurement(binWidth, shift);
        if (Files.isRegularFile(place) && RasterFile.isOne(place)) {
            return rasters.run(place, roiFile());
        }
        if (!Files.exists(place)) {
            throw fault("no such folder: " + place);
        }
        if (sigma != null && !(sigma > 0 && Double.isFinite(sigma))) {
            throw fault("--sigma: must be above zero");
        }
        return FolderMeasurement.run(new FolderMeasurement.Request(
                place,
                regionSource(),
                b == null
                        ? Optional.empty()
                        : Optional.of(Arrays.stream(b).boxed().toList()),
                nominal,
                Optional.ofNullable(method).flatMap(FitMethod::of),
                model(),
                sigma == null ? OptionalDouble.empty() : OptionalDouble.of(sigma),
                rasters,
                Optional.ofNullable(maps)));
    }

    private boolean isFile(String ending) {
        return Files.isRegularFile(place) && place.toString().endsWith(ending);
    }

    private MeasureReport signals(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw fault("--signals: no such file: " + file);
        }
        SignalFile read = SignalFile.read(file, file.getFileName().toString())
                .orElseThrow(() -> fault("--signals: no curves with \"data\" and \"bvalues\" in " + file));
        return new MeasureReport(
                Algorithm.VERSION,
                "mm2/s",
                List.of(),
                SignalMeasurement.of(read),
                null,
                List.of(),
                List.of(),
                List.of(),
                MeasureReport.NOTICE);
    }

    private FolderMeasurement.RegionSource regionSource() {
        if (roi == null) {
            return new FolderMeasurement.RegionSource.Proposed();
        }
        if (roi.startsWith("box:") || roi.startsWith("above:") || roi.equals("all")) {
            return new FolderMeasurement.RegionSource.Stated(
                    RegionSpec.parse(roi).orElseThrow(() -> fault("--roi: not understood: " + roi)));
        }
        return new FolderMeasurement.RegionSource.OutlineFile(roiFile());
    }

    private Path roiFile() {
        if (roi == null || !Files.isRegularFile(Path.of(roi))) {
            throw fault("--roi: no such file: " + roi);
        }
        return Path.of(roi);
    }

    private Optional<DiffusionModel> model() {
        if (method != null && !METHODS.contains(method)) {
            throw fault("--method: one of " + METHODS);
        }
        return Optional.ofNullable(method).flatMap(DiffusionModel::of);
    }

    private static String text(Object report) throws JsonProcessingException {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report);
    }

    private ParameterException fault(String message) {
        return new ParameterException(command().commandLine(), message);
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec before it calls");
        }
        return spec;
    }
}
