package org.vigie.diffusion.domain.kernel;

import static org.vigie.diffusion.domain.kernel.FitScratch.MAX_STEPS;
import static org.vigie.diffusion.domain.kernel.Polynomials.LN2;
import static org.vigie.diffusion.domain.kernel.Polynomials.LOG2_E;
import static org.vigie.diffusion.domain.kernel.Polynomials.MANTISSA_BITS;
import static org.vigie.diffusion.domain.kernel.Polynomials.NORMAL_LIMIT;
import static org.vigie.diffusion.domain.kernel.Polynomials.NORMAL_SHIFT;
import static org.vigie.diffusion.domain.kernel.Polynomials.ONE;
import static org.vigie.diffusion.domain.kernel.Polynomials.ROUND;
import static org.vigie.diffusion.domain.kernel.Polynomials.SQRT_HALF;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many voxels at once as the processor has lanes.
 *
 * <p>Every method is one short pass: the compiler stops inlining in a long one and then allocates each vector on the heap,
 * hundreds of times slower. Nothing here allocates once compiled; a test watches that.
 */
final class VectorArithmetic implements Arithmetic {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final int LANES = FLOATS.length();

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(LANES * Short.SIZE));

    private final VectorPass quotients = new VectorPass.Quotients();
    private final VectorPass addWeights = new VectorPass.AddWeights();
    private final VectorPass means = new VectorPass.Means();
    private final VectorPass addDeviations = new VectorPass.AddDeviations();
    private final VectorPass slope = new VectorPass.Slope();
    private final VectorPass start = new VectorPass.Start();
    private final VectorPass addDecays = new VectorPass.AddDecays();
    private final VectorPass addMoments = new VectorPass.AddMoments();
    private final VectorPass spread = new VectorPass.Spread();
    private final VectorPass newton = new VectorPass.Newton();

    @Override
    public String id() {
        return "vector-" + LANES;
    }

    @Override
    public void widen(
            MemorySegment stored,
            long offset,
            boolean signed,
            float slope,
            float intercept,
            float[] signal,
            int count) {
        int whole = FLOATS.loopBound(count);
        int kept = signed ? -1 : 0xffff;
        for (int i = 0; i < whole; i += LANES) {
            ShortVector raw = ShortVector.fromMemorySegment(
                    SHORTS, stored, offset + (long) Short.BYTES * i, ByteOrder.nativeOrder());
            IntVector value = (IntVector) raw.convertShape(VectorOperators.S2I, INTS, 0);
            FloatVector wide = (FloatVector) value.and(kept).convertShape(VectorOperators.I2F, FLOATS, 0);
            wide.fma(slope, intercept).intoArray(signal, i);
        }
        ScalarArithmetic.widen(stored, offset, signed, slope, intercept, signal, whole, count);
    }

    @Override
    public void keepPositive(float[] signal, int count) {
        int whole = FLOATS.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector s = FloatVector.fromArray(FLOATS, signal, i);
            constant(Float.NaN).blend(s, s.compare(VectorOperators.GT, 0f)).intoArray(signal, i);
        }
        ScalarArithmetic.keepPositive(signal, whole, count);
    }

    @Override
    public void addLogQuotient(
            float[] sample, float[] base, float w, float u, float[] adc, float[] lnS0, int at, int count) {
        int whole = FLOATS.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector q = FloatVector.fromArray(FLOATS, sample, i).div(FloatVector.fromArray(FLOATS, base, i));
            FloatVector l = log(q);
            l.fma(FloatVector.broadcast(FLOATS, w), FloatVector.fromArray(FLOATS, adc, at + i))
                    .intoArray(adc, at + i);
            l.fma(FloatVector.broadcast(FLOATS, u), FloatVector.fromArray(FLOATS, lnS0, at + i))
                    .intoArray(lnS0, at + i);
        }
        ScalarArithmetic.addLogQuotient(sample, base, w, u, adc, lnS0, at, whole, count);
    }

    @Override
    public void amplitude(float[] base, float[] values, int at, int count) {
        int whole = FLOATS.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector y = FloatVector.fromArray(FLOATS, values, at + i).mul(LOG2_E);
            VectorMask<Float> high = y.compare(VectorOperators.GT, Polynomials.LARGEST_EXPONENT);
            VectorMask<Float> low = y.compare(VectorOperators.LT, -Polynomials.LARGEST_EXPONENT);
            exp2(y.blend(Polynomials.LARGEST_EXPONENT, high).blend(-Polynomials.LARGEST_EXPONENT, low))
                    .mul(FloatVector.fromArray(FLOATS, base, i))
                    .intoArray(values, at + i);
        }
        ScalarArithmetic.amplitude(base, values, at, whole, count);
    }

    @Override
    public void quotients(FitScratch block, int k, int count) {
        int whole = FLOATS.loopBound(count);
        run(quotients, block, k, whole);
        ScalarArithmetic.quotients(block, k, whole, count);
    }

    @Override
    public void weighted(FitScratch block, int count) {
        int whole = FLOATS.loopBound(count);
        block.clearSums(whole);
        for (int k = 0; k < block.samples; k++) {
            run(addWeights, block, k, whole);
        }
        run(means, block, 0, whole);
        for (int k = 0; k < block.samples; k++) {
            run(addDeviations, block, k, whole);
        }
        run(slope, block, 0, whole);
        ScalarArithmetic.weighted(block, whole, count);
    }

    @Override
    public void leastSquares(FitScratch block, int count) {
        int whole = FLOATS.loopBound(count);
        run(start, block, 0, whole);
        for (int step = 0; step < MAX_STEPS && block.anyMoving; step++) {
            block.clearSums(whole);
            for (int k = 0; k < block.samples; k++) {
                run(addDecays, block, k, whole);
                run(addMoments, block, k, whole);
            }
            run(spread, block, 0, whole);
            run(newton, block, 0, whole);
        }
        ScalarArithmetic.leastSquares(block, whole, count);
    }

    /** The one place passes are called from: the compiler sees so many kinds here that it never makes two into one. */
    private static void run(VectorPass pass, FitScratch block, int k, int whole) {
        pass.run(block, k, whole);
    }

    /** {@link Polynomials#log}, lane by lane. */
    static FloatVector log(FloatVector q) {
        IntVector bits = q.reinterpretAsInts();
        VectorMask<Float> normal =
                bits.add(NORMAL_SHIFT).compare(VectorOperators.LT, NORMAL_LIMIT).cast(FLOATS);
        IntVector e = bits.sub(SQRT_HALF).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
        FloatVector t = bits.sub(e.lanewise(VectorOperators.LSHL, MANTISSA_BITS))
                .reinterpretAsFloats()
                .sub(1f);
        FloatVector t2 = t.mul(t);
        FloatVector low = t2.fma(
                t.fma(constant(Polynomials.R3), constant(Polynomials.R2)),
                t.fma(constant(Polynomials.R1), constant(Polynomials.R0)));
        FloatVector high = t2.fma(
                t.fma(constant(Polynomials.R7), constant(Polynomials.R6)),
                t.fma(constant(Polynomials.R5), constant(Polynomials.R4)));
        FloatVector r = t2.mul(t2).fma(high, low);
        FloatVector exponent = (FloatVector) e.convertShape(VectorOperators.I2F, FLOATS, 0);
        FloatVector l = exponent.fma(constant(LN2), t2.fma(r, t));
        return constant(Float.NaN).blend(l, normal);
    }

    /** {@link Polynomials#exp2Within}, lane by lane. */
    static FloatVector exp2(FloatVector y) {
        FloatVector z = y.add(ROUND);
        FloatVector f = y.sub(z.sub(ROUND));
        FloatVector f2 = f.mul(f);
        FloatVector low = f2.fma(
                f.fma(constant(Polynomials.P3), constant(Polynomials.P2)),
                f.fma(constant(Polynomials.P1), constant(Polynomials.P0)));
        FloatVector p = f2.mul(f2).fma(f.fma(constant(Polynomials.P5), constant(Polynomials.P4)), low);
        FloatVector scale = z.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                .add(ONE)
                .reinterpretAsFloats();
        return f.fma(p, constant(1f)).mul(scale);
    }

    static FloatVector constant(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }
}
