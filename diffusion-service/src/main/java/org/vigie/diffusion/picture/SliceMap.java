package org.vigie.diffusion.picture;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Selection;
import org.vigie.diffusion.domain.Shell;
import org.vigie.diffusion.domain.kernel.AdcMap;

/** The ADC of one slice for display: log-linear fit; air and voxels without signal stay black. */
final class SliceMap {
    /** Of the bright end of the least weighted image: below it is air. */
    private static final double AIR = 0.05;

    private static final double BRIGHT_END = 0.995;

    private final BufferedImage image;

    private SliceMap(BufferedImage image) {
        this.image = image;
    }

    BufferedImage image() {
        return image;
    }

    static SliceMap of(DiffusionVolume volume, Selection selection, int slice) {
        Grid grid = volume.grid();
        Shell low = volume.shells().get(selection.indices().getFirst());
        double air = AIR * bright(low, grid, slice);
        BufferedImage image = new BufferedImage(grid.columns(), grid.rows(), BufferedImage.TYPE_INT_RGB);
        int first = grid.index(0, 0, slice);
        AdcMap map = AdcMap.of(volume, selection.indices(), FitMethod.OLS, first, grid.voxelsPerSlice());
        for (int i = 0; i < map.voxels(); i++) {
            if (low.signal(first + i) > air && !Float.isNaN(map.mm2PerSec(i))) {
                image.setRGB(i % grid.columns(), i / grid.columns(), ColourScale.rgb(map.mm2PerSec(i)));
            }
        }
        return new SliceMap(image);
    }

    /** The signal shown as white: the bright end of the slice, never zero. */
    static double bright(Shell shell, Grid grid, int slice) {
        int from = grid.index(0, 0, slice);
        double[] sorted = IntStream.range(from, from + grid.voxelsPerSlice())
                .mapToDouble(shell::signal)
                .sorted()
                .toArray();
        double end = sorted[(int) ((sorted.length - 1) * BRIGHT_END)];
        return end > 0 ? end : Math.max(sorted[sorted.length - 1], 1);
    }
}
