package org.vigie.diffusion.domain.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.MonoExponential;
import org.vigie.diffusion.domain.Shell;
import org.vigie.diffusion.domain.VoxelStatus;

/** The ADC of consecutive voxels of a volume in single precision. */
public final class AdcMap {
    private final float[] mm2PerSec;
    private final FitMethod method;
    private final String arithmetic;
    private final int redone;

    private AdcMap(float[] mm2PerSec, FitMethod method, String arithmetic, int redone) {
        this.mm2PerSec = mm2PerSec;
        this.method = method;
        this.arithmetic = arithmetic;
        this.redone = redone;
    }

    /** {@link #of(Arithmetic, DiffusionVolume, List, FitMethod, int, int, int)} of the whole volume on every processor. */
    public static AdcMap of(DiffusionVolume volume, List<Integer> shells, FitMethod method) {
        return of(volume, shells, method, 0, volume.grid().voxels());
    }

    /** The same of some voxels, on every processor. */
    public static AdcMap of(DiffusionVolume volume, List<Integer> shells, FitMethod method, int first, int voxels) {
        return of(
                Arithmetic.here(),
                volume,
                shells,
                method,
                first,
                voxels,
                Runtime.getRuntime().availableProcessors());
    }

    /**
     * @param shells indices of the b-values to use, ascending, at least two
     * @param first voxel
     */
    public static AdcMap of(
            Arithmetic arithmetic,
            DiffusionVolume volume,
            List<Integer> shells,
            FitMethod method,
            int first,
            int voxels,
            int threads) {
        List<Shell> used = shells.stream().map(volume.shells()::get).toList();
        List<Shell> fitted = method == FitMethod.TWO_POINT ? List.of(used.getFirst(), used.getLast()) : used;
        double[] b = fitted.stream().mapToDouble(Shell::b).toArray();
        List<SignalSource> sources = new ArrayList<>();
        for (Shell shell : fitted) {
            sources.add((from, count, into) -> shell.read(first + from, count, into));
        }
        float[] map = new float[voxels];
        AtomicInteger redone = new AtomicInteger();
        switch (method) {
            case TWO_POINT, OLS ->
                new AdcKernel(arithmetic, threads).ols(b, sources, voxels, MapSink.into(map), MapSink.nowhere());
            case WLS, NLLS ->
                new WeightedKernel(arithmetic, threads)
                        .fit(method, b, averages(fitted), sources, voxels, MapSink.into(map), redone);
        }
        return new AdcMap(map, method, arithmetic.id(), redone.get());
    }

    public int voxels() {
        return mm2PerSec.length;
    }

    /** mm2/s of the {@code i}-th voxel; NaN where a signal is not above zero or the fit did not converge; never clamped. */
    public float mm2PerSec(int i) {
        return mm2PerSec[i];
    }

    public FitMethod method() {
        return method;
    }

    /** What computed it, see {@link Arithmetic#id}. */
    public String arithmetic() {
        return arithmetic;
    }

    /** Voxels that single precision left open and that were fitted in double precision. */
    public int redone() {
        return redone;
    }

    /** Of the {@code i}-th voxel of the map, as far as the map can tell: noise is not in it. */
    public VoxelStatus status(int i) {
        float adc = mm2PerSec[i];
        if (Float.isNaN(adc)) {
            return VoxelStatus.INVALID;
        }
        return adc <= 0 || adc > VoxelStatus.LARGEST_PHYSICAL ? VoxelStatus.NON_PHYSICAL : VoxelStatus.VALID;
    }

    private static double[] averages(List<Shell> shells) {
        return shells.stream().mapToDouble(Shell::images).toArray();
    }

    /** What single precision left open, in double precision. */
    static float inDouble(double[] b, double[] s, double[] averages) {
        return VoxelStatus.canBeFitted(b, s)
                ? (float) MonoExponential.fit(FitMethod.NLLS, b, s, averages).adcOrNaN()
                : Float.NaN;
    }
}
