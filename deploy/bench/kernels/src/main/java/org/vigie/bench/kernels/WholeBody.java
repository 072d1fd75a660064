package org.vigie.bench.kernels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.vigie.diffusion.domain.kernel.AdcKernel;
import org.vigie.diffusion.domain.kernel.Arithmetic;
import org.vigie.diffusion.domain.kernel.Int16Signal;
import org.vigie.diffusion.domain.kernel.MapSink;
import org.vigie.diffusion.domain.kernel.SignalSource;

/** A whole-body DWI volume as int16 NIfTI: 256 x 208 x 250 voxels, three b-values; and its maps, as dwi2adc writes them. */
final class WholeBody {
    static final int[] SIZE = {256, 208, 250};
    static final int VOXELS = SIZE[0] * SIZE[1] * SIZE[2];
    static final double[] B = {0, 400, 800};
    private static final int HEADER = 352;
    /** Our maps begin on a page, so that no page is written twice. */
    private static final int MAPS_FROM = 4096;

    private static final ThreadLocal<ByteBuffer> PIECE = ThreadLocal.withInitial(
            () -> ByteBuffer.allocateDirect(Float.BYTES * AdcKernel.CHUNK).order(ByteOrder.nativeOrder()));
    private static final short INT16 = 4;
    private static final short FLOAT32 = 16;
    private static final double NOISE = 8;

    private final Path folder;
    private final Path images;

    WholeBody(Path folder, long seed) throws IOException {
        this.folder = folder;
        this.images = folder.resolve("dwi.nii");
        ByteBuffer out = ByteBuffer.allocateDirect(HEADER + Short.BYTES * VOXELS * B.length)
                .order(ByteOrder.nativeOrder());
        header(out, B.length, INT16, HEADER);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < VOXELS; i++) {
            boolean tissue = random.nextDouble() < 0.6;
            double s0 = tissue ? 200 + 1500 * random.nextDouble() : 0;
            double adc = (0.2 + 2.5 * random.nextDouble()) * 1e-3;
            for (int k = 0; k < B.length; k++) {
                double real = s0 * Math.exp(-B[k] * adc) + NOISE * random.nextGaussian();
                double imaginary = NOISE * random.nextGaussian();
                int stored = (int) Math.max(1, Math.rint(Math.hypot(real, imaginary)));
                out.putShort(HEADER + Short.BYTES * (k * VOXELS + i), (short) stored);
            }
        }
        try (FileChannel file = FileChannel.open(images, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.position(0);
            while (out.hasRemaining()) {
                if (file.write(out) < 0) {
                    throw new IOException("the volume could not be written");
                }
            }
        }
        Files.writeString(folder.resolve("bvals"), "0 400 800\n");
        Files.writeString(folder.resolve("bvecs"), "0 1 1\n0 0 0\n0 0 0\n");
    }

    private static void header(ByteBuffer out, int volumes, short type, int from) {
        out.putInt(0, 348);
        int[] dimensions = {4, SIZE[0], SIZE[1], SIZE[2], volumes, 1, 1, 1};
        for (int i = 0; i < dimensions.length; i++) {
            out.putShort(40 + 2 * i, (short) dimensions[i]);
            out.putFloat(76 + 4 * i, i == 0 ? 1 : 2);
        }
        out.putShort(70, type);
        out.putShort(72, (short) (type == INT16 ? Short.SIZE : Float.SIZE));
        out.putFloat(108, from);
        out.putFloat(112, 1);
        out.putShort(254, (short) 1);
        out.putFloat(280, 2);
        out.putFloat(300, 2);
        out.putFloat(320, 2);
        out.put(344, new byte[] {'n', '+', '1', 0});
    }

    /** Ours from file to file: both volumes dwi2adc writes, S0 and ADC, into a new file. */
    Path mapOurs(int threads) throws IOException {
        Path out = folder.resolve("ours.nii");
        try (Arena arena = Arena.ofShared();
                FileChannel in = FileChannel.open(images, StandardOpenOption.READ);
                FileChannel file = FileChannel.open(out, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer first = ByteBuffer.allocate(MAPS_FROM).order(ByteOrder.nativeOrder());
            header(first, 2, FLOAT32, MAPS_FROM);
            writeAll(file, first, 0);
            MemorySegment source = in.map(MapMode.READ_ONLY, 0, in.size(), arena);
            new AdcKernel(Arithmetic.here(), threads)
                    .ols(B, samples(source, HEADER), VOXELS, sink(file, VOXELS), sink(file, 0));
        }
        return out;
    }

    /** Through one buffer per thread: a new mapped file is cleared page by page before it is filled. */
    private static MapSink sink(FileChannel file, int volume) {
        return (first, count, values) -> {
            ByteBuffer bytes = PIECE.get().clear();
            bytes.asFloatBuffer().put(values, 0, count);
            bytes.limit(Float.BYTES * count);
            try {
                writeAll(file, bytes, MAPS_FROM + Float.BYTES * ((long) volume + first));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static void writeAll(FileChannel file, ByteBuffer bytes, long from) throws IOException {
        long at = from;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    private static List<SignalSource> samples(MemorySegment stored, long offset) {
        List<SignalSource> samples = new ArrayList<>();
        for (int k = 0; k < B.length; k++) {
            samples.add(new Int16Signal(
                    Arithmetic.here(),
                    stored.asSlice(offset + (long) Short.BYTES * VOXELS * k, (long) Short.BYTES * VOXELS),
                    true,
                    1,
                    0));
        }
        return samples;
    }

    /** The stored pixels in memory, for the kernel alone. */
    short[] stored() throws IOException {
        short[] pixels = new short[VOXELS * B.length];
        try (FileChannel in = FileChannel.open(images, StandardOpenOption.READ)) {
            in.map(MapMode.READ_ONLY, HEADER, (long) Short.BYTES * pixels.length)
                    .order(ByteOrder.nativeOrder())
                    .asShortBuffer()
                    .get(pixels);
        }
        return pixels;
    }

    static void kernelAlone(short[] pixels, int threads, float[] adc, float[] s0) {
        new AdcKernel(Arithmetic.here(), threads)
                .ols(B, samples(MemorySegment.ofArray(pixels), 0), VOXELS, MapSink.into(adc), MapSink.into(s0));
    }

    /** Both write new files; what is left of the round before is not theirs to delete. */
    void deleteMaps() throws IOException {
        Files.deleteIfExists(folder.resolve("ours.nii"));
        Files.deleteIfExists(folder.resolve("peer.nii"));
    }

    /** MRtrix3, whole process. */
    Path mapPeer(int threads) throws IOException, InterruptedException {
        Path out = folder.resolve("peer.nii");
        Peers.run(
                folder,
                "dwi2adc",
                "-quiet",
                "-nthreads",
                Integer.toString(threads),
                "-fslgrad",
                "bvecs",
                "bvals",
                "dwi.nii",
                "peer.nii");
        return out;
    }

    /** Volume 1 of a map file: the ADC, mm2/s. */
    static float[] adc(Path map) throws IOException {
        try (FileChannel in = FileChannel.open(map, StandardOpenOption.READ)) {
            ByteBuffer header = in.map(MapMode.READ_ONLY, 0, HEADER).order(ByteOrder.nativeOrder());
            long from = (long) header.getFloat(108) + (long) Float.BYTES * VOXELS;
            float[] adc = new float[VOXELS];
            in.map(MapMode.READ_ONLY, from, (long) Float.BYTES * VOXELS)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer()
                    .get(adc);
            return adc;
        }
    }
}
