package org.vigie.diffusion.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.DiffusionModel;
import org.vigie.diffusion.domain.Estimates;
import org.vigie.diffusion.domain.Fit;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.Flags;
import org.vigie.diffusion.domain.MonoExponential;
import org.vigie.diffusion.domain.VoxelStatus;

/** Fits the curves of a signal file by every method and model, one curve like one voxel. */
final class SignalMeasurement {
    private SignalMeasurement() {}

    static List<MeasureReport.SignalCurve> of(SignalFile file) {
        return file.curves().stream()
                .map(curve -> measured(file.label(), curve))
                .toList();
    }

    private static MeasureReport.SignalCurve measured(String label, SignalFile.Curve curve) {
        List<Reason> reasons = new ArrayList<>();
        Map<String, MeasureReport.CurveFit> fits = new LinkedHashMap<>();
        List<String> flags = curve.sigma() == null ? List.of(Flags.NOISE_UNKNOWN) : List.of();
        if (curve.b().size() != curve.signals().size()) {
            reasons.add(Reason.of(ReasonCode.INVALID_VALUE, "data: as many as bvalues"));
        } else if (curve.b().stream().distinct().count() < 2) {
            reasons.add(Reason.of(ReasonCode.B_VALUES_INADEQUATE));
        } else {
            int[] order = IntStream.range(0, curve.b().size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(curve.b()::get))
                    .mapToInt(i -> i)
                    .toArray();
            double[] b = Arrays.stream(order).mapToDouble(curve.b()::get).toArray();
            double[] s = Arrays.stream(order).mapToDouble(curve.signals()::get).toArray();
            if (!VoxelStatus.canBeFitted(b, s)) {
                reasons.add(Reason.of(ReasonCode.INVALID_VALUE, "data: every b zero or more, every signal above zero"));
            } else {
                OptionalDouble sigma =
                        curve.sigma() == null ? OptionalDouble.empty() : OptionalDouble.of(curve.sigma());
                fits(b, s, sigma, fits);
            }
        }
        return new MeasureReport.SignalCurve(
                label, curve.name(), curve.b(), curve.sigma(), curve.stated(), fits, flags, reasons);
    }

    private static void fits(double[] b, double[] s, OptionalDouble sigma, Map<String, MeasureReport.CurveFit> fits) {
        double[] ones = new double[b.length];
        Arrays.fill(ones, 1);
        List<Double> all = Arrays.stream(b).boxed().toList();
        for (FitMethod method : FitMethod.values()) {
            Fit fit = MonoExponential.fit(method, b, s, ones);
            List<Double> used = method == FitMethod.TWO_POINT ? List.of(b[0], b[b.length - 1]) : all;
            fits.put(method.id(), adc(used, fit, VoxelStatus.of(b, s, sigma, fit.adcOrNaN())));
        }
        boolean noiseLimited = VoxelStatus.of(b, s, sigma, VoxelStatus.LARGEST_PHYSICAL) == VoxelStatus.NOISE_LIMITED;
        for (DiffusionModel model : DiffusionModel.values()) {
            List<Reason> inadequate = model.reasons(all);
            fits.put(
                    model.id(),
                    inadequate.isEmpty()
                            ? fit(all, model.fit(b, s, ones), noiseLimited)
                            : new MeasureReport.CurveFit(all, Map.of(), List.of(), inadequate));
        }
    }

    private static MeasureReport.CurveFit adc(List<Double> b, Fit fit, VoxelStatus status) {
        Map<String, Double> values = new LinkedHashMap<>();
        if (fit instanceof Fit.Fitted(double adc, double s0)) {
            values.put("adc", adc);
            values.put(Estimates.S0, s0);
        }
        List<Reason> reasons = switch (status) {
            case VALID -> List.of();
            case INVALID -> List.of(Reason.of(ReasonCode.INVALID_VALUE, "data"));
            case NOISE_LIMITED -> List.of(Reason.of(ReasonCode.BELOW_NOISE_FLOOR));
            case NON_PHYSICAL -> List.of(Reason.of(ReasonCode.NON_PHYSICAL));
            case NOT_CONVERGED -> List.of(Reason.of(ReasonCode.FIT_NOT_CONVERGED));
        };
        return new MeasureReport.CurveFit(b, values, List.of(), reasons);
    }

    private static MeasureReport.CurveFit fit(List<Double> b, Estimates estimates, boolean noiseLimited) {
        List<Reason> reasons = new ArrayList<>(estimates.reasons());
        if (noiseLimited) {
            reasons.add(Reason.of(ReasonCode.BELOW_NOISE_FLOOR));
        }
        return new MeasureReport.CurveFit(b, estimates.values(), estimates.flags(), reasons);
    }
}
