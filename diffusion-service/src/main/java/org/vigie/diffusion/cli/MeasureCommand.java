package org.vigie.diffusion.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.RegionSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The arguments of {@code measure}. */
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        description = "Measures ADC in the diffusion images of a folder.",
        footer = "Research use / decision support. Not a medical device. To be interpreted by a qualified physician.")
public final class MeasureCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder with DICOM files; others are skipped and listed.")
    private Path folder = Path.of(".");

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
            description = "b-values to use, s/mm2. Default: by the rules.")
    private double @Nullable [] b;

    @Option(names = "--nominal-b", description = "Use the b-values asked for, where the scanner states both.")
    private boolean nominal;

    @Option(
            names = "--method",
            paramLabel = "two-point|ols|wls|nlls",
            description = "Default: nlls; two-point for two b.")
    private @Nullable String method;

    @Option(names = "--json", description = "The result as JSON on standard output.")
    private boolean json;

    @Option(names = "--maps", paramLabel = "OUT", description = "Folder for pictures and ADC maps (NIfTI).")
    private @Nullable Path maps;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw fault("not a folder: " + folder);
        }
        FolderMeasurement.Request request = new FolderMeasurement.Request(
                folder,
                regionSource(),
                b == null
                        ? Optional.empty()
                        : Optional.of(Arrays.stream(b).boxed().toList()),
                nominal,
                fitMethod(),
                Optional.ofNullable(maps));
        MeasureReport report = FolderMeasurement.run(request);
        PrintWriter out = command().commandLine().getOut();
        out.println(json ? text(report) : MeasureText.of(report));
        out.flush();
        return 0;
    }

    private FolderMeasurement.RegionSource regionSource() {
        if (roi == null) {
            return new FolderMeasurement.RegionSource.Proposed();
        }
        if (roi.startsWith("box:") || roi.startsWith("above:") || roi.equals("all")) {
            return new FolderMeasurement.RegionSource.Stated(
                    RegionSpec.parse(roi).orElseThrow(() -> fault("--roi: not understood: " + roi)));
        }
        Path file = Path.of(roi);
        if (!Files.isRegularFile(file)) {
            throw fault("--roi: no such file: " + roi);
        }
        return new FolderMeasurement.RegionSource.OutlineFile(file);
    }

    private Optional<FitMethod> fitMethod() {
        return method == null
                ? Optional.empty()
                : Optional.of(FitMethod.of(method)
                        .orElseThrow(() -> fault("--method: one of " + List.of("two-point", "ols", "wls", "nlls"))));
    }

    private static String text(MeasureReport report) throws JsonProcessingException {
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
