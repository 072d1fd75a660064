package org.vigie.diffusion.dicom.codec;

/** Tag tree of a packet header (ISO/IEC 15444-1 B.10.2). */
final class J2kTagTree {
    private final int[] widths;
    private final int[][] values;
    private final int[][] lower;
    private final boolean[][] known;

    J2kTagTree(int width, int height) {
        int levels = 1;
        int w = width;
        int h = height;
        while (w > 1 || h > 1) {
            w = (w + 1) / 2;
            h = (h + 1) / 2;
            levels++;
        }
        widths = new int[levels];
        values = new int[levels][];
        lower = new int[levels][];
        known = new boolean[levels][];
        w = width;
        h = height;
        for (int i = 0; i < levels; i++) {
            widths[i] = w;
            values[i] = new int[w * h];
            lower[i] = new int[w * h];
            known[i] = new boolean[w * h];
            w = (w + 1) / 2;
            h = (h + 1) / 2;
        }
    }

    /** Reads as many bits as tell whether the leaf's value is less than the threshold. */
    boolean isLess(J2kPacketBits bits, int x, int y, int threshold) throws CodecException {
        int floor = 0;
        for (int level = widths.length - 1; level >= 0; level--) {
            int node = (y >> level) * widths[level] + (x >> level);
            lower[level][node] = Math.max(lower[level][node], floor);
            while (!known[level][node] && lower[level][node] < threshold) {
                if (bits.bit() == 1) {
                    known[level][node] = true;
                    values[level][node] = lower[level][node];
                } else {
                    lower[level][node]++;
                }
            }
            floor = known[level][node] ? values[level][node] : lower[level][node];
        }
        return known[0][y * widths[0] + x] && floor < threshold;
    }

    /** The leaf's value. */
    int value(J2kPacketBits bits, int x, int y, int most) throws CodecException {
        for (int threshold = 1; threshold <= most + 1; threshold++) {
            if (isLess(bits, x, y, threshold)) {
                return threshold - 1;
            }
        }
        throw CodecException.corrupt("tag tree");
    }
}
