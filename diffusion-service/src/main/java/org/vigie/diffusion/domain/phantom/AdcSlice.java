package org.vigie.diffusion.domain.phantom;

import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.MonoExponential;
import org.vigie.diffusion.domain.Shell;
import org.vigie.diffusion.domain.VoxelStatus;

/** The log-linear ADC of one slice over all b-values, mm2/s, 0 where there is none. */
final class AdcSlice {
    private AdcSlice() {}

    static double[] of(DiffusionVolume volume, int slice) {
        Grid grid = volume.grid();
        double[] b = volume.shells().stream().mapToDouble(Shell::b).toArray();
        double[] s = new double[b.length];
        double[] adc = new double[grid.voxelsPerSlice()];
        for (int i = 0; i < adc.length; i++) {
            int voxel = slice * grid.voxelsPerSlice() + i;
            for (int k = 0; k < s.length; k++) {
                s[k] = volume.shells().get(k).signal(voxel);
            }
            adc[i] = VoxelStatus.canBeFitted(b, s) ? MonoExponential.ols(b, s).adc() : 0;
        }
        return adc;
    }
}
