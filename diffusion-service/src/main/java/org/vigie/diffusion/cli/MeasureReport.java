package org.vigie.diffusion.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.imaging.AdcMeasurement.Statistics;

/**
 * What {@code measure --json} prints. Stable: fields are only added. All ADC in mm2/s.
 *
 * @param reasons why images of the folder could not be used
 * @param skipped files that are no DICOM
 */
public record MeasureReport(
        String software, String units, List<Series> series, List<Reason> reasons, List<String> skipped, String notice) {

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
}
