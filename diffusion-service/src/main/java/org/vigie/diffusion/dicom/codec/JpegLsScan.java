package org.vigie.diffusion.dicom.codec;

import java.util.Arrays;

/** The entropy coded part of a JPEG-LS image (ISO/IEC 14495-1 annex A). */
final class JpegLsScan {
    private static final int[] J = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };
    private static final int RUN_CONTEXT = 365;

    private final byte[] data;
    private final JpegLsParameters p;
    private final int step;
    private final int[] a = new int[RUN_CONTEXT + 2];
    private final int[] b = new int[RUN_CONTEXT];
    private final int[] c = new int[RUN_CONTEXT];
    private final int[] n = new int[RUN_CONTEXT + 2];
    private final int[] negative = new int[2];
    private int runIndex;
    private int position;
    private int held;
    private int heldBits;
    private boolean afterFf;

    JpegLsScan(byte[] data, int from, JpegLsParameters parameters) {
        this.data = data;
        this.position = from;
        this.p = parameters;
        this.step = 2 * parameters.near() + 1;
        Arrays.fill(a, Math.max(2, (parameters.range() + 32) / 64));
        Arrays.fill(n, 1);
    }

    /** Lines are kept with one sample more at both ends. */
    int[] decode(int rows, int columns) throws CodecException {
        int[] samples = new int[Math.multiplyExact(rows, columns)];
        int[] above = new int[columns + 2];
        int[] line = new int[columns + 2];
        for (int row = 0; row < rows; row++) {
            above[columns + 1] = above[columns];
            line[0] = above[1];
            line(above, line, columns);
            System.arraycopy(line, 1, samples, row * columns, columns);
            int[] swap = above;
            above = line;
            line = swap;
        }
        return samples;
    }

    private void line(int[] above, int[] line, int columns) throws CodecException {
        int x = 1;
        while (x <= columns) {
            int ra = line[x - 1];
            int rb = above[x];
            int rc = above[x - 1];
            int rd = above[x + 1];
            int q = 81 * quantise(rd - rb) + 9 * quantise(rb - rc) + quantise(rc - ra);
            if (q == 0) {
                x = run(above, line, x, columns);
            } else {
                line[x++] = regular(ra, rb, rc, q);
            }
        }
    }

    private int quantise(int d) {
        int size = Math.abs(d);
        int level = size <= p.near() ? 0 : size < p.t1() ? 1 : size < p.t2() ? 2 : size < p.t3() ? 3 : 4;
        return d < 0 ? -level : level;
    }

    private int regular(int ra, int rb, int rc, int context) throws CodecException {
        int sign = context < 0 ? -1 : 1;
        int q = Math.abs(context);
        int prediction =
                rc >= Math.max(ra, rb) ? Math.min(ra, rb) : rc <= Math.min(ra, rb) ? Math.max(ra, rb) : ra + rb - rc;
        prediction = Math.clamp(prediction + (long) sign * c[q], 0, p.maxval());
        int k = golomb(n[q], a[q]);
        int mapped = golombValue(k, p.limit());
        int error;
        if (p.near() == 0 && k == 0 && 2 * b[q] <= -n[q]) {
            error = (mapped & 1) != 0 ? (mapped - 1) / 2 : -(mapped / 2) - 1;
        } else {
            error = (mapped & 1) == 0 ? mapped / 2 : -((mapped + 1) / 2);
        }
        update(q, error);
        return reconstruct(prediction + sign * error * step);
    }

    private void update(int q, int error) {
        b[q] += error * step;
        a[q] += Math.abs(error);
        if (n[q] == p.reset()) {
            a[q] >>= 1;
            b[q] = b[q] >= 0 ? b[q] >> 1 : -((1 - b[q]) >> 1);
            n[q] >>= 1;
        }
        n[q]++;
        if (b[q] <= -n[q]) {
            b[q] = Math.max(b[q] + n[q], 1 - n[q]);
            c[q] = Math.max(c[q] - 1, -128);
        } else if (b[q] > 0) {
            b[q] = Math.min(b[q] - n[q], 0);
            c[q] = Math.min(c[q] + 1, 127);
        }
    }

    private int run(int[] above, int[] line, int from, int columns) throws CodecException {
        int value = line[from - 1];
        int x = from;
        while (bit() == 1) {
            int full = 1 << J[runIndex];
            int end = Math.min(x + full, columns + 1);
            boolean whole = end - x == full;
            Arrays.fill(line, x, end, value);
            x = end;
            if (whole && runIndex < 31) {
                runIndex++;
            }
            if (x > columns) {
                return x;
            }
        }
        int rest = bits(J[runIndex]);
        if (x + rest > columns) {
            throw CodecException.corrupt("run beyond the line");
        }
        Arrays.fill(line, x, x + rest, value);
        x += rest;
        line[x] = interruption(line[x - 1], above[x]);
        if (runIndex > 0) {
            runIndex--;
        }
        return x + 1;
    }

    private int interruption(int ra, int rb) throws CodecException {
        int type = Math.abs(ra - rb) <= p.near() ? 1 : 0;
        int q = RUN_CONTEXT + type;
        int k = golomb(n[q], type == 0 ? a[q] : a[q] + (n[q] >> 1));
        int mapped = golombValue(k, p.limit() - J[runIndex] - 1);
        int folded = mapped + type;
        boolean odd = (folded & 1) != 0;
        int size = (folded + 1) / 2;
        boolean usuallyNegative = k != 0 || 2 * negative[type] >= n[q];
        int error = usuallyNegative == odd ? -size : size;
        if (error < 0) {
            negative[type]++;
        }
        a[q] += (mapped + 1 - type) >> 1;
        if (n[q] == p.reset()) {
            a[q] >>= 1;
            n[q] >>= 1;
            negative[type] >>= 1;
        }
        n[q]++;
        return type == 1 ? reconstruct(ra + error * step) : reconstruct(rb + (ra > rb ? -1 : 1) * error * step);
    }

    private int reconstruct(int value) {
        int modulus = p.range() * step;
        int wrapped = value < -p.near() ? value + modulus : value > p.maxval() + p.near() ? value - modulus : value;
        return Math.clamp(wrapped, 0, p.maxval());
    }

    private static int golomb(int count, int sum) {
        int k = 0;
        while (k < 24 && (count << k) < sum) {
            k++;
        }
        return k;
    }

    private int golombValue(int k, int limit) throws CodecException {
        int zeros = 0;
        while (bit() == 0) {
            zeros++;
            if (zeros > limit) {
                throw CodecException.corrupt("Golomb code");
            }
        }
        return zeros < limit - p.qbpp() - 1 ? (zeros << k) | bits(k) : bits(p.qbpp()) + 1;
    }

    private int bits(int count) throws CodecException {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = (value << 1) | bit();
        }
        return value;
    }

    /** After a byte 0xFF the next holds seven bits; one with its highest bit set begins a marker. */
    private int bit() throws CodecException {
        if (heldBits == 0) {
            if (position >= data.length) {
                throw CodecException.corrupt("scan ends early");
            }
            held = data[position++] & 0xff;
            heldBits = 8;
            if (afterFf) {
                if (held >= 0x80) {
                    throw CodecException.corrupt("scan ends early");
                }
                heldBits = 7;
            }
            afterFf = held == 0xff;
        }
        heldBits--;
        return (held >> heldBits) & 1;
    }
}
