package org.vigie.diffusion.domain.kernel;

import static org.vigie.diffusion.domain.kernel.FitScratch.MAX_STEPS;
import static org.vigie.diffusion.domain.kernel.FitScratch.SMALL_STEP;
import static org.vigie.diffusion.domain.kernel.FitScratch.STRIDE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One voxel after the other: where the vector module is missing, and for the last voxels of a block everywhere. */
final class ScalarArithmetic implements Arithmetic {
    static final String ID = "scalar";

    @Override
    public String id() {
        return ID;
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
        widen(stored, offset, signed, slope, intercept, signal, 0, count);
    }

    static void widen(
            MemorySegment stored,
            long offset,
            boolean signed,
            float slope,
            float intercept,
            float[] signal,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            int value = stored.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset + (long) Short.BYTES * i);
            signal[i] = Math.fma((float) (signed ? value : value & 0xffff), slope, intercept);
        }
    }

    @Override
    public void keepPositive(float[] signal, int count) {
        keepPositive(signal, 0, count);
    }

    static void keepPositive(float[] signal, int from, int to) {
        for (int i = from; i < to; i++) {
            signal[i] = signal[i] > 0 ? signal[i] : Float.NaN;
        }
    }

    @Override
    public void addLogQuotient(
            float[] sample, float[] base, float w, float u, float[] adc, float[] lnS0, int at, int count) {
        addLogQuotient(sample, base, w, u, adc, lnS0, at, 0, count);
    }

    static void addLogQuotient(
            float[] sample, float[] base, float w, float u, float[] adc, float[] lnS0, int at, int from, int to) {
        for (int i = from; i < to; i++) {
            float l = Polynomials.log(sample[i] / base[i]);
            adc[at + i] = Math.fma(l, w, adc[at + i]);
            lnS0[at + i] = Math.fma(l, u, lnS0[at + i]);
        }
    }

    @Override
    public void amplitude(float[] base, float[] values, int at, int count) {
        amplitude(base, values, at, 0, count);
    }

    static void amplitude(float[] base, float[] values, int at, int from, int to) {
        for (int i = from; i < to; i++) {
            values[at + i] = base[i] * Polynomials.exp2(values[at + i] * Polynomials.LOG2_E);
        }
    }

    @Override
    public void quotients(FitScratch block, int k, int count) {
        quotients(block, k, 0, count);
    }

    static void quotients(FitScratch block, int k, int from, int to) {
        for (int i = from; i < to; i++) {
            float q = block.sample[i] / block.base[i];
            block.quotient[k * STRIDE + i] = q;
            block.logarithm[k * STRIDE + i] = Polynomials.log(q);
        }
    }

    @Override
    public void weighted(FitScratch block, int count) {
        weighted(block, 0, count);
    }

    static void weighted(FitScratch block, int from, int to) {
        for (int i = from; i < to; i++) {
            float sum = 0;
            float sumB = 0;
            float sumL = 0;
            for (int k = 0; k < block.samples; k++) {
                float q = block.quotient[k * STRIDE + i];
                float w = q * block.averages[k] * q;
                sum += w;
                sumB = Math.fma(w, block.b[k], sumB);
                sumL = Math.fma(w, block.logarithm[k * STRIDE + i], sumL);
            }
            float meanB = sumB / sum;
            float meanL = sumL / sum;
            float covariance = 0;
            float variance = 0;
            for (int k = 0; k < block.samples; k++) {
                float q = block.quotient[k * STRIDE + i];
                float wb = q * block.averages[k] * q * (block.b[k] - meanB);
                covariance = Math.fma(wb, block.logarithm[k * STRIDE + i] - meanL, covariance);
                variance = Math.fma(wb, block.b[k] - meanB, variance);
            }
            block.diffusivity[i] = 0 - covariance / variance;
        }
    }

    @Override
    public void leastSquares(FitScratch block, int count) {
        leastSquares(block, 0, count);
    }

    static void leastSquares(FitScratch block, int from, int to) {
        for (int i = from; i < to; i++) {
            float d = block.diffusivity[i];
            boolean moving = !Float.isNaN(d);
            for (int step = 0; step < MAX_STEPS && moving; step++) {
                moving = newton(block, i);
            }
            block.moving[i] = moving ? 1 : 0;
        }
    }

    /** True if the voxel still moves. */
    private static boolean newton(FitScratch block, int i) {
        float d = block.diffusivity[i];
        float p = 0;
        float pb = 0;
        float pbb = 0;
        float q = 0;
        float qb = 0;
        float qbb = 0;
        for (int k = 0; k < block.samples; k++) {
            float b = block.b[k];
            float e = Polynomials.exp2Within(d * (b * -Polynomials.LOG2_E));
            float ae = e * block.averages[k];
            float se = ae * block.quotient[k * STRIDE + i];
            float ee = ae * e;
            p += se;
            q += ee;
            se *= b;
            ee *= b;
            pb += se;
            qb += ee;
            pbb = Math.fma(se, b, pbb);
            qbb = Math.fma(ee, b, qbb);
        }
        float meanP = pb / p;
        float meanQ = qb / q;
        float varianceP = Math.fma(-meanP, meanP, pbb / p);
        float varianceQ = Math.fma(-meanQ, meanQ, qbb / q);
        float slope = varianceQ + varianceQ - varianceP;
        boolean newton = slope > 0.5f * varianceQ;
        float step = (meanQ - meanP) / (newton ? slope : varianceQ);
        float next = d + step;
        block.diffusivity[i] = Math.abs(next) <= block.limit ? next : Float.NaN;
        return !(newton && Math.abs(step) <= SMALL_STEP * Math.max(1f, Math.abs(d)));
    }
}
