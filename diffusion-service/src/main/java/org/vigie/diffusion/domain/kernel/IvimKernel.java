package org.vigie.diffusion.domain.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.vigie.diffusion.domain.Ivim;
import org.vigie.diffusion.domain.IvimFit;
import org.vigie.diffusion.domain.VoxelStatus;

/**
 * IVIM of every voxel, S(b) = S0·((1-f)·exp(-b·D) + f·exp(-b·D*)), the fits of {@link Ivim} in single precision. A voxel
 * that single precision leaves open is fitted again by {@link Ivim}; without the vector module all are.
 */
public final class IvimKernel {
    private static final double D_MAX = 5;
    static final double D_STAR_MIN = 5;
    static final double D_STAR_MAX = 200;
    private static final int D_STAR_STEPS = 6;
    private static final float SMALL_STEP = 1e-4f;
    private static final int FULL_STEPS = 40;
    /** Where there is no perfusion to tell: ln of 37.76e-3 mm2/s (breast-malignant, see {@link Ivim}). */
    private static final float LN_D_STAR_START = (float) Math.log(37.76);

    private static final double MM2_PER_SEC = 1e-3;

    private final boolean vectors;
    private final int threads;
    private final double[] b;
    private final double[] averages;
    private final PseudoDiffusionGrid grid;

    /**
     * @param b s/mm2, ascending from 0; see {@link Ivim#reasons}
     * @param averages images behind each sample
     */
    public IvimKernel(Arithmetic arithmetic, int threads, double[] b, double[] averages) {
        this.vectors = arithmetic instanceof VectorArithmetic;
        this.threads = threads;
        this.b = b.clone();
        this.averages = averages.clone();
        this.grid = new PseudoDiffusionGrid(
                Arrays.stream(b).map(value -> value * MM2_PER_SEC).toArray(), averages);
    }

    /** Where f, D and D* (mm2/s) of each voxel go; NaN where there is none. */
    public record Maps(MapSink f, MapSink d, MapSink dStar) {}

    /** @return voxels fitted again in double precision */
    public int segmented(List<? extends SignalSource> samples, int voxels, Maps maps) {
        return fit(samples, voxels, maps, false);
    }

    /** All parameters at once, from the segmented answer. Returns the voxels fitted again in double precision. */
    public int full(List<? extends SignalSource> samples, int voxels, Maps maps) {
        return fit(samples, voxels, maps, true);
    }

    private int fit(List<? extends SignalSource> samples, int voxels, Maps maps, boolean full) {
        SignalSource[] sources = samples.toArray(SignalSource[]::new);
        AtomicInteger redone = new AtomicInteger();
        BlockLoop.run(voxels, IvimScratch.STRIDE, threads, () -> new Block(sources, maps, full, redone));
        return redone.get();
    }

    private final class Block implements BlockLoop.Block {
        private final SignalSource[] sources;
        private final Maps maps;
        private final boolean full;
        private final AtomicInteger redone;
        private final IvimScratch scratch = new IvimScratch(b, averages);
        private final float[] sample = new float[IvimScratch.STRIDE];
        private final int from;
        private final OlsWeights weights;
        private final NormalStep normalStep = new NormalStep(
                new double[] {0.5, 0, 0, Math.log(D_STAR_MIN)}, new double[] {1.5, 1, D_MAX, Math.log(D_STAR_MAX)});
        private final IvimPass normalise = new IvimPass.Normalise();
        private final IvimPass addLogarithm = new IvimPass.AddLogarithm();
        private final IvimPass fraction = new IvimPass.Fraction();
        private final IvimPass rest = new IvimPass.Rest();
        private final IvimPass project;
        private final IvimPass keepLowest = new IvimPass.KeepLowest();
        private final IvimPass exponentiate = new IvimPass.Exponentiate();
        private final IvimPass addSlopes = new IvimPass.AddSlopes();
        private final IvimPass stepDStar = new IvimPass.StepDStar();
        private final IvimPass[] normalPasses = {
            new IvimNormalPass.Decays(),
            new IvimNormalPass.Derivatives(),
            new IvimNormalPass.AddCost(),
            new IvimNormalPass.AddRow(0, 0),
            new IvimNormalPass.AddRow(1, 4),
            new IvimNormalPass.AddRow(2, 7),
            new IvimNormalPass.AddRow(3, 9)
        };

        Block(SignalSource[] sources, Maps maps, boolean full, AtomicInteger redone) {
            this.sources = sources;
            this.maps = maps;
            this.full = full;
            this.redone = redone;
            this.project = new IvimPass.Project(grid);
            int first = 0;
            while (b[first] < Ivim.DIFFUSION_FROM) {
                first++;
            }
            this.from = first;
            this.weights = new OlsWeights(Arrays.copyOfRange(b, first, b.length));
        }

        @Override
        public void fit(int first, int count) {
            if (vectors) {
                read(first, count);
                segmented();
                if (full) {
                    normalEquations(count);
                }
            }
            for (int i = 0; i < count; i++) {
                if (vectors && isAnswered(i)) {
                    toOutput(i);
                } else {
                    inDouble(first + i, i);
                }
            }
            maps.f().write(first, count, scratch.f);
            maps.d().write(first, count, scratch.d);
            maps.dStar().write(first, count, scratch.dStar);
        }

