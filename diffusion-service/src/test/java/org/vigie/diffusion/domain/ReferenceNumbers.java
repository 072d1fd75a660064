package org.vigie.diffusion.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What every fit makes of some made-up curves, as text: nine digits, so that the last bit of a machine's exp is none. */
public final class ReferenceNumbers {
    private static final int CURVES = 60;

    private ReferenceNumbers() {}

    /** One line per curve and method. */
    public static String text() {
        StringBuilder text = new StringBuilder();
        long[] state = {20_261_122L};
        for (int curve = 0; curve < CURVES; curve++) {
            double[] b = {0, 20, 50, 100, 200, 400, 600, 800, 1000, 2000};
            double[] s = signals(b, state);
            for (FitMethod method : FitMethod.values()) {
                Fit fit = MonoExponential.fit(method, Arrays.copyOf(b, 9), Arrays.copyOf(s, 9), ones(9));
                text.append(method.id()).append(' ').append(mono(fit)).append('\n');
            }
            for (DiffusionModel model : DiffusionModel.values()) {
                Estimates estimates = model.fit(b, s, ones(b.length));
                text.append(model.id()).append(' ').append(numbers(estimates.values()));
                text.append(estimates.flags()).append(estimates.reasons()).append('\n');
            }
        }
        return text.toString();
    }

    private static String mono(Fit fit) {
        return switch (fit) {
            case Fit.Fitted(double adc, double s0) -> digits(adc) + " " + digits(s0);
            case Fit.NotConverged() -> "not converged";
        };
    }

    private static String numbers(Map<String, Double> values) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(values)
                .forEach((name, value) ->
                        text.append(name).append('=').append(digits(value)).append(' '));
        return text.toString();
    }

    public static String digits(double value) {
        return String.format(Locale.ROOT, "%.8e", value);
    }

    /** Two compartments with uniform noise of two in a hundred. */
    private static double[] signals(double[] b, long[] state) {
        double f = 0.05 + 0.25 * uniform(state);
        double d = 0.4e-3 + 2e-3 * uniform(state);
        double fast = 0.01 + 0.05 * uniform(state);
        double[] s = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            double clean = (1 - f) * Math.exp(-b[i] * d) + f * Math.exp(-b[i] * fast);
            s[i] = 1000 * (clean + 0.02 * (uniform(state) - 0.5)) + 15;
        }
        return s;
    }

    private static double uniform(long[] state) {
        state[0] = (state[0] * 6_364_136_223_846_793_005L) + 1_442_695_040_888_963_407L;
        return (state[0] >>> 11) * 0x1.0p-53;
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
