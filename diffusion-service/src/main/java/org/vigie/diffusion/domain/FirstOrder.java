package org.vigie.diffusion.domain;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * First-order statistics of the values in a region, as the Image Biomarker Standardisation Initiative defines them
 * (Zwanenburg, Radiology 2020: sections 3.3 and 3.4), under the names of pyradiomics: variance and moments of the
 * population, kurtosis not reduced by 3, percentiles by linear interpolation, entropy (in bits) and uniformity over a
 * {@link Histogram}, energy and root mean square of the values plus a shift.
 */
public final class FirstOrder {
    private FirstOrder() {}

    /**
     * @param values finite, at least one
     * @param binWidth of the histogram, unit of the values
     * @param shift added before squaring, so that a low value is not a small one; 0 is IBSI's energy
     * @param voxelVolumeMm3 of one voxel
     */
    public static Map<String, Double> of(double[] values, double binWidth, double shift, double voxelVolumeMm3) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double mean = Arrays.stream(sorted).sum() / n;
        double p10 = RegionStatistics.percentile(sorted, 10);
        double p90 = RegionStatistics.percentile(sorted, 90);
        double m2 = RegionStatistics.moment(sorted, mean, 2);
        double energy =
                Arrays.stream(sorted).map(v -> (v + shift) * (v + shift)).sum();
        double[] shares = Histogram.of(sorted, binWidth).shares();
        Map<String, Double> features = new LinkedHashMap<>();
        features.put("Mean", mean);
        features.put("Median", RegionStatistics.percentile(sorted, 50));
        features.put("Minimum", sorted[0]);
        features.put("Maximum", sorted[n - 1]);
        features.put("Range", sorted[n - 1] - sorted[0]);
        features.put("10Percentile", p10);
        features.put("90Percentile", p90);
        features.put(
                "InterquartileRange",
                RegionStatistics.percentile(sorted, 75) - RegionStatistics.percentile(sorted, 25));
        features.put("MeanAbsoluteDeviation", absoluteDeviation(sorted));
        features.put(
                "RobustMeanAbsoluteDeviation",
                absoluteDeviation(
                        Arrays.stream(sorted).filter(v -> v >= p10 && v <= p90).toArray()));
        features.put("Variance", m2);
        if (m2 > 0) {
            features.put("Skewness", RegionStatistics.moment(sorted, mean, 3) / Math.pow(m2, 1.5));
            features.put("Kurtosis", RegionStatistics.moment(sorted, mean, 4) / (m2 * m2));
        }
        features.put("Energy", energy);
        features.put("TotalEnergy", energy * voxelVolumeMm3);
        features.put("RootMeanSquared", Math.sqrt(energy / n));
        features.put(
                "Entropy",
                -Arrays.stream(shares).map(p -> p * Math.log(p) / Math.log(2)).sum());
        features.put("Uniformity", Arrays.stream(shares).map(p -> p * p).sum());
        return features;
    }

    private static double absoluteDeviation(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        return Arrays.stream(values).map(v -> Math.abs(v - mean)).sum() / values.length;
    }
}
