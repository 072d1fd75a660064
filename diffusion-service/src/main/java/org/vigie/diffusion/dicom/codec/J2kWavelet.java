package org.vigie.diffusion.dicom.codec;

import java.util.List;

/** Inverse wavelet transform (ISO/IEC 15444-1 annex F): 5-3 reversible in whole numbers, 9-7 irreversible. */
final class J2kWavelet {
    private static final double ALPHA = -1.586134342059924;
    private static final double BETA = -0.052980118572961;
    private static final double GAMMA = 0.882911075530934;
    private static final double DELTA = 0.443506852043971;
    private static final double K = 1.230174104914001;

    private J2kWavelet() {}

    /** One resolution and the coefficients of its bands. */
    record Level(int x0, int y0, int x1, int y1, List<J2kBand> bands, List<double[]> coefficients) {
        int width() {
            return Math.max(0, x1 - x0);
        }

        int height() {
            return Math.max(0, y1 - y0);
        }
    }

    /** @param levels the lowest resolution first */
    static double[] inverse(boolean reversible, List<Level> levels) {
        double[] low = levels.getFirst().coefficients().getFirst();
        int lowWidth = levels.getFirst().width();
        for (Level level : levels.subList(1, levels.size())) {
            double[] out = interleave(level, low, lowWidth);
            int width = level.width();
            int height = level.height();
            double[] line = new double[Math.max(width, height)];
            for (int y = 0; y < height; y++) {
                System.arraycopy(out, y * width, line, 0, width);
                synthesise(reversible, line, width, level.x0());
                System.arraycopy(line, 0, out, y * width, width);
            }
            for (int x = 0; x < width; x++) {
                for (int y = 0; y < height; y++) {
                    line[y] = out[y * width + x];
                }
                synthesise(reversible, line, height, level.y0());
                for (int y = 0; y < height; y++) {
                    out[y * width + x] = line[y];
                }
            }
            low = out;
            lowWidth = width;
        }
        return low;
    }

    private static double[] interleave(Level level, double[] low, int lowWidth) {
        int width = level.width();
        double[] out = new double[width * level.height()];
        int lowX0 = Math.ceilDiv(level.x0(), 2);
        int lowY0 = Math.ceilDiv(level.y0(), 2);
        for (int y = level.y0(); y < level.y1(); y++) {
            for (int x = level.x0(); x < level.x1(); x++) {
                boolean oddX = (x & 1) == 1;
                boolean oddY = (y & 1) == 1;
                double value;
                if (!oddX && !oddY) {
                    value = low[(y / 2 - lowY0) * lowWidth + (x / 2 - lowX0)];
                } else {
                    int index = oddX && oddY ? 2 : oddX ? 0 : 1;
                    J2kBand band = level.bands().get(index);
                    value = level.coefficients().get(index)[(y / 2 - band.y0()) * band.width() + (x / 2 - band.x0())];
                }
                out[(y - level.y0()) * width + (x - level.x0())] = value;
            }
        }
        return out;
    }

    /** In place; even coordinates hold low-pass, odd ones high-pass samples. */
    private static void synthesise(boolean reversible, double[] a, int n, int start) {
        boolean odd = (start & 1) == 1;
        if (n == 1) {
            if (odd) {
                a[0] = reversible ? Math.floor(a[0] / 2) : a[0] / 2;
            }
            return;
        }
        if (reversible) {
            for (int i = odd ? 1 : 0; i < n; i += 2) {
                a[i] -= Math.floor((a[mirror(i - 1, n)] + a[mirror(i + 1, n)] + 2) / 4);
            }
            for (int i = odd ? 0 : 1; i < n; i += 2) {
                a[i] += Math.floor((a[mirror(i - 1, n)] + a[mirror(i + 1, n)]) / 2);
            }
            return;
        }
        int even = odd ? 1 : 0;
        for (int i = 0; i < n; i++) {
            a[i] *= ((i & 1) == even) ? K : 1 / K;
        }
        lift(a, n, even, -DELTA);
        lift(a, n, 1 - even, -GAMMA);
        lift(a, n, even, -BETA);
        lift(a, n, 1 - even, -ALPHA);
    }

    private static void lift(double[] a, int n, int from, double factor) {
        for (int i = from; i < n; i += 2) {
            a[i] += factor * (a[mirror(i - 1, n)] + a[mirror(i + 1, n)]);
        }
    }

    private static int mirror(int i, int n) {
        if (i < 0) {
            return -i;
        }
        return i >= n ? 2 * (n - 1) - i : i;
    }
}
