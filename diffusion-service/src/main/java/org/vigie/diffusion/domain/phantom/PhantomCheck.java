package org.vigie.diffusion.domain.phantom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.Region;
import org.vigie.diffusion.domain.RegionMeasurement;
import org.vigie.diffusion.domain.RegionSpec;
import org.vigie.diffusion.domain.Selection;
import org.vigie.diffusion.domain.phantom.PhantomDefinition.Vial;
import org.vigie.diffusion.domain.phantom.PhantomResult.Criterion;
import org.vigie.diffusion.domain.phantom.PhantomResult.VialResult;
import org.vigie.diffusion.domain.phantom.VialPositions.Place;

/**
 * The physicist's acceptance test: bias of each vial, linearity over all, repeatability between acquisitions. ADC is the
 * log-linear fit of a cube's mean signal over every b-value.
 */
public final class PhantomCheck {
    private static final String QIBA = "QIBA DWI profile";

    private final PhantomDefinition phantom;
    private final double temperatureC;

    public PhantomCheck(PhantomDefinition phantom, double temperatureC) {
        this.phantom = phantom;
        this.temperatureC = temperatureC;
    }

    /** @param volumes acquisitions of one session with equal b-values; the first tells where the vials are */
    public PhantomResult of(List<DiffusionVolume> volumes) {
        if (volumes.isEmpty()) {
            return refused(Reason.of(ReasonCode.MISSING_INPUT, "diffusion images"));
        }
        double[] references = new double[phantom.vials().size()];
        for (int i = 0; i < references.length; i++) {
            Optional<Double> reference = phantom.reference(phantom.vials().get(i), temperatureC);
            if (reference.isEmpty()) {
                return refused(Reason.of(ReasonCode.MISSING_INPUT, "reference at " + temperatureC + " C"));
            }
            references[i] = reference.get();
        }
        Optional<List<Place>> places = VialPositions.of(volumes.getFirst(), phantom.vials(), references);
        if (places.isEmpty()) {
            return refused(Reason.of(ReasonCode.MISSING_INPUT, "vials"));
        }
        List<VialResult> vials = new ArrayList<>();
        for (int i = 0; i < references.length; i++) {
            Optional<VialResult> vial =
                    vial(volumes, phantom.vials().get(i), places.get().get(i), references[i]);
            if (vial.isEmpty()) {
                return refused(Reason.of(
                        ReasonCode.INVALID_VALUE,
                        "vial " + phantom.vials().get(i).name()));
            }
            vials.add(vial.get());
        }
        return judged(volumes.size(), vials);
    }

    private Optional<VialResult> vial(List<DiffusionVolume> volumes, Vial vial, Place place, double reference) {
        List<Double> adc = new ArrayList<>();
        double cv = Double.NaN;
        for (DiffusionVolume volume : volumes) {
            Optional<AdcMeasurement> measured = measure(volume, place);
            Double ofMean =
                    measured.map(AdcMeasurement::logLinearOfMeanMm2PerSec).orElse(null);
            if (ofMean == null) {
                return Optional.empty();
            }
            adc.add(ofMean);
            if (Double.isNaN(cv)) {
                cv = measured.flatMap(m -> Optional.ofNullable(m.raw()))
                        .map(raw -> raw.sd() == null ? 0 : 100 * raw.sd() / raw.mean())
                        .orElse(0.0);
            }
        }
        double mean = mean(adc);
        return Optional.of(new VialResult(
                vial.name(),
                vial.content(),
                List.of(place.column(), place.row(), place.slice()),
                vial.judged(),
                reference,
                mean,
                100 * (mean - reference) / reference,
                cv,
                adc.size() < 2 ? null : 100 * sd(adc, mean) / mean));
    }

    private Optional<AdcMeasurement> measure(DiffusionVolume volume, Place place) {
        Optional<Region> cube = new RegionSpec.Box(
                        place.column(), place.row(), place.slice(), phantom.edge(), phantom.edge(), phantom.edge())
                .in(volume);
        return cube.map(region -> new RegionMeasurement(volume, region, true, OptionalDouble.empty())
                .measure(Selection.all(volume.b()), FitMethod.OLS));
    }

