package org.vigie.diffusion.domain.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The steps of the fits over one block of voxels. Each implementation does the same operations in the same order on every
 * voxel, so that a map has the same bits whoever computes it, with however many lanes and threads. Arrays of several
 * samples are planar: sample k of voxel i stands at {@code k·stride + i}.
 */
public sealed interface Arithmetic permits VectorArithmetic, ScalarArithmetic {
    /** The module the fast one needs; {@code --add-modules} names it. */
    String VECTOR_MODULE = "jdk.incubator.vector";

    /** System property: {@code vector} or {@code scalar}. */
    String PROPERTY = "vigie.diffusion.arithmetic";

    /** What a map's record and the logs call it. */
    String id();

    /** Stored integers to signals. */
    void widen(
            MemorySegment stored, long offset, boolean signed, float slope, float intercept, float[] signal, int count);

    /** NaN in place of signals that are not above zero, so that no quotient of two negative ones looks right. */
    void keepPositive(float[] signal, int count);

    /**
     * adc += w·ln(sample/base) and lnS0 += u·ln(sample/base); NaN where a signal is not above zero.
     *
     * @param at where in {@code adc} and {@code lnS0} the block begins
     */
    void addLogQuotient(float[] sample, float[] base, float w, float u, float[] adc, float[] lnS0, int at, int count);

    /** values = base·exp(values), the values from {@code at} on. */
    void amplitude(float[] base, float[] values, int at, int count);

    /** Sample k by the base, and the logarithm: NaN where a signal is not above zero. */
    void quotients(FitScratch block, int k, int count);

    /** The log-linear fit with the weights averages·quotient^2. */
    void weighted(FitScratch block, int count);

    /**
     * Newton steps from {@link FitScratch#diffusivity} to the least squares of the quotients themselves; voxels that do
     * not settle stay marked in {@link FitScratch#moving}.
     */
    void leastSquares(FitScratch block, int count);

    /**
     * The vector one where its module is there, else the scalar one; {@link #PROPERTY} chooses by name. Same bits either
     * way: a process that lives for one map is faster with the scalar one, which needs no warming. Ask {@link #id()}.
     */
    static Arithmetic here() {
        return Here.CHOSEN;
    }

    /** Loads nothing of the vector module where it is not there. */
    final class Here {
        static final Arithmetic CHOSEN = choose(System.getProperty(PROPERTY));

        private Here() {}

        private static Arithmetic choose(@Nullable String name) {
            boolean possible = ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
            return switch (name) {
                case null -> possible ? vector() : new ScalarArithmetic();
                case ScalarArithmetic.ID -> new ScalarArithmetic();
                case "vector" -> {
                    if (!possible) {
                        throw new IllegalStateException(PROPERTY + "=vector needs --add-modules=" + VECTOR_MODULE);
                    }
                    yield vector();
                }
                default -> throw new IllegalArgumentException(PROPERTY + ": vector or scalar, not " + name);
            };
        }

        private static Arithmetic vector() {
            return new VectorArithmetic();
        }
    }
}
