package org.vigie.diffusion.dicom.codec;

/** Coding parameters of one scan (ISO/IEC 14495-1 A.2.1, C.2.4.1.1). */
record JpegLsParameters(int maxval, int near, int t1, int t2, int t3, int reset, int range, int qbpp, int limit) {

    /** @param preset MAXVAL, T1, T2, T3, RESET; 0 is the default */
    static JpegLsParameters of(int precision, int near, int[] preset) throws CodecException {
        int maxval = preset[0] == 0 ? (1 << precision) - 1 : preset[0];
        if (maxval < 1 || maxval >= 1 << precision || near < 0 || near > Math.min(255, maxval / 2)) {
            throw CodecException.corrupt("JPEG-LS parameters");
        }
        int[] t = defaults(maxval, near);
        int t1 = preset[1] == 0 ? t[0] : preset[1];
        int t2 = preset[2] == 0 ? t[1] : preset[2];
        int t3 = preset[3] == 0 ? t[2] : preset[3];
        int reset = preset[4] == 0 ? 64 : preset[4];
        if (t1 < near + 1 || t2 < t1 || t3 < t2 || t3 > maxval || reset < 3) {
            throw CodecException.corrupt("JPEG-LS thresholds");
        }
        int range = ((maxval + 2 * near) / (2 * near + 1)) + 1;
        int bpp = Math.max(2, bits(maxval + 1));
        return new JpegLsParameters(maxval, near, t1, t2, t3, reset, range, bits(range), 2 * (bpp + Math.max(8, bpp)));
    }

    private static int[] defaults(int maxval, int near) {
        if (maxval >= 128) {
            int factor = (Math.min(maxval, 4095) + 128) / 256;
            int t1 = clamp(factor + 2 + 3 * near, near + 1, maxval);
            int t2 = clamp(4 * factor + 3 + 5 * near, t1, maxval);
            return new int[] {t1, t2, clamp(17 * factor + 4 + 7 * near, t2, maxval)};
        }
        int factor = 256 / (maxval + 1);
        int t1 = clamp(Math.max(2, 3 / factor + 3 * near), near + 1, maxval);
        int t2 = clamp(Math.max(3, 7 / factor + 5 * near), t1, maxval);
        return new int[] {t1, t2, clamp(Math.max(4, 21 / factor + 7 * near), t2, maxval)};
    }

    private static int clamp(int value, int least, int most) {
        return value > most || value < least ? least : value;
    }

    /** ceil(log2(n)). */
    private static int bits(int n) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(n - 1);
    }
}