    private PhantomResult judged(int acquisitions, List<VialResult> vials) {
        double[] x = vials.stream().mapToDouble(VialResult::referenceMm2PerSec).toArray();
        double[] y = vials.stream().mapToDouble(VialResult::adcMm2PerSec).toArray();
        Line line = Arrays.stream(x).distinct().count() >= 3 ? Line.of(x, y) : null;
        Double bias = vials.stream()
                .filter(VialResult::judged)
                .map(VialResult::biasPercent)
                .max((a, b) -> Double.compare(Math.abs(a), Math.abs(b)))
                .orElse(null);
        Double wcv = wcv(vials);
        PhantomDefinition.Limits limits = phantom.limits();
        List<Criterion> criteria = List.of(
                criterion(
                        "largest bias of a judged vial, %",
                        bias, limits.biasPercent(), bias != null && Math.abs(bias) <= limits.biasPercent(), QIBA),
                criterion(
                        "linearity, R2 of measured on reference",
                        line == null ? null : line.r2(),
                        limits.r2(),
                        line != null && line.r2() > limits.r2(),
                        QIBA),
                criterion(
                        "repeatability, wCV between acquisitions, %",
                        wcv,
                        limits.wcvPercent(),
                        wcv != null && wcv <= limits.wcvPercent(),
                        QIBA + " (number to be confirmed by the site's physicist)"));
        boolean failed = criteria.stream().anyMatch(c -> c.verdict().equals("fail"));
        boolean assessed = bias != null && line != null;
        return new PhantomResult(
                phantom.name(),
                phantom.source(),
                temperatureC,
                acquisitions,
                vials,
                line == null ? null : line.r2(),
                line == null ? null : line.slope(),
                line == null ? null : line.intercept(),
                criteria,
                assessed && !failed,
                List.of());
    }

    private static Criterion criterion(String name, @Nullable Double value, double limit, boolean met, String source) {
        String verdict = value == null ? "not-assessed" : met ? "pass" : "fail";
        return new Criterion(name, value, limit, verdict, source);
    }

    /** Root of the mean squared coefficient of variation of the judged vials (Bland, BMJ 1996). */
    private static @Nullable Double wcv(List<VialResult> vials) {
        OptionalDouble square = vials.stream()
                .filter(VialResult::judged)
                .map(VialResult::wcvPercent)
                .flatMapToDouble(v ->
                        v == null ? java.util.stream.DoubleStream.empty() : java.util.stream.DoubleStream.of(v * v))
                .average();
        return square.isPresent() ? (@Nullable Double) Math.sqrt(square.getAsDouble()) : null;
    }

    private PhantomResult refused(Reason reason) {
        return new PhantomResult(
                phantom.name(),
                phantom.source(),
                temperatureC,
                0,
                List.of(),
                null,
                null,
                null,
                List.of(),
                false,
                List.of(reason));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    }

    private static double sd(List<Double> values, double mean) {
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.size() - 1));
    }

    /** Ordinary least squares of y on x. */
    private record Line(double slope, double intercept, double r2) {
        static Line of(double[] x, double[] y) {
            double meanX = Arrays.stream(x).average().orElseThrow();
            double meanY = Arrays.stream(y).average().orElseThrow();
            double xx = IntStream.range(0, x.length)
                    .mapToDouble(i -> (x[i] - meanX) * (x[i] - meanX))
                    .sum();
            double xy = IntStream.range(0, x.length)
                    .mapToDouble(i -> (x[i] - meanX) * (y[i] - meanY))
                    .sum();
            double yy = IntStream.range(0, x.length)
                    .mapToDouble(i -> (y[i] - meanY) * (y[i] - meanY))
                    .sum();
            double slope = xy / xx;
            return new Line(slope, meanY - slope * meanX, yy > 0 ? xy * xy / (xx * yy) : 0);
        }
    }
}
