package org.vigie.diffusion.dicom.codec;

/**
 * One subband of a tile (ISO/IEC 15444-1 B.5).
 *
 * @param orientation 0 LL, 1 HL, 2 LH, 3 HH
 * @param number 0 for LL, then HL, LH, HH of each resolution: the index into the quantisation
 */
record J2kBand(int orientation, int number, int x0, int y0, int x1, int y1) {
    int width() {
        return x1 - x0;
    }

    int height() {
        return y1 - y0;
    }
}