        /** Lanes beyond the last voxel see a flat signal. */
        private void read(int first, int count) {
            for (int k = 0; k < sources.length; k++) {
                Arrays.fill(sample, 1);
                sources[k].read(first, count, sample);
                System.arraycopy(sample, 0, scratch.y, k * IvimScratch.STRIDE, IvimScratch.STRIDE);
            }
            ScalarArithmetic.keepPositive(scratch.y, 0, IvimScratch.STRIDE);
            System.arraycopy(scratch.y, 0, scratch.base, 0, IvimScratch.STRIDE);
            for (int k = 0; k < sources.length; k++) {
                run(normalise, k, 0, 0);
            }
        }

        private void segmented() {
            System.arraycopy(scratch.y, from * IvimScratch.STRIDE, scratch.base, 0, IvimScratch.STRIDE);
            Arrays.fill(scratch.d, 0);
            scratch.clearSums();
            for (int k = from + 1; k < sources.length; k++) {
                run(addLogarithm, k, (float) (weights.adc(k - from) / MM2_PER_SEC), weights.lnS0(k - from));
            }
            run(fraction, 0, 0, 0);
            for (int k = 0; k < sources.length; k++) {
                run(rest, k, 0, 0);
            }
            lowestOfGrid();
            System.arraycopy(scratch.gridLn, 0, scratch.lnDStar, 0, IvimScratch.STRIDE);
            for (int step = 0; step < D_STAR_STEPS; step++) {
                run(exponentiate, 0, 0, 0);
                scratch.clearSums();
                for (int k = 0; k < sources.length; k++) {
                    run(addSlopes, k, 0, 0);
                }
                run(stepDStar, 0, (float) PseudoDiffusionGrid.CELL, 0);
            }
        }

        private void lowestOfGrid() {
            Arrays.fill(scratch.lowest, Float.POSITIVE_INFINITY);
            Arrays.fill(scratch.gridLn, grid.ln[0]);
            for (int j = 0; j < PseudoDiffusionGrid.PADDED; j += PseudoDiffusionGrid.TOGETHER) {
                run(project, j, 0, 0);
                for (int n = 0; n < PseudoDiffusionGrid.TOGETHER; n++) {
                    run(keepLowest, n, grid.squares[j + n], grid.ln[j + n]);
                }
            }
        }

        private void normalEquations(int count) {
            for (int i = 0; i < IvimScratch.STRIDE; i++) {
                float ln = scratch.lnDStar[i];
                scratch.trial[0][i] = 1;
                scratch.trial[1][i] = Math.min(scratch.f[i], 1);
                scratch.trial[2][i] = Math.max(0, Math.min(scratch.d[i], (float) D_MAX));
                scratch.trial[3][i] = Float.isNaN(ln) ? LN_D_STAR_START : ln;
            }
            normalStep.start(scratch, count);
            boolean moving = true;
            for (int step = 0; step < FULL_STEPS && moving; step++) {
                System.arraycopy(scratch.trial[3], 0, scratch.lnDStar, 0, IvimScratch.STRIDE);
                run(exponentiate, 0, 0, 0);
                scratch.clearNormal();
                for (int k = 0; k < sources.length; k++) {
                    for (IvimPass pass : normalPasses) {
                        run(pass, k, 0, 0);
                    }
                }
                moving = normalStep.step(scratch, count);
            }
        }

        private boolean isAnswered(int i) {
            if (full) {
                return normalStep.hasConverged(i);
            }
            boolean inRange = scratch.d[i] >= 0 && scratch.d[i] <= D_MAX;
            return inRange && (scratch.f[i] == 0 || Math.abs(scratch.q[i]) <= SMALL_STEP);
        }

        private void toOutput(int i) {
            double ln = full ? normalStep.parameter(3, i) : scratch.lnDStar[i];
            scratch.f[i] = full ? normalStep.parameter(1, i) : scratch.f[i];
            scratch.d[i] = (float) ((full ? normalStep.parameter(2, i) : scratch.d[i]) * MM2_PER_SEC);
            double dStar = scratch.f[i] == 0 ? D_STAR_MIN : Math.clamp(Math.exp(ln), D_STAR_MIN, D_STAR_MAX);
            scratch.dStar[i] = (float) (dStar * MM2_PER_SEC);
        }

        private void inDouble(int voxel, int i) {
            double[] s = new double[sources.length];
            float[] one = new float[1];
            for (int k = 0; k < s.length; k++) {
                sources[k].read(voxel, 1, one);
                s[k] = one[0];
            }
            if (VoxelStatus.canBeFitted(b, s)) {
                redone.incrementAndGet();
                put(i, full ? Ivim.full(b, s, averages) : Ivim.segmented(b, s, averages));
            } else {
                put(i, new IvimFit.NotConverged());
            }
        }

        private void put(int i, IvimFit fit) {
            IvimFit.Fitted fitted = fit instanceof IvimFit.Fitted found
                    ? found
                    : new IvimFit.Fitted(Double.NaN, Double.NaN, Double.NaN, Double.NaN, false, false);
            scratch.f[i] = (float) fitted.f();
            scratch.d[i] = (float) fitted.d();
            scratch.dStar[i] = (float) fitted.dStar();
        }

        private void run(IvimPass pass, int k, float x, float z) {
            pass.run(scratch, k, x, z);
        }
    }
}
