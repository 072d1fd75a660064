package org.vigie.diffusion.domain;

import java.util.Arrays;
import java.util.List;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/**
 * Diffusional kurtosis, S(b) = S0·exp(-b·D + b^2·D^2·K/6) (Jensen, MRM 2005; clinical rules 1.3), least squares on the
 * signal from the log-quadratic answer; the arrays are read only. b in s/mm2 ascending, signals above zero. The curve
 * rises again beyond b = 3/(D·K): samples from there on are left out, and what is left is fitted again.
 */
public final class Kurtosis {
    /** s/mm2, inclusive: the highest b that a kurtosis can be seen at. */
    public static final double HIGHEST_FROM = 1500;

    private static final int FEWEST = 3;
    private static final double B_SCALE = 1e-3;
    private static final double FREE = 1e6;

    /** Parameters: amplitude, D and D^2·K/6, in which the exponent is linear. */
    private static final LeastSquares CURVE = new LeastSquares(
            Kurtosis::curve, new double[] {0, -FREE, -FREE}, new double[] {FREE, FREE, FREE}, new double[] {1, 1, 1});

    private Kurtosis() {}

    /** Empty if the b-values do: three or more, the highest 1500 or more. */
    public static List<Reason> reasons(List<Double> b) {
        return b.size() >= FEWEST && b.getLast() >= HIGHEST_FROM
                ? List.of()
                : List.of(Reason.of(ReasonCode.B_VALUES_INADEQUATE));
    }

    public static KurtosisFit fit(double[] b, double[] s, double[] averages) {
        int samples = b.length;
        while (true) {
            if (samples < FEWEST || b[samples - 1] < HIGHEST_FROM) {
                return new KurtosisFit.Inadequate(Reason.of(ReasonCode.B_VALUES_INADEQUATE));
            }
            KurtosisFit fit = fitFirst(samples, b, s, averages);
            if (!(fit instanceof KurtosisFit.Fitted(double _, double dK, double k, int _))) {
                return fit;
            }
            double limit = dK * k > 0 ? 3 / (dK * k) : Double.POSITIVE_INFINITY;
            int within = samples;
            while (within > 0 && b[within - 1] >= limit) {
                within--;
            }
            if (within == samples) {
                return fit;
            }
            samples = within;
        }
    }

    private static KurtosisFit fitFirst(int samples, double[] b, double[] s, double[] averages) {
        double[] x = new double[samples];
        double[] y = new double[samples];
        for (int i = 0; i < samples; i++) {
            x[i] = b[i] * B_SCALE;
            y[i] = s[i] / s[0];
        }
        double[] weights = Arrays.copyOf(averages, samples);
        return CURVE.minimise(x, y, weights, logQuadratic(x, y, weights))
                .<KurtosisFit>map(p -> fitted(s[0], p, samples))
                .orElseGet(KurtosisFit.NotConverged::new);
    }

    private static KurtosisFit fitted(double s0, double[] p, int samples) {
        double k = p[1] == 0 ? Double.NaN : 6 * p[2] / (p[1] * p[1]);
        return Double.isFinite(k)
                ? new KurtosisFit.Fitted(p[0] * s0, p[1] * B_SCALE, k, samples)
                : new KurtosisFit.NotConverged();
    }

    /** Weighted least squares of ln S on 1, b and b^2; w = averages·S^2 as for the mono-exponential. */
    private static double[] logQuadratic(double[] x, double[] y, double[] averages) {
        double[] logarithms = Arrays.stream(y).map(Math::log).toArray();
        double[] weights = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            weights[i] = averages[i] * y[i] * y[i];
        }
        LeastSquares polynomial = new LeastSquares(
                Kurtosis::exponent, new double[] {-FREE, -FREE, -FREE}, new double[] {FREE, FREE, FREE}, new double[] {
                    1, 1, 1
                });
        double[] flat = {0, 1, 0};
        double[] p = polynomial.minimise(x, logarithms, weights, flat).orElse(flat);
        return new double[] {Math.exp(p[0]), p[1], p[2]};
    }

    private static double exponent(double x, double[] p, double[] gradient) {
        gradient[0] = 1;
        gradient[1] = -x;
        gradient[2] = x * x;
        return p[0] - p[1] * x + p[2] * x * x;
    }

    private static double curve(double x, double[] p, double[] gradient) {
        double shape = Math.exp(-x * p[1] + x * x * p[2]);
        gradient[0] = shape;
        gradient[1] = -x * p[0] * shape;
        gradient[2] = x * x * p[0] * shape;
        return p[0] * shape;
    }
}
