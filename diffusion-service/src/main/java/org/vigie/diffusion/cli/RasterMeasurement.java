package org.vigie.diffusion.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.Algorithm;
import org.vigie.diffusion.domain.FirstOrder;
import org.vigie.diffusion.raster.RasterFile;
import org.vigie.diffusion.raster.RasterVolume;
import org.vigie.mr.SliceGeometry;

/**
 * First-order statistics of volumes that are no DICOM in the non-zero voxels of a label volume on the same grid.
 *
 * @param binWidth of the histogram behind entropy and uniformity
 * @param shift added before energy and root mean square
 */
record RasterMeasurement(double binWidth, double shift) {
    /** Of a voxel. */
    private static final double NEAR = 0.1;

    /** @throws IOException if a file cannot be read */
    MeasureReport run(Path image, Path label) throws IOException {
        return new MeasureReport(
                Algorithm.VERSION,
                "as stored",
                List.of(),
                null,
                List.of(table(image, image.getFileName().toString(), label)),
                List.of(),
                List.of(),
                List.of(),
                MeasureReport.NOTICE);
    }

    /**
     * One table per volume of the folder other than the label.
     *
     * @throws IOException if a file cannot be read
     */
    List<MeasureReport.FirstOrderTable> tables(Path folder, Path label) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(RasterFile::isOne)
                    .sorted()
                    .toList();
        }
        List<MeasureReport.FirstOrderTable> tables = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isSameFile(file, label)) {
                tables.add(table(file, folder.relativize(file).toString(), label));
            }
        }
        return tables;
    }

    private MeasureReport.FirstOrderTable table(Path image, String name, Path label) throws IOException {
        if (!(RasterFile.read(image) instanceof RasterFile.Result.Read(RasterVolume values))) {
            return refused(name, label, Reason.of(ReasonCode.INVALID_VALUE, "image"));
        }
        if (!(RasterFile.read(label) instanceof RasterFile.Result.Read(RasterVolume labels))) {
            return refused(name, label, Reason.of(ReasonCode.INVALID_VALUE, "roi"));
        }
        if (!sameGrid(values, labels)) {
            return refused(name, label, Reason.of(ReasonCode.INVALID_VALUE, "roi: grid of the image"));
        }
        double[] all = IntStream.range(0, values.voxels())
                .filter(i -> labels.value(i) != 0)
                .mapToDouble(values::value)
                .toArray();
        double[] inside = Arrays.stream(all).filter(Double::isFinite).toArray();
        if (inside.length == 0) {
            return refused(name, label, Reason.of(ReasonCode.ROI_TOO_SMALL));
        }
        SliceGeometry slice = values.slices().getFirst();
        double volumeMm3 = slice.rowSpacing()
                * slice.columnSpacing()
                * slice.sliceThickness().orElse(1);
        return new MeasureReport.FirstOrderTable(
                name,
                label.getFileName().toString(),
                inside.length,
                binWidth,
                shift,
                FirstOrder.of(inside, binWidth, shift, volumeMm3),
                inside.length == all.length
                        ? List.of()
                        : List.of("not-finite-excluded(" + (all.length - inside.length) + ")"),
                List.of());
    }

    private MeasureReport.FirstOrderTable refused(String name, Path label, Reason reason) {
        return new MeasureReport.FirstOrderTable(
                name, label.getFileName().toString(), 0, binWidth, shift, Map.of(), List.of(), List.of(reason));
    }

    /** Matrix, spacings and directions, and the first and the last slice in one place: a tenth of a voxel at most apart. */
    private static boolean sameGrid(RasterVolume a, RasterVolume b) {
        SliceGeometry first = a.slices().getFirst();
        double tolerance = NEAR * Math.min(first.rowSpacing(), first.columnSpacing());
        return a.slices().size() == b.slices().size()
                && first.sameGeometry(b.slices().getFirst(), tolerance)
                && a.slices().getLast().sameGeometry(b.slices().getLast(), tolerance);
    }
}
