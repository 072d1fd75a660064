package org.vigie.bench.kernels;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.vigie.diffusion.domain.kernel.Arithmetic;
import org.vigie.diffusion.domain.kernel.IvimKernel;
import org.vigie.diffusion.domain.kernel.MapSink;
import org.vigie.diffusion.domain.kernel.SignalSource;

/** 200,000 voxels of tissues as OSIPI's generic set has them (its b-values, its noise), and scipy on a stated sample. */
final class IvimVolume {
    static final int VOXELS = 200_000;
    static final double[] B = {0, 1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 250, 350, 400, 550, 700, 850, 1000};
    private static final double NOISE = 0.0005;
    /** f, D, D*. */
    private static final double[][] TISSUES = {
        {0.145, 0.43e-3, 0.05}, {0.1, 1.37e-3, 0.0263}, {0.11, 1.5e-3, 0.1}, {0.2, 1.3e-3, 0.03}, {0.15, 1.3e-3, 0.01}
    };

    /** f, D and D* of every voxel. */
    final float[][] maps = new float[3][VOXELS];

    private final float[][] signal = new float[B.length][VOXELS];
    private final Path folder;

    IvimVolume(Path folder, long seed) throws IOException {
        this.folder = folder;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < VOXELS; i++) {
            double[] t = TISSUES[i % TISSUES.length];
            for (int k = 0; k < B.length; k++) {
                double s = (1 - t[0]) * Math.exp(-B[k] * t[1]) + t[0] * Math.exp(-B[k] * t[2]);
                signal[k][i] = (float) (s + NOISE * random.nextGaussian());
            }
        }
        ByteBuffer out = ByteBuffer.allocate(Float.BYTES * VOXELS * B.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] sample : signal) {
            out.asFloatBuffer().put(sample);
            out.position(out.position() + Float.BYTES * VOXELS);
        }
        Files.write(folder.resolve("ivim.f32"), out.array());
        Files.writeString(
                folder.resolve("ivim.b"),
                Arrays.stream(B).mapToObj(Double::toString).collect(Collectors.joining(" ")));
    }

    /** @return voxels fitted again in double precision */
    int ours(boolean full, int threads) {
        List<SignalSource> samples = new ArrayList<>();
        for (float[] sample : signal) {
            samples.add((first, count, into) -> System.arraycopy(sample, first, into, 0, count));
        }
        double[] ones = new double[B.length];
        Arrays.fill(ones, 1);
        IvimKernel kernel = new IvimKernel(Arithmetic.here(), threads, B, ones);
        IvimKernel.Maps sinks =
                new IvimKernel.Maps(MapSink.into(maps[0]), MapSink.into(maps[1]), MapSink.into(maps[2]));
        return full ? kernel.full(samples, VOXELS, sinks) : kernel.segmented(samples, VOXELS, sinks);
    }

    /** Largest error of f, of D (mm2/s) and median relative error of D*. */
    double[] errors() {
        double[] worst = new double[3];
        double[] relative = new double[VOXELS];
        for (int i = 0; i < VOXELS; i++) {
            double[] t = TISSUES[i % TISSUES.length];
            worst[0] = Math.max(worst[0], Math.abs(maps[0][i] - t[0]));
            worst[1] = Math.max(worst[1], Math.abs(maps[1][i] - t[1]));
            relative[i] = Math.abs(maps[2][i] / t[2] - 1);
        }
        Arrays.sort(relative);
        worst[2] = relative[VOXELS / 2];
        return worst;
    }

    /** Milliseconds scipy takes for {@code voxels} voxels. */
    double scipyMs(String python, boolean full, int voxels) throws IOException, InterruptedException {
        return Double.parseDouble(Peers.run(
                        folder,
                        python,
                        "ivim_peer.py",
                        full ? "full" : "segmented",
                        Integer.toString(voxels),
                        Integer.toString(VOXELS))
                .trim());
    }
}
