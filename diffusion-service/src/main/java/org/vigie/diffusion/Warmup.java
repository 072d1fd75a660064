package org.vigie.diffusion;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.vigie.diffusion.dicom.PracticeStudy;
import org.vigie.diffusion.dicom.StudyObject;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Region;
import org.vigie.diffusion.domain.RegionMeasurement;
import org.vigie.diffusion.domain.RegionReport;
import org.vigie.diffusion.domain.Selection;
import org.vigie.diffusion.domain.Selections;
import org.vigie.diffusion.domain.Shell;
import org.vigie.diffusion.domain.kernel.AdcMap;
import org.vigie.diffusion.domain.kernel.Arithmetic;
import org.vigie.diffusion.picture.AdcPicture;

/**
 * Runs the fits and the drawing before the first study, so that it does not pay for compiling and fonts. The vector kernels
 * start a thousand times slower than they end: they run until they are compiled, at most {@link #LONGEST_NANOS}. A small
 * study made in memory is then read and measured for at most {@link #PRACTICE}.
 */
public final class Warmup {
    private static final Logger LOG = Logger.getLogger(Warmup.class);
    private static final Grid GRID = new Grid(32, 32, 8, 2, 2);
    private static final double ADC = 1e-3;
    private static final Grid MAP_GRID = new Grid(64, 64, 1, 1, 1);
    private static final int MAPS = 1_000;
    private static final long LONGEST_NANOS = 800_000_000L;
    private static final int STUDIES = 60;
    private static final Duration PRACTICE = Duration.ofMillis(1_200);
    private static final long PRACTICE_BYTES = 16L << 20;

    private Warmup() {}

    public static void run() {
        List<Shell> shells = List.of(shell(0), shell(100), shell(600), shell(800));
        DiffusionVolume volume = new DiffusionVolume(GRID, shells);
        Region all = new Region("warm-up", IntStream.range(0, GRID.voxels()));
        List<Selection> selections = Selections.byRules(volume.b(), List.of());
        RegionReport.of(
                new RegionMeasurement(volume, all, false, OptionalDouble.empty()), selections, Optional.empty());
        maps();
        studies();
        try {
            int bytes = AdcPicture.png(volume, all, selections.getFirst()).length;
            LOG.debugf("warm, picture of %d bytes", bytes);
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("pictures cannot be drawn on this machine; measurements go without", e);
        }
    }

    private static void maps() {
        List<Shell> shells = List.of(shell(0, MAP_GRID), shell(100, MAP_GRID), shell(800, MAP_GRID));
        DiffusionVolume volume = new DiffusionVolume(MAP_GRID, shells);
        List<Integer> all = List.of(0, 1, 2);
        String arithmetic = Arithmetic.here().id();
        if (arithmetic.startsWith("scalar")) {
            LOG.warnf("maps by %s arithmetic: start Java with --add-modules=%s", arithmetic, Arithmetic.VECTOR_MODULE);
        }
        long start = System.nanoTime();
        int maps = 0;
        while (maps < MAPS && System.nanoTime() - start < LONGEST_NANOS) {
            AdcMap map = AdcMap.of(volume, all, FitMethod.OLS);
            maps += map.voxels() / MAP_GRID.voxels();
        }
        LOG.infof(
                "map kernels warm: arithmetic %s, %d maps of %d voxels in %d ms",
                arithmetic, maps, MAP_GRID.voxels(), (System.nanoTime() - start) / 1_000_000);
    }

    /** Reading, assembling and combining images, over and over: a first study of hundreds must not wait for the compiler. */
    private static void studies() {
        StudyMeasurer measurer = new StudyMeasurer(new TrustedSources(List.of()), PRACTICE_BYTES);
        Deadline deadline = new Deadline(InstantSource.system(), PRACTICE);
        long start = System.nanoTime();
        int studies = 0;
        try {
            List<StudyObject> objects = PracticeStudy.objects();
            do {
                measurer.measure(objects, deadline);
                studies++;
            } while (studies < STUDIES && !deadline.hasPassed());
        } catch (IOException | RuntimeException e) {
            LOG.warn("the practice study could not be measured", e);
        }
        LOG.infof("reading warm: %d practice studies in %d ms", studies, (System.nanoTime() - start) / 1_000_000);
    }

    private static Shell shell(double b) {
        return shell(b, GRID);
    }

    private static Shell shell(double b, Grid grid) {
        float[] signal = new float[grid.voxels()];
        for (int i = 0; i < signal.length; i++) {
            signal[i] = (float) ((800 + i % 97) * Math.exp(-b * ADC) + i % 7);
        }
        return new Shell(b, 1, signal, new BitSet());
    }
}
