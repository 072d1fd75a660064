package org.vigie.diffusion.domain.kernel;

import static org.vigie.diffusion.domain.kernel.FitScratch.STRIDE;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.FLOATS;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.LANES;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.constant;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.exp2;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.log;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** One short pass of {@link ScalarArithmetic#weighted} or {@link ScalarArithmetic#leastSquares} over a block. */
sealed interface VectorPass {

    /**
     * @param k sample; ignored by a pass that is over all of them
     * @param count a multiple of the lanes
     */
    void run(FitScratch block, int k, int count);

    /** The quotients of sample k and their logarithms. */
    final class Quotients implements VectorPass {
        @Override
        public void run(FitScratch block, int k, int count) {
            int at = k * STRIDE;
            for (int i = 0; i < count; i += LANES) {
                FloatVector q = FloatVector.fromArray(FLOATS, block.sample, i)
                        .div(FloatVector.fromArray(FLOATS, block.base, i));
                q.intoArray(block.quotient, at + i);
                log(q).intoArray(block.logarithm, at + i);
            }
        }
    }

    /** P = sum w, Pb = sum w·b, Pbb = sum w·ln, with w = averages·quotient^2. */
    final class AddWeights implements VectorPass {
        @Override
        public void run(FitScratch block, int k, int count) {
            int at = k * STRIDE;
            float average = block.averages[k];
            float b = block.b[k];
            for (int i = 0; i < count; i += LANES) {
                FloatVector q = FloatVector.fromArray(FLOATS, block.quotient, at + i);
                FloatVector l = FloatVector.fromArray(FLOATS, block.logarithm, at + i);
                FloatVector w = q.mul(average).mul(q);
                w.add(FloatVector.fromArray(FLOATS, block.sumP, i)).intoArray(block.sumP, i);
                w.fma(constant(b), FloatVector.fromArray(FLOATS, block.sumPb, i))
                        .intoArray(block.sumPb, i);
                w.fma(l, FloatVector.fromArray(FLOATS, block.sumPbb, i)).intoArray(block.sumPbb, i);
            }
        }
    }

    /** The weighted means of b and of ln in place of their sums. */
    final class Means implements VectorPass {
        @Override
        public void run(FitScratch block, int k, int count) {
            for (int i = 0; i < count; i += LANES) {
                FloatVector sum = FloatVector.fromArray(FLOATS, block.sumP, i);
                FloatVector.fromArray(FLOATS, block.sumPb, i).div(sum).intoArray(block.sumPb, i);
                FloatVector.fromArray(FLOATS, block.sumPbb, i).div(sum).intoArray(block.sumPbb, i);
            }
        }
    }

    /** Q = covariance, Qb = variance. */
    final class AddDeviations implements VectorPass {
        @Override
        public void run(FitScratch block, int k, int count) {
            int at = k * STRIDE;
            float average = block.averages[k];
            float b = block.b[k];
            for (int i = 0; i < count; i += LANES) {
                FloatVector q = FloatVector.fromArray(FLOATS, block.quotient, at + i);
                FloatVector db = constant(b).sub(FloatVector.fromArray(FLOATS, block.sumPb, i));
                FloatVector dl = FloatVector.fromArray(FLOATS, block.logarithm, at + i)
                        .sub(FloatVector.fromArray(FLOATS, block.sumPbb, i));
                FloatVector wb = q.mul(average).mul(q).mul(db);
                wb.fma(dl, FloatVector.fromArray(FLOATS, block.sumQ, i)).intoArray(block.sumQ, i);
                wb.fma(db, FloatVector.fromArray(FLOATS, block.sumQb, i)).intoArray(block.sumQb, i);
            }
        }
    }

    /** The diffusivity: minus covariance by variance. */
    final class Slope implements VectorPass {
        @Override
        public void run(FitScratch block, int k, int count) {
            for (int i = 0; i < count; i += LANES) {
                FloatVector quotient =
                        FloatVector.fromArray(FLOATS, block.sumQ, i).div(FloatVector.fromArray(FLOATS, block.sumQb, i));
                FloatVector.zero(FLOATS).sub(quotient).intoArray(block.diffusivity, i);
            }
        }
    }

    /** Moving is what has a diffusivity to start from. */
    final class Start implements VectorPass {
        @Override
        public void run(FitScratch block, int k, int count) {
            boolean any = false;
            for (int i = 0; i < count; i += LANES) {
                FloatVector d = FloatVector.fromArray(FLOATS, block.diffusivity, i);
                VectorMask<Float> moving = d.compare(VectorOperators.EQ, d);
                FloatVector.zero(FLOATS).blend(1f, moving).intoArray(block.moving, i);
                any |= moving.anyTrue();
            }
            block.anyMoving = any;
        }
    }

    /** P += e·S and Q += e·e with e = exp(-b·ADC); the terms times b are left for {@link AddMoments}. */
    final class AddDecays implements VectorPass {
        @Override
        public void run(FitScratch block, int k, int count) {
            int at = k * STRIDE;
            float average = block.averages[k];
            float b = block.b[k];
            for (int i = 0; i < count; i += LANES) {
                FloatVector e =
                        exp2(FloatVector.fromArray(FLOATS, block.diffusivity, i).mul(b * -Polynomials.LOG2_E));
                FloatVector ae = e.mul(average);
                FloatVector se = ae.mul(FloatVector.fromArray(FLOATS, block.quotient, at + i));
                FloatVector ee = ae.mul(e);
                se.add(FloatVector.fromArray(FLOATS, block.sumP, i)).intoArray(block.sumP, i);
                ee.add(FloatVector.fromArray(FLOATS, block.sumQ, i)).intoArray(block.sumQ, i);
                se.mul(b).intoArray(block.termP, i);
                ee.mul(b).intoArray(block.termQ, i);
            }
        }
    }

    /** The sums with b and with b^2. */
    final class AddMoments implements VectorPass {
        @Override
        public void run(FitScratch block, int k, int count) {
            float b = block.b[k];
            for (int i = 0; i < count; i += LANES) {
                FloatVector p = FloatVector.fromArray(FLOATS, block.termP, i);
                p.add(FloatVector.fromArray(FLOATS, block.sumPb, i)).intoArray(block.sumPb, i);
                p.fma(constant(b), FloatVector.fromArray(FLOATS, block.sumPbb, i))
                        .intoArray(block.sumPbb, i);
                FloatVector q = FloatVector.fromArray(FLOATS, block.termQ, i);
                q.add(FloatVector.fromArray(FLOATS, block.sumQb, i)).intoArray(block.sumQb, i);
                q.fma(constant(b), FloatVector.fromArray(FLOATS, block.sumQbb, i))
                        .intoArray(block.sumQbb, i);
            }
        }
    }

    /** The mean of b in place of its first moment, its variance in place of the second. */
    final class Spread implements VectorPass {
        @Override
        public void run(FitScratch block, int k, int count) {
            spread(block.sumP, block.sumPb, block.sumPbb, count);
            spread(block.sumQ, block.sumQb, block.sumQbb, count);
        }

        private static void spread(float[] sum, float[] first, float[] second, int count) {
            for (int i = 0; i < count; i += LANES) {
                FloatVector n = FloatVector.fromArray(FLOATS, sum, i);
                FloatVector mean = FloatVector.fromArray(FLOATS, first, i).div(n);
                FloatVector square = FloatVector.fromArray(FLOATS, second, i).div(n);
                mean.intoArray(first, i);
                mean.neg().fma(mean, square).intoArray(second, i);
            }
        }
    }

    /** One step of the voxels that move. */
    final class Newton implements VectorPass {
        @Override
        public void run(FitScratch block, int k, int count) {
            boolean any = false;
            for (int i = 0; i < count; i += LANES) {
                FloatVector varianceQ = FloatVector.fromArray(FLOATS, block.sumQbb, i);
                FloatVector slope = varianceQ.add(varianceQ).sub(FloatVector.fromArray(FLOATS, block.sumPbb, i));
                VectorMask<Float> newton = slope.compare(VectorOperators.GT, varianceQ.mul(0.5f));
                FloatVector step = FloatVector.fromArray(FLOATS, block.sumQb, i)
                        .sub(FloatVector.fromArray(FLOATS, block.sumPb, i))
                        .div(varianceQ.blend(slope, newton));
                FloatVector d = FloatVector.fromArray(FLOATS, block.diffusivity, i);
                VectorMask<Float> moving =
                        FloatVector.fromArray(FLOATS, block.moving, i).compare(VectorOperators.NE, 0f);
                VectorMask<Float> settled = step.abs()
                        .compare(VectorOperators.LE, d.abs().max(1f).mul(FitScratch.SMALL_STEP))
                        .and(newton);
                FloatVector next = d.add(step);
                FloatVector kept = constant(Float.NaN).blend(next, next.abs().compare(VectorOperators.LE, block.limit));
                d.blend(kept, moving).intoArray(block.diffusivity, i);
                VectorMask<Float> left = moving.andNot(settled);
                FloatVector.zero(FLOATS).blend(1f, left).intoArray(block.moving, i);
                any |= left.anyTrue();
            }
            block.anyMoving = any;
        }
    }
}
