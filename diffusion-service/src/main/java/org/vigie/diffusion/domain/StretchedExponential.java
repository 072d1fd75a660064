package org.vigie.diffusion.domain;

import java.util.List;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/**
 * S(b) = S0·exp(-(b·DDC)^alpha) (Bennett, MRM 2003), least squares on the signal; the arrays are read only. b in s/mm2
 * ascending, signals above zero. DDC 1e-6 to 0.01 mm2/s, alpha 0.1 to 1.
 */
public final class StretchedExponential {
    private static final int FEWEST = 4;
    private static final double HIGHEST_FROM = 600;
    private static final double B_SCALE = 1e-3;
    private static final double DDC_MIN = 1e-6;
    private static final double DDC_MAX = 0.01;
    private static final double ALPHA_MIN = 0.1;
    private static final double ALPHA_MAX = 1;
    private static final double ALPHA_START = 0.9;
    private static final double FREE = 1e6;

    private static final LeastSquares CURVE = new LeastSquares(
            StretchedExponential::curve,
            new double[] {0, DDC_MIN / B_SCALE, ALPHA_MIN},
            new double[] {FREE, DDC_MAX / B_SCALE, ALPHA_MAX},
            new double[] {1, 1, 1});

    private StretchedExponential() {}

    /** Empty if the b-values do: four or more, one of them unweighted, the highest 600 or more (project policy). */
    public static List<Reason> reasons(List<Double> b) {
        return b.size() >= FEWEST && b.getFirst() <= Shells.LOW_B && b.getLast() >= HIGHEST_FROM
                ? List.of()
                : List.of(Reason.of(ReasonCode.B_VALUES_INADEQUATE));
    }

    public static StretchedFit fit(double[] b, double[] s, double[] averages) {
        double[] x = new double[b.length];
        double[] y = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            x[i] = b[i] * B_SCALE;
            y[i] = s[i] / s[0];
        }
        double[] start = {1, MonoExponential.wls(b, s, averages).adc() / B_SCALE, ALPHA_START};
        return CURVE.minimise(x, y, averages, start)
                .<StretchedFit>map(p -> fitted(s[0], p))
                .orElseGet(StretchedFit.NotConverged::new);
    }

    private static StretchedFit fitted(double s0, double[] p) {
        double ddc = p[1] * B_SCALE;
        boolean bound = ddc <= DDC_MIN || ddc >= DDC_MAX || p[2] <= ALPHA_MIN;
        return new StretchedFit.Fitted(p[0] * s0, ddc, p[2], bound);
    }

    private static double curve(double x, double[] p, double[] gradient) {
        double reach = x * p[1];
        double power = reach > 0 ? Math.pow(reach, p[2]) : 0;
        double shape = Math.exp(-power);
        gradient[0] = shape;
        gradient[1] = -p[0] * shape * power * p[2] / p[1];
        gradient[2] = reach > 0 ? -p[0] * shape * power * Math.log(reach) : 0;
        return p[0] * shape;
    }
}
