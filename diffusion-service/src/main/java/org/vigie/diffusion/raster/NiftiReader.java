package org.vigie.diffusion.raster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.vigie.mr.Vector3;

/** A NIfTI-1 volume; placed by its sform, else by its qform (nifti.nimh.nih.gov/nifti-1). */
final class NiftiReader {
    private static final int HEADER = 348;

    private final ByteBuffer in;

    private NiftiReader(ByteBuffer in) {
        this.in = in;
    }

    static RasterVolume read(byte[] bytes) throws IOException {
        if (bytes.length < HEADER) {
            throw new IOException("NIfTI: too short");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(0) != HEADER) {
            in.order(ByteOrder.BIG_ENDIAN);
        }
        if (in.getInt(0) != HEADER || bytes[344] != 'n' || bytes[345] != '+' || bytes[346] != '1') {
            throw new IOException("NIfTI: magic");
        }
        return new NiftiReader(in).volume();
    }

    private RasterVolume volume() throws IOException {
        int columns = in.getShort(42);
        int rows = in.getShort(44);
        int slices = in.getShort(46);
        for (int i = 4; i <= in.getShort(40); i++) {
            if (in.getShort(40 + 2 * i) > 1) {
                throw new IOException("NIfTI: more than one volume");
            }
        }
        Numbers.Type type = type(in.getShort(70));
        float slope = in.getFloat(112);
        float intercept = in.getFloat(116);
        in.position((int) in.getFloat(108));
        double[] values = Numbers.read(in, type, Math.multiplyExact(Math.multiplyExact(columns, rows), slices));
        if (slope != 0 && (slope != 1 || intercept != 0)) {
            for (int i = 0; i < values.length; i++) {
                values[i] = slope * values[i] + intercept;
            }
        }
        return in.getShort(254) > 0
                ? RasterVolume.of(columns, rows, slices, column(3, this::sform), steps(this::sform), values)
                : RasterVolume.of(columns, rows, slices, column(3, this::qform), steps(this::qform), values);
    }

    private interface Affine {
        double at(int row, int column);
    }

    private static List<Vector3> steps(Affine affine) {
        return List.of(column(0, affine), column(1, affine), column(2, affine));
    }

    /** NIfTI counts to the right and to the front, DICOM to the left and to the back. */
    private static Vector3 column(int column, Affine affine) {
        return new Vector3(-affine.at(0, column), -affine.at(1, column), affine.at(2, column));
    }

    private double sform(int row, int column) {
        return in.getFloat(280 + 16 * row + 4 * column);
    }

    /** Rotation of the quaternion (a, b, c, d), times the spacings; the third is turned if pixdim[0] is -1. */
    private double qform(int row, int column) {
        if (column == 3) {
            return in.getFloat(268 + 4 * row);
        }
        double b = in.getFloat(256);
        double c = in.getFloat(260);
        double d = in.getFloat(264);
        double a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
        double[][] rotation = {
            {a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)},
            {2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)},
            {2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c}
        };
        double turned = column == 2 && in.getFloat(76) < 0 ? -1 : 1;
        return rotation[row][column] * in.getFloat(80 + 4 * column) * turned;
    }

    private static Numbers.Type type(short code) throws IOException {
        return switch (code) {
            case 2 -> Numbers.Type.UINT8;
            case 4 -> Numbers.Type.INT16;
            case 8 -> Numbers.Type.INT32;
            case 16 -> Numbers.Type.FLOAT;
            case 64 -> Numbers.Type.DOUBLE;
            case 256 -> Numbers.Type.INT8;
            case 512 -> Numbers.Type.UINT16;
            case 768 -> Numbers.Type.UINT32;
            default -> throw new IOException("NIfTI: type");
        };
    }
}
