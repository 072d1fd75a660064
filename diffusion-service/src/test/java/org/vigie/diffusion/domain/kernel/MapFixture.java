package org.vigie.diffusion.domain.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Shell;

/** Stored integers over the range a scanner can give: signals 1 to 65,535, ADC -1e-3 to 4e-3 mm2/s. */
final class MapFixture {
    /** Every kind of list the variants of the rules can select, and the shortest span they allow. */
    static final List<double[]> B_LISTS = List.of(
            new double[] {0, 800},
            new double[] {100, 800},
            new double[] {200, 600},
            new double[] {0, 400, 800},
            new double[] {50, 400, 800},
            new double[] {0, 100, 600, 800},
            new double[] {0, 500, 1000},
            new double[] {1.25194, 928.28856},
            new double[] {0, 50, 100, 200, 400, 600, 800, 1000});

    private MapFixture() {}

    static DiffusionVolume volume(double[] b, int voxels, double relativeNoise, long seed) {
        Random random = new Random(seed);
        float[][] signal = new float[b.length][voxels];
        for (int i = 0; i < voxels; i++) {
            double adc = -1e-3 + 5e-3 * random.nextDouble();
            double s0 = Math.exp(random.nextDouble() * Math.log(65535));
            for (int k = 0; k < b.length; k++) {
                double s = s0 * (Math.exp(-b[k] * adc) + relativeNoise * random.nextGaussian());
                signal[k][i] = (float) Math.clamp(Math.rint(s), 1.0, 65535.0);
            }
        }
        return volume(b, signal);
    }

    /** One, two or three images behind each sample, in turn. */
    static DiffusionVolume volume(double[] b, float[][] signal) {
        return volume(b, signal, 3);
    }

    static DiffusionVolume volumeOfSingleImages(double[] b, float[][] signal) {
        return volume(b, signal, 1);
    }

    private static DiffusionVolume volume(double[] b, float[][] signal, int mostImages) {
        List<Shell> shells = new ArrayList<>();
        for (int k = 0; k < b.length; k++) {
            shells.add(new Shell(b[k], 1 + k % mostImages, signal[k], new BitSet()));
        }
        return new DiffusionVolume(new Grid(signal[0].length, 1, 1, 1, 1), shells);
    }

    static List<Integer> all(double[] b) {
        return IntStream.range(0, b.length).boxed().toList();
    }

    static double[] averages(DiffusionVolume volume) {
        return volume.shells().stream().mapToDouble(Shell::images).toArray();
    }

    static double[] signals(DiffusionVolume volume, int voxel) {
        return volume.shells().stream().mapToDouble(s -> s.signal(voxel)).toArray();
    }

    /** Clinical rules 1.4b: how far a map may be from the double path, mm2/s. */
    static double allowed(double adc) {
        return Math.max(3e-9, 2e-6 * Math.abs(adc));
    }
}
