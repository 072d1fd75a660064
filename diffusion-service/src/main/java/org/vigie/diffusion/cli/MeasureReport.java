package org.vigie.diffusion.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.AdcMeasurement.Statistics;
import org.vigie.diffusion.domain.Histogram;
import org.vigie.diffusion.domain.ModelMeasurement;
import org.vigie.diffusion.domain.QualityReport;

/**
 * What {@code measure --json} prints. Stable: fields are only added. All ADC in mm2/s.
 *
 * @param signals curves of signal files, absent without one
 * @param firstOrder statistics of images with a mask that are no DICOM, absent without one
 * @param reasons why images of the folder could not be used
 * @param skipped files that are no DICOM
 * @param unreadable files that are DICOM and could not be read
 */
public record MeasureReport(
        String software,
        String units,
        List<Series> series,
        @Nullable List<SignalCurve> signals,
        @Nullable List<FirstOrderTable> firstOrder,
        List<Reason> reasons,
        List<String> skipped,
        List<Unreadable> unreadable,
        String notice) {

    public MeasureReport {
        series = List.copyOf(series);
        reasons = List.copyOf(reasons);
        skipped = List.copyOf(skipped);
        unreadable = List.copyOf(unreadable);
    }

    static final String NOTICE =
            "Research use / decision support. Not a medical device. To be interpreted by a qualified physician.";

    static final Reason NO_DICOM = Reason.of(ReasonCode.MISSING_INPUT, "DICOM files");

    /**
     * @param file within the folder
     * @param rule what it breaks
     */
    public record Unreadable(String file, Reason reason, String rule) {}

    /** True if some file could not be read and nothing was measured. */
    boolean isFailure() {
        boolean measured = signals != null
                || tables().stream().anyMatch(FirstOrderTable::isMeasured)
                || series.stream()
                        .flatMap(s -> s.rois().stream())
                        .anyMatch(roi -> roi.n() > 0
                                && (roi.raw() != null
                                        || roi.valid() != null
                                        || roi.logLinearOfMean() != null
                                        || roi.reasons().isEmpty()));
        return !measured
                && (!unreadable.isEmpty()
                        || reasons.contains(NO_DICOM)
                        || tables().stream().anyMatch(FirstOrderTable::isUnreadable));
    }

    private List<FirstOrderTable> tables() {
        return firstOrder == null ? List.of() : firstOrder;
    }

    /**
     * One acquisition by one variant.
     *
     * @param series series numbers; scanners split b-values into series
     * @param acquiredB every b-value of the acquisition, s/mm2
     * @param b the b-values used, s/mm2
     * @param slices number of slices, ascending along the normal
     */
    public record Series(
            List<Integer> series,
            List<String> seriesUids,
            List<Double> acquiredB,
            List<Double> b,
            int slices,
            String variant,
            String method,
            String units,
            boolean alertable,
            List<Roi> rois,
            List<String> flags,
            List<Reason> reasons) {}

    /**
     * @param n voxels of the region
     * @param nValid voxels in {@code valid}
     * @param raw over every finite voxel
     * @param valid over valid voxels; absent where the rules allow no number
     * @param logLinearOfMean unweighted log-linear fit of the region's mean signal
     * @param excluded voxel status to count
     * @param methods the other fits of the same voxels, for comparison
     * @param parameters of a model with several, by name; {@code raw} and {@code valid} of the region are then absent
     * @param histogram of the valid ADC, bins of 0.05e-3 mm2/s; absent where the rules allow no number
     * @param quality of the images behind the region; absent without a region or a number of b-values that do
     */
    public record Roi(
            String name,
            @Nullable String trackingUid,
            int n,
            int nValid,
            @Nullable Statistics raw,
            @Nullable Statistics valid,
            @Nullable Double logLinearOfMean,
            Map<String, Integer> excluded,
            Map<String, Comparison> methods,
            @Nullable Map<String, ModelMeasurement.Parameter> parameters,
            @Nullable Histogram histogram,
            @Nullable QualityReport quality,
            List<String> flags,
            List<Reason> reasons) {}

    /**
     * One method's statistics.
     *
     * @param b the b-values it used, s/mm2
     */
    public record Comparison(
            List<Double> b,
            int nValid,
            @Nullable Statistics raw,
            @Nullable Statistics valid) {}

    /**
     * One curve of a signal file, by every model.
     *
     * @param b s/mm2
     * @param sigma noise SD the file states, unit of the signal
     * @param stated what the file says the curve was made of, by its own names
     * @param fits by method
     */
    public record SignalCurve(
            String file,
            String name,
            List<Double> b,
            @Nullable Double sigma,
            Map<String, Double> stated,
            Map<String, CurveFit> fits,
            List<String> flags,
            List<Reason> reasons) {}

    /**
     * One model of one curve; a parameter that it does not determine is absent and flagged.
     *
     * @param b the b-values used, s/mm2
     * @param values diffusivities in mm2/s, fractions and exponents without unit, s0 in units of the signal
     */
    public record CurveFit(List<Double> b, Map<String, Double> values, List<String> flags, List<Reason> reasons) {}

    /**
     * First-order statistics of the values in one mask.
     *
     * @param binWidth of the histogram behind entropy and uniformity
     * @param shift added before energy and root mean square
     * @param flags such as how many voxels of the mask are no finite number and not counted
     */
    public record FirstOrderTable(
            String image,
            String roi,
            int n,
            double binWidth,
            double shift,
            Map<String, Double> features,
            List<String> flags,
            List<Reason> reasons) {
        boolean isMeasured() {
            return !features.isEmpty();
        }

        /** The image or the mask could not be read at all. */
        boolean isUnreadable() {
            return reasons.contains(Reason.of(ReasonCode.INVALID_VALUE, "image"))
                    || reasons.contains(Reason.of(ReasonCode.INVALID_VALUE, "roi"));
        }
    }
}
