package org.vigie.diffusion.domain.phantom;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;

/**
 * How a scanner measures a phantom; all ADC in mm2/s.
 *
 * @param acquisitions repeated acquisitions that were compared
 * @param r2 coefficient of determination of measured on reference, absent for fewer than three different references
 * @param slope of that line
 * @param interceptMm2PerSec of that line
 * @param criteria what was judged, and how
 * @param passed every criterion that could be judged is met, and bias and linearity could be
 * @param reasons why nothing could be said; then nothing else is
 */
public record PhantomResult(
        String phantom,
        String source,
        double temperatureC,
        int acquisitions,
        List<VialResult> vials,
        @Nullable Double r2,
        @Nullable Double slope,
        @Nullable Double interceptMm2PerSec,
        List<Criterion> criteria,
        boolean passed,
        List<Reason> reasons) {

    /**
     * @param voxel column, row, slice of the middle of the cube, in the first acquisition
     * @param adcMm2PerSec log-linear fit of the cube's mean signal over all b-values, mean over acquisitions
     * @param biasPercent of that against the reference
     * @param voxelCvPercent SD over mean of the voxels' own log-linear ADC, first acquisition
     * @param wcvPercent SD over mean between acquisitions, absent for one
     */
    public record VialResult(
            String name,
            String content,
            List<Integer> voxel,
            boolean judged,
            double referenceMm2PerSec,
            double adcMm2PerSec,
            double biasPercent,
            double voxelCvPercent,
            @Nullable Double wcvPercent) {}

    /**
     * @param value absent where it could not be measured
     * @param verdict {@code pass}, {@code fail} or {@code not-assessed}
     */
    public record Criterion(String name, @Nullable Double value, double limit, String verdict, String source) {}
}
