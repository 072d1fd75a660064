package org.vigie.diffusion.domain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.Fit.Fitted;

/**
 * Intravoxel incoherent motion, S(b) = S0·((1-f)·exp(-b·D) + f·exp(-b·D*)) (Le Bihan, Radiology 1986 and 1988; clinical
 * rules 1.3), in double precision; the arrays are read only. b in s/mm2 ascending, signals above zero, the first sample
 * is the unweighted one: see {@link #reasons}. D 0-0.005, D* 0.005-0.2 mm2/s, f 0-1, S0 0.5-1.5 of S(0).
 */
public final class Ivim {
    /** s/mm2, inclusive: from here on perfusion has decayed. */
    public static final double DIFFUSION_FROM = 200;

    /** s/mm2, inclusive: up to here perfusion is seen. */
    public static final double PERFUSION_TO = 100;

    static final double D_MAX = 0.005;
    static final double D_STAR_MIN = 0.005;
    static final double D_STAR_MAX = 0.2;
    private static final double S0_MIN = 0.5;
    private static final double S0_MAX = 1.5;
    /** Breast-malignant starting values (Liang, Front Oncol 2020, as carried by OSIPI TF2.4). */
    private static final double F_START = 0.1131;

    private static final double D_START = 0.97e-3;
    private static final double D_STAR_START = 37.76e-3;

    /** b in 1000 s/mm2 and D in 1e-3 mm2/s, so that no parameter is far from one. */
    private static final double B_SCALE = 1e-3;

    /** D* enters by its logarithm: a step too long multiplies it and does not throw it to a bound. */
    private static final LeastSquares BIEXPONENTIAL = new LeastSquares(
            Ivim::biexponential,
            new double[] {S0_MIN, 0, 0, Math.log(D_STAR_MIN / B_SCALE)},
            new double[] {S0_MAX, 1, D_MAX / B_SCALE, Math.log(D_STAR_MAX / B_SCALE)},
            new double[] {1, 1, 1, 1});

    private Ivim() {}

    /** Empty if the b-values do: b = 0, two or more in (0,100], two or more from 200 on. */
    public static List<Reason> reasons(List<Double> b) {
        boolean unweighted = !b.isEmpty() && b.getFirst() <= Shells.LOW_B;
        long perfusion =
                b.stream().skip(1).filter(v -> v > 0 && v <= PERFUSION_TO).count();
        long diffusion = b.stream().filter(v -> v >= DIFFUSION_FROM).count();
        return unweighted && perfusion >= 2 && diffusion >= 2
                ? List.of()
                : List.of(Reason.of(ReasonCode.B_VALUES_INADEQUATE));
    }

    /**
     * In three steps: unweighted log-linear fit from b = 200 on gives D and the intercept S_int; f = 1 - S_int/S(0); D* is
     * the least-squares answer over all samples with S0 = S(0), D and f fixed. A fraction below zero is 0, and flagged.
     */
    public static IvimFit segmented(double[] b, double[] s, double[] averages) {
        int from = 0;
        while (b[from] < DIFFUSION_FROM) {
            from++;
        }
        Fitted slow = MonoExponential.ols(Arrays.copyOfRange(b, from, b.length), Arrays.copyOfRange(s, from, s.length));
        if (!(slow.adc() >= 0 && slow.adc() <= D_MAX)) {
            return new IvimFit.NotConverged();
        }
        double raw = 1 - slow.s0() / s[0];
        double f = Math.max(raw, 0);
        double dStar = PseudoDiffusion.fit(b, s, averages, f, slow.adc());
        return new IvimFit.Fitted(s[0], f, slow.adc(), dStar, raw < 0, isBound(dStar));
    }

    /**
     * All four parameters at once by bounded Levenberg-Marquardt, samples weighted by their averages. It starts from the
     * breast-malignant values and once more from the segmented answer, and the lower of the two minima counts: from one
     * start 1 of 100 exact curves ended beside their minimum.
     */
    public static IvimFit full(double[] b, double[] s, double[] averages) {
        double[] x = new double[b.length];
        double[] y = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            x[i] = b[i] * B_SCALE;
            y[i] = s[i] / s[0];
        }
        return Stream.of(start(F_START, D_START, D_STAR_START), segmentedStart(b, s, averages))
                .flatMap(start -> BIEXPONENTIAL.minimise(x, y, averages, start).stream())
                .min(Comparator.comparingDouble(p -> BIEXPONENTIAL.cost(x, y, averages, p)))
                .<IvimFit>map(p -> fitted(s[0], p))
                .orElseGet(IvimFit.NotConverged::new);
    }

    private static double[] segmentedStart(double[] b, double[] s, double[] averages) {
        return segmented(b, s, averages) instanceof IvimFit.Fitted fit
                ? start(fit.f(), fit.d(), fit.dStar())
                : start(F_START, D_START, D_STAR_START);
    }

    private static double[] start(double f, double d, double dStar) {
        return new double[] {1, f, d / B_SCALE, Math.log(dStar / B_SCALE)};
    }

    private static IvimFit.Fitted fitted(double s0, double[] p) {
        double d = p[2] * B_SCALE;
        double dStar = Math.clamp(Math.exp(p[3]) * B_SCALE, D_STAR_MIN, D_STAR_MAX);
        boolean bound = p[0] <= S0_MIN || p[0] >= S0_MAX || p[1] >= 1 || d <= 0 || d >= D_MAX || isBound(dStar);
        return new IvimFit.Fitted(p[0] * s0, p[1], d, dStar, p[1] <= 0, bound);
    }

    private static boolean isBound(double dStar) {
        return dStar <= D_STAR_MIN || dStar >= D_STAR_MAX;
    }

    private static double biexponential(double x, double[] p, double[] gradient) {
        double slow = Math.exp(-x * p[2]);
        double dStar = Math.exp(p[3]);
        double fast = Math.exp(-x * dStar);
        double shape = (1 - p[1]) * slow + p[1] * fast;
        gradient[0] = shape;
        gradient[1] = p[0] * (fast - slow);
        gradient[2] = -p[0] * (1 - p[1]) * x * slow;
        gradient[3] = -p[0] * p[1] * x * dStar * fast;
        return p[0] * shape;
    }
}
