package org.vigie.diffusion;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Region;
import org.vigie.diffusion.domain.RegionMeasurement;
import org.vigie.diffusion.domain.RegionReport;
import org.vigie.diffusion.domain.Selection;
import org.vigie.diffusion.domain.Selections;
import org.vigie.diffusion.domain.Shell;
import org.vigie.diffusion.picture.AdcPicture;

/** Runs the fits and the drawing once before the first study, so that it does not pay for compiling and fonts. */
public final class Warmup {
    private static final Logger LOG = Logger.getLogger(Warmup.class);
    private static final Grid GRID = new Grid(32, 32, 8, 2, 2);
    private static final double ADC = 1e-3;

    private Warmup() {}

    public static void run() {
        List<Shell> shells = List.of(shell(0), shell(100), shell(600), shell(800));
        DiffusionVolume volume = new DiffusionVolume(GRID, shells);
        Region all = new Region("warm-up", IntStream.range(0, GRID.voxels()));
        List<Selection> selections = Selections.byRules(volume.b(), List.of());
        RegionReport.of(
                new RegionMeasurement(volume, all, false, OptionalDouble.empty()), selections, Optional.empty());
        try {
            int bytes = AdcPicture.png(volume, all, selections.getFirst()).length;
            LOG.debugf("warm, picture of %d bytes", bytes);
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("pictures cannot be drawn on this machine; measurements go without", e);
        }
    }

    private static Shell shell(double b) {
        float[] signal = new float[GRID.voxels()];
        for (int i = 0; i < signal.length; i++) {
            signal[i] = (float) ((800 + i % 97) * Math.exp(-b * ADC) + i % 7);
        }
        return new Shell(b, 1, signal, new BitSet());
    }
}
