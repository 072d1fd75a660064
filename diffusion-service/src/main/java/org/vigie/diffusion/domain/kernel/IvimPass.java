package org.vigie.diffusion.domain.kernel;

import static org.vigie.diffusion.domain.kernel.IvimScratch.STRIDE;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.FLOATS;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.LANES;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.constant;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.exp2;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.log;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** One short pass of an IVIM fit over a whole block; short for the reason {@link VectorArithmetic} gives. */
sealed interface IvimPass permits IvimPass.Segmented, IvimNormalPass {
    float LOG2_E = Polynomials.LOG2_E;

    /**
     * @param k sample
     * @param x what the pass says, else ignored
     * @param z as {@code x}
     */
    void run(IvimScratch block, int k, float x, float z);

    /** The passes of the segmented fit. */
    sealed interface Segmented extends IvimPass {}

    /** y(k) by the first signal: NaN where it is not a positive number. */
    final class Normalise implements Segmented {
        @Override
        public void run(IvimScratch block, int k, float x, float z) {
            for (int i = 0; i < STRIDE; i += LANES) {
                FloatVector q = FloatVector.fromArray(FLOATS, block.y, k * STRIDE + i)
                        .div(FloatVector.fromArray(FLOATS, block.base, i));
                VectorMask<Float> usable =
                        q.compare(VectorOperators.GT, 0f).and(q.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
                constant(Float.NaN).blend(q, usable).intoArray(block.y, k * STRIDE + i);
            }
        }
    }

    /** d += x·ln(y(k)/y(reference)), r += z·ln(...); the reference is in {@code base}. */
    final class AddLogarithm implements Segmented {
        @Override
        public void run(IvimScratch block, int k, float x, float z) {
            for (int i = 0; i < STRIDE; i += LANES) {
                FloatVector l = log(FloatVector.fromArray(FLOATS, block.y, k * STRIDE + i)
                        .div(FloatVector.fromArray(FLOATS, block.base, i)));
                l.fma(constant(x), FloatVector.fromArray(FLOATS, block.d, i)).intoArray(block.d, i);
                l.fma(constant(z), FloatVector.fromArray(FLOATS, block.r, i)).intoArray(block.r, i);
            }
        }
    }

    /** f = 1 - y(reference)·exp(r), not below zero. */
    final class Fraction implements Segmented {
        @Override
        public void run(IvimScratch block, int k, float x, float z) {
            for (int i = 0; i < STRIDE; i += LANES) {
                FloatVector intercept = exp2(FloatVector.fromArray(FLOATS, block.r, i)
                                .mul(LOG2_E))
                        .mul(FloatVector.fromArray(FLOATS, block.base, i));
                constant(1f).sub(intercept).max(0f).intoArray(block.f, i);
            }
        }
    }

    /** rest(k) = y(k) - (1 - f)·exp(-b·D). */
    final class Rest implements Segmented {
        @Override
        public void run(IvimScratch block, int k, float x, float z) {
            for (int i = 0; i < STRIDE; i += LANES) {
                FloatVector slow =
                        exp2(FloatVector.fromArray(FLOATS, block.d, i).mul(block.b[k] * -LOG2_E));
                FloatVector weight = constant(1f).sub(FloatVector.fromArray(FLOATS, block.f, i));
                FloatVector.fromArray(FLOATS, block.y, k * STRIDE + i)
                        .sub(weight.mul(slow))
                        .intoArray(block.rest, k * STRIDE + i);
            }
        }
    }

    /** sum(decay·rest) of {@link PseudoDiffusionGrid#TOGETHER} points from the k-th on, the sums in registers. */
    final class Project implements Segmented {
        private final PseudoDiffusionGrid grid;

        Project(PseudoDiffusionGrid grid) {
            this.grid = grid;
        }

