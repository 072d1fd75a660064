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
import java.util.stream.IntStream;
import org.vigie.diffusion.domain.Ivim;
import org.vigie.diffusion.domain.IvimFit;
import org.vigie.diffusion.domain.kernel.Arithmetic;
import org.vigie.diffusion.domain.kernel.IvimKernel;
import org.vigie.diffusion.domain.kernel.MapSink;
import org.vigie.diffusion.domain.kernel.SignalSource;

/** 200,000 voxels of tissues as OSIPI's generic set has them (its b-values, its noise), and scipy on a stated sample. */
final class IvimVolume {
    static final int VOXELS = 200_000;
    static final double[] B = {0, 1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 250, 350, 400, 550, 700, 850, 1000};
    private static final double NOISE = 0.0005;
    /** What one noisy curve of each tissue errs by at most, S10 of the shared data; the worst of thousands errs by more. */
    private static final double S10_F = 0.0043;

    private static final double S10_D = 1.1e-5;
    /** f, D, D* of the fourteen tissues of OSIPI's generic set (Apache-2.0). */
    private static final double[][] TISSUES = {
        {0.15, 2.4e-3, 0.08}, {0.07, 1.5e-3, 0.07}, {0.1, 1.37e-3, 0.0263}, {0.11, 1.5e-3, 0.1},
        {0.32, 1.67e-3, 0.03}, {0.3, 1.5e-3, 0.012}, {0.15, 1.3e-3, 0.01}, {0.097, 2.12e-3, 0.02},
        {0.158, 2.09e-3, 0.019}, {0.2, 1.3e-3, 0.03}, {0.178, 0.41e-3, 0.0289}, {0.145, 0.43e-3, 0.05},
        {0.69, 1.31e-3, 0.029}, {0.07, 3e-3, 0.01}
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

    /** The first voxels again in double precision. */
    float[][] inDouble(boolean full, int voxels) {
        double[] ones = new double[B.length];
        Arrays.fill(ones, 1);
        float[][] fitted = new float[maps.length][voxels];
        IntStream.range(0, voxels).parallel().forEach(i -> {
            double[] s = new double[B.length];
            for (int k = 0; k < s.length; k++) {
                s[k] = signal[k][i];
            }
            IvimFit fit = full ? Ivim.full(B, s, ones) : Ivim.segmented(B, s, ones);
            if (fit instanceof IvimFit.Fitted found) {
                fitted[0][i] = (float) found.f();
                fitted[1][i] = (float) found.d();
                fitted[2][i] = (float) found.dStar();
            }
        });
        return fitted;
    }

    /** Errors of the first voxels of {@code fitted} against the truth. */
    static Errors errors(float[][] fitted, int voxels) {
        double[] worst = new double[2];
        double[] relative = new double[voxels];
        int within = 0;
        for (int i = 0; i < voxels; i++) {
            double[] t = TISSUES[i % TISSUES.length];
            double f = Math.abs(fitted[0][i] - t[0]);
            double d = Math.abs(fitted[1][i] - t[1]);
            worst[0] = Math.max(worst[0], f);
            worst[1] = Math.max(worst[1], d);
            relative[i] = Math.abs(fitted[2][i] / t[2] - 1);
            within += f <= S10_F && d <= S10_D ? 1 : 0;
        }
        Arrays.sort(relative);
        return new Errors(worst[0], worst[1], relative[voxels / 2], (double) within / voxels);
    }

    /**
     * @param f largest
     * @param d largest, mm2/s
     * @param dStar median, relative
     * @param within fraction of voxels of which f and D err by no more than the fourteen curves of S10 do
     */
    record Errors(double f, double d, double dStar, double within) {}

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
