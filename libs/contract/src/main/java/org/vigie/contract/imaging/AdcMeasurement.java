package org.vigie.contract.imaging;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;

/**
 * ADC of one region by one variant and one fit method (clinical rules 1.2-1.5). All ADC in mm2/s.
 *
 * @param key values with different keys are never compared
 * @param alertable false for custom b-values and other uses outside the rules
 * @param n voxels of the region
 * @param nValid voxels that entered {@code valid}
 * @param excluded voxel status to count, for what did not enter
 * @param raw statistics over every finite voxel, null if there is none
 * @param valid statistics over valid voxels, null if the reasons forbid a number
 * @param logLinearOfMeanMm2PerSec unweighted log-linear fit of the region's mean signal, null if not computable
 * @param reasons empty = measured; otherwise indeterminate
 */
public record AdcMeasurement(
        VariantKey key,
        boolean alertable,
        int n,
        int nValid,
        Map<String, Integer> excluded,
        @Nullable Statistics raw,
        @Nullable Statistics valid,
        @Nullable Double logLinearOfMeanMm2PerSec,
        List<String> flags,
        List<Reason> reasons) {

    /**
     * @param variant {@code ADC_STD}, {@code ADC_PI} or {@code custom}
     * @param bSecPerMm2 b-values used, ascending, s/mm2
     * @param method {@code two-point}, {@code ols}, {@code wls} or {@code nlls}
     */
    public record VariantKey(String variant, List<Double> bSecPerMm2, String method) {}

    /** ROI statistics of clinical rules 1.5; percentiles by linear interpolation, SD with n-1, population g1 and g2. */
    public record Statistics(
            double mean,
            double median,
            @Nullable Double sd,
            double min,
            double max,
            double p5,
            double p10,
            double p15,
            double p25,
            double p75,
            double p90,
            double p95,
            @Nullable Double skewness,
            @Nullable Double excessKurtosis) {}
}
