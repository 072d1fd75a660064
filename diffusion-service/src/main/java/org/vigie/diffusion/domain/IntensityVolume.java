package org.vigie.diffusion.domain;

import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.imaging.AdcMeasurement.Statistics;

/** Values of images that are not fitted: CT, T1, a scanner's own map. */
public final class IntensityVolume {
    public static final String MM2_PER_SEC = "mm2/s";
    /** MR signal: in no unit by nature. */
    public static final String ARBITRARY = "a.u.";
    /** There is a unit, and nobody says which. */
    public static final String UNKNOWN = "unknown";

    private final Grid grid;
    private final double[] values;
    private final String unit;
    private final boolean diffusivity;

    /**
     * @param values one per voxel of the grid; taken over, not copied
     * @param diffusivity an ADC map that somebody else computed
     */
    public IntensityVolume(Grid grid, double[] values, String unit, boolean diffusivity) {
        if (values.length != grid.voxels()) {
            throw new IllegalArgumentException("IntensityVolume: the values do not fill the grid");
        }
        this.grid = grid;
        this.values = values;
        this.unit = unit;
        this.diffusivity = diffusivity;
    }

    public Grid grid() {
        return grid;
    }

    public double value(int voxel) {
        return values[voxel];
    }

    public String unit() {
        return unit;
    }

    public boolean isDiffusivity() {
        return diffusivity;
    }

    /** Statistics over every finite voxel of the region; the SD is that of the population: SD² = m2 (IBSI 48LR). */
    public Optional<Statistics> statistics(Region region) {
        double[] finite = IntStream.range(0, region.size())
                .mapToDouble(i -> values[region.voxel(i)])
                .filter(Double::isFinite)
                .toArray();
        return RegionStatistics.of(finite).map(s -> ofPopulation(s, finite.length));
    }

    private static Statistics ofPopulation(Statistics s, int n) {
        Double sd = s.sd();
        return new Statistics(
                s.mean(),
                s.median(),
                sd == null ? null : (@Nullable Double) (sd * Math.sqrt((n - 1.0) / n)),
                s.min(),
                s.max(),
                s.p5(),
                s.p10(),
                s.p15(),
                s.p25(),
                s.p75(),
                s.p90(),
                s.p95(),
                s.skewness(),
                s.excessKurtosis());
    }
}
