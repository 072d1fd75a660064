package org.vigie.diffusion.dicom.codec;

/** The MQ arithmetic decoder with its contexts, and the raw bits of the bypass mode (ISO/IEC 15444-1 annex C, D.6). */
final class J2kMq {
    static final int RUN = 17;
    static final int UNIFORM = 18;
    private static final int CONTEXTS = 19;

    private static final int[] QE = {
        0x5601, 0x3401, 0x1801, 0x0AC1, 0x0521, 0x0221, 0x5601, 0x5401, 0x4801, 0x3801, 0x3001, 0x2401, 0x1C01, 0x1601,
        0x5601, 0x5401, 0x5101, 0x4801, 0x3801, 0x3401, 0x3001, 0x2801, 0x2401, 0x2201, 0x1C01, 0x1801, 0x1601, 0x1401,
        0x1201, 0x1101, 0x0AC1, 0x09C1, 0x08A1, 0x0521, 0x0441, 0x02A1, 0x0221, 0x0141, 0x0111, 0x0085, 0x0049, 0x0025,
        0x0015, 0x0009, 0x0005, 0x0001, 0x5601
    };
    private static final int[] NMPS = {
        1, 2, 3, 4, 5, 38, 7, 8, 9, 10, 11, 12, 13, 29, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 45, 46
    };
    private static final int[] NLPS = {
        1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 23, 24, 25, 26,
        27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 46
    };
    private static final boolean[] SWITCH = new boolean[47];

    static {
        SWITCH[0] = true;
        SWITCH[6] = true;
        SWITCH[14] = true;
    }

    private final int[] state = new int[CONTEXTS];
    private final int[] mps = new int[CONTEXTS];
    private byte[] data = new byte[0];
    private int position;
    private long c;
    private int a;
    private int ct;
    private int rawHeld;
    private int rawCount;

    J2kMq() {
        resetContexts();
    }

    void resetContexts() {
        java.util.Arrays.fill(state, 0);
        java.util.Arrays.fill(mps, 0);
        state[0] = 4;
        state[RUN] = 3;
        state[UNIFORM] = 46;
    }

    void start(byte[] segment) {
        data = segment;
        position = 0;
        c = (long) byteAt(0) << 16;
        byteIn();
        c <<= 7;
        ct -= 7;
        a = 0x8000;
    }

    void startRaw(byte[] segment) {
        data = segment;
        position = 0;
        rawHeld = 0;
        rawCount = 0;
    }

    /** Beyond the end the decoder reads ones, as the standard has it. */
    private int byteAt(int index) {
        return index < data.length ? data[index] & 0xff : 0xff;
    }

    private void byteIn() {
        if (byteAt(position) == 0xff) {
            if (byteAt(position + 1) > 0x8f) {
                c += 0xff00;
                ct = 8;
            } else {
                position++;
                c += (long) byteAt(position) << 9;
                ct = 7;
            }
        } else {
            position++;
            c += (long) byteAt(position) << 8;
            ct = 8;
        }
    }

    int decode(int context) {
        int i = state[context];
        int qe = QE[i];
        int bit;
        a -= qe;
        if (((c >> 16) & 0xffff) < qe) {
            if (a < qe) {
                bit = mps[context];
                state[context] = NMPS[i];
            } else {
                bit = less(context, i);
            }
            a = qe;
        } else {
            c -= (long) qe << 16;
            if ((a & 0x8000) != 0) {
                return mps[context];
            }
            if (a < qe) {
                bit = less(context, i);
            } else {
                bit = mps[context];
                state[context] = NMPS[i];
            }
        }
        do {
            if (ct == 0) {
                byteIn();
            }
            a <<= 1;
            c = (c << 1) & 0xffffffffL;
            ct--;
        } while ((a & 0x8000) == 0);
        return bit;
    }

    private int less(int context, int i) {
        int bit = 1 - mps[context];
        if (SWITCH[i]) {
            mps[context] = bit;
        }
        state[context] = NLPS[i];
        return bit;
    }

    int raw() {
        if (rawCount == 0) {
            boolean afterFf = rawHeld == 0xff;
            rawHeld = byteAt(position++);
            rawCount = afterFf ? 7 : 8;
        }
        rawCount--;
        return (rawHeld >> rawCount) & 1;
    }
}
