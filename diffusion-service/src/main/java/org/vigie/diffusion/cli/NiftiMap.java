package org.vigie.diffusion.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Selection;
import org.vigie.diffusion.domain.kernel.AdcMap;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/** An ADC map as NIfTI-1: single precision, mm2/s, 0 where there is no fit; placed by the slices' own geometry (sform, RAS). */
final class NiftiMap {
    private static final int HEADER = 352;
    private static final short FLOAT32 = 16;
    private static final byte MILLIMETRES = 2;
    private static final short SCANNER = 1;

    private NiftiMap() {}

    static void write(
            Path file, DiffusionVolume volume, List<SliceGeometry> slices, Selection selection, FitMethod method)
            throws IOException {
        Grid grid = volume.grid();
        ByteBuffer out =
                ByteBuffer.allocate(HEADER + Float.BYTES * grid.voxels()).order(ByteOrder.LITTLE_ENDIAN);
        header(out, grid, slices);
        out.position(HEADER);
        AdcMap map = AdcMap.of(volume, selection.indices(), method);
        for (int voxel = 0; voxel < grid.voxels(); voxel++) {
            float adc = map.mm2PerSec(voxel);
            out.putFloat(Float.isFinite(adc) ? adc : 0);
        }
        Files.write(file, out.array());
    }

    private static void header(ByteBuffer out, Grid grid, List<SliceGeometry> slices) {
        SliceGeometry first = slices.getFirst();
        SliceGeometry last = slices.getLast();
        Vector3 step = slices.size() > 1
                ? last.position().minus(first.position()).times(1.0 / (slices.size() - 1))
                : first.normal().times(first.sliceThickness().orElse(1));
        out.putInt(0, 348);
        short[] dimensions = {3, (short) grid.columns(), (short) grid.rows(), (short) grid.slices(), 1, 1, 1, 1};
        for (int i = 0; i < dimensions.length; i++) {
            out.putShort(40 + 2 * i, dimensions[i]);
        }
        out.putShort(70, FLOAT32);
        out.putShort(72, (short) Float.SIZE);
        float[] spacing = {1, (float) grid.columnSpacingMm(), (float) grid.rowSpacingMm(), (float) step.length()};
        for (int i = 0; i < spacing.length; i++) {
            out.putFloat(76 + 4 * i, spacing[i]);
        }
        out.putFloat(108, HEADER);
        out.putFloat(112, 1);
        out.put(123, MILLIMETRES);
        out.put(148, "ADC mm2/s".getBytes(StandardCharsets.US_ASCII));
        out.putShort(254, SCANNER);
        Vector3 column = first.rowDirection().times(first.columnSpacing());
        Vector3 row = first.columnDirection().times(first.rowSpacing());
        // DICOM counts to the left and to the back, NIfTI to the right and to the front.
        affine(out, 280, -column.x(), -row.x(), -step.x(), -first.position().x());
        affine(out, 296, -column.y(), -row.y(), -step.y(), -first.position().y());
        affine(out, 312, column.z(), row.z(), step.z(), first.position().z());
        out.put(344, new byte[] {'n', '+', '1', 0});
    }

    private static void affine(ByteBuffer out, int at, double... row) {
        for (int i = 0; i < row.length; i++) {
            out.putFloat(at + 4 * i, (float) row[i]);
        }
    }
}
