package org.vigie.diffusion.domain.kernel;

import static org.vigie.diffusion.domain.kernel.IvimScratch.STRIDE;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.FLOATS;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.LANES;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.constant;
import static org.vigie.diffusion.domain.kernel.VectorArithmetic.exp2;

import jdk.incubator.vector.FloatVector;

/**
 * The passes that sum the normal equations of the full IVIM fit at the trial parameters (A, f, D, ln D*): A the amplitude by
 * the first signal. Rows of {@link IvimScratch#trialNormal}: 00 01 02 03 11 12 13 22 23 33, then the four gradients.
 */
sealed interface IvimNormalPass extends IvimPass {

    /** exp(-b·D) and exp(-b·D*) of sample k. */
    final class Decays implements IvimNormalPass {
        @Override
        public void run(IvimScratch block, int k, float x, float z) {
            float scale = block.b[k] * -LOG2_E;
            for (int i = 0; i < STRIDE; i += LANES) {
                exp2(FloatVector.fromArray(FLOATS, block.trial[2], i).mul(scale))
                        .intoArray(block.slow, i);
                exp2(FloatVector.fromArray(FLOATS, block.dStar, i).mul(scale).max(-Polynomials.LARGEST_EXPONENT))
                        .intoArray(block.fast, i);
            }
        }
    }

    /** The four derivatives, the residual, and its square on to the cost. */
    final class Derivatives implements IvimNormalPass {
        @Override
        public void run(IvimScratch block, int k, float x, float z) {
            float b = block.b[k];
            for (int i = 0; i < STRIDE; i += LANES) {
                FloatVector slow = FloatVector.fromArray(FLOATS, block.slow, i);
                FloatVector fast = FloatVector.fromArray(FLOATS, block.fast, i);
                FloatVector amplitude = FloatVector.fromArray(FLOATS, block.trial[0], i);
                FloatVector f = FloatVector.fromArray(FLOATS, block.trial[1], i);
                FloatVector difference = fast.sub(slow);
                FloatVector shape = difference.fma(f, slow);
                shape.intoArray(block.derivative[0], i);
                amplitude.mul(difference).intoArray(block.derivative[1], i);
                FloatVector ab = amplitude.mul(-b);
                ab.mul(constant(1f).sub(f)).mul(slow).intoArray(block.derivative[2], i);
                ab.mul(f)
                        .mul(fast)
                        .mul(FloatVector.fromArray(FLOATS, block.dStar, i))
                        .intoArray(block.derivative[3], i);
                FloatVector.fromArray(FLOATS, block.y, k * STRIDE + i)
                        .sub(amplitude.mul(shape))
                        .intoArray(block.residual, i);
            }
        }
    }

    /** cost += a·e·e; e is weighted from here on. */
    final class AddCost implements IvimNormalPass {
        @Override
        public void run(IvimScratch block, int k, float x, float z) {
            for (int i = 0; i < STRIDE; i += LANES) {
                FloatVector e = FloatVector.fromArray(FLOATS, block.residual, i);
                FloatVector weighted = e.mul(block.averages[k]);
                weighted.fma(e, FloatVector.fromArray(FLOATS, block.trialCost, i))
                        .intoArray(block.trialCost, i);
                weighted.intoArray(block.residual, i);
            }
        }
    }

    /** One row of the normal matrix from the diagonal on, and its gradient. */
    final class AddRow implements IvimNormalPass {
        private final int row;
        private final int first;

        AddRow(int row, int first) {
            this.row = row;
            this.first = first;
        }

        @Override
        public void run(IvimScratch block, int k, float x, float z) {
            for (int column = row; column < IvimScratch.PARAMETERS; column++) {
                add(
                        block.derivative[row],
                        block.derivative[column],
                        block.averages[k],
                        block.trialNormal[first + column - row]);
            }
            add(block.derivative[row], block.residual, 1, block.trialNormal[10 + row]);
        }

        private static void add(float[] one, float[] other, float weight, float[] sum) {
            for (int i = 0; i < STRIDE; i += LANES) {
                FloatVector.fromArray(FLOATS, one, i)
                        .mul(weight)
                        .fma(FloatVector.fromArray(FLOATS, other, i), FloatVector.fromArray(FLOATS, sum, i))
                        .intoArray(sum, i);
            }
        }
    }
}