        @Override
        public void run(IvimScratch block, int k, float x, float z) {
            float[] decay = grid.decay;
            int samples = grid.samples;
            int first = k * samples;
            for (int i = 0; i < STRIDE; i += LANES) {
                FloatVector p0 = FloatVector.zero(FLOATS);
                FloatVector p1 = p0;
                FloatVector p2 = p0;
                FloatVector p3 = p0;
                for (int n = 0; n < samples; n++) {
                    FloatVector rest = FloatVector.fromArray(FLOATS, block.rest, n * STRIDE + i);
                    int at = first + n;
                    p0 = rest.fma(constant(decay[at]), p0);
                    p1 = rest.fma(constant(decay[at + samples]), p1);
                    p2 = rest.fma(constant(decay[at + 2 * samples]), p2);
                    p3 = rest.fma(constant(decay[at + 3 * samples]), p3);
                }
                p0.intoArray(block.projection, i);
                p1.intoArray(block.projection, STRIDE + i);
                p2.intoArray(block.projection, 2 * STRIDE + i);
                p3.intoArray(block.projection, 3 * STRIDE + i);
            }
        }
    }

    /** Keeps ln D* = z if f·(f·x - 2p), p the k-th projection, is the lowest so far. */
    final class KeepLowest implements Segmented {
        @Override
        public void run(IvimScratch block, int k, float x, float z) {
            for (int i = 0; i < STRIDE; i += LANES) {
                FloatVector f = FloatVector.fromArray(FLOATS, block.f, i);
                FloatVector p = FloatVector.fromArray(FLOATS, block.projection, k * STRIDE + i);
                FloatVector cost = f.mul(f.mul(x).sub(p.add(p)));
                FloatVector lowest = FloatVector.fromArray(FLOATS, block.lowest, i);
                VectorMask<Float> lower = cost.compare(VectorOperators.LT, lowest);
                lowest.blend(cost, lower).intoArray(block.lowest, i);
                FloatVector.fromArray(FLOATS, block.gridLn, i).blend(z, lower).intoArray(block.gridLn, i);
            }
        }
    }

    /** D* from its logarithm. */
    final class Exponentiate implements Segmented {
        @Override
        public void run(IvimScratch block, int k, float x, float z) {
            for (int i = 0; i < STRIDE; i += LANES) {
                exp2(FloatVector.fromArray(FLOATS, block.lnDStar, i).mul(LOG2_E))
                        .intoArray(block.dStar, i);
            }
        }
    }

    /** With E = exp(-b·D*), its derivatives J and J' by ln D*, e = rest - f·E: p += J·e, q += J·J, r += J'·e. */
    final class AddSlopes implements Segmented {
        @Override
        public void run(IvimScratch block, int k, float x, float z) {
            float average = block.averages[k];
            for (int i = 0; i < STRIDE; i += LANES) {
                FloatVector bd = FloatVector.fromArray(FLOATS, block.dStar, i).mul(block.b[k]);
                FloatVector e = exp2(bd.mul(-LOG2_E).max(-Polynomials.LARGEST_EXPONENT));
                FloatVector j = bd.mul(e);
                FloatVector left = FloatVector.fromArray(FLOATS, block.rest, k * STRIDE + i)
                        .sub(e.mul(FloatVector.fromArray(FLOATS, block.f, i)))
                        .mul(average);
                FloatVector.fromArray(FLOATS, block.p, i).sub(j.mul(left)).intoArray(block.p, i);
                j.mul(average).fma(j, FloatVector.fromArray(FLOATS, block.q, i)).intoArray(block.q, i);
                j.mul(bd.sub(1f))
                        .fma(left, FloatVector.fromArray(FLOATS, block.r, i))
                        .intoArray(block.r, i);
            }
        }
    }

    /** One Newton step of ln D*, at most x from the lowest of the grid; the step is left in {@code q}. */
    final class StepDStar implements Segmented {
        @Override
        public void run(IvimScratch block, int k, float x, float z) {
            for (int i = 0; i < STRIDE; i += LANES) {
                FloatVector gauss =
                        FloatVector.fromArray(FLOATS, block.q, i).mul(FloatVector.fromArray(FLOATS, block.f, i));
                FloatVector newton = gauss.sub(FloatVector.fromArray(FLOATS, block.r, i));
                VectorMask<Float> convex = newton.compare(VectorOperators.GT, gauss.mul(0.3f));
                FloatVector step = FloatVector.fromArray(FLOATS, block.p, i).div(gauss.blend(newton, convex));
                FloatVector grid = FloatVector.fromArray(FLOATS, block.gridLn, i);
                FloatVector from = FloatVector.fromArray(FLOATS, block.lnDStar, i);
                FloatVector to = from.add(step).max(grid.sub(x)).min(grid.add(x));
                to.intoArray(block.lnDStar, i);
                to.sub(from).intoArray(block.q, i);
            }
        }
    }
}
