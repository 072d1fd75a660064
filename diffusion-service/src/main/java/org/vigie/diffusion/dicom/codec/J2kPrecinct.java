package org.vigie.diffusion.dicom.codec;

import java.util.ArrayList;
import java.util.List;

/** The code-blocks of one precinct in one subband, with the trees that tell when they come. */
final class J2kPrecinct {
    final J2kBand band;
    final List<J2kBlock> blocks = new ArrayList<>();
    private final J2kTagTree inclusion;
    private final J2kTagTree zeroPlanes;

    /** The region is the precinct's in the subband's own coordinates, not yet cut to it. */
    J2kPrecinct(J2kBand band, long px0, long py0, long px1, long py1, int blockWidth, int blockHeight) {
        this.band = band;
        int x0 = (int) Math.max(px0, band.x0());
        int y0 = (int) Math.max(py0, band.y0());
        int x1 = (int) Math.min(px1, band.x1());
        int y1 = (int) Math.min(py1, band.y1());
        boolean empty = x1 <= x0 || y1 <= y0;
        int firstColumn = x0 >> blockWidth;
        int firstRow = y0 >> blockHeight;
        int columns = empty ? 0 : ((x1 - 1) >> blockWidth) - firstColumn + 1;
        int rows = empty ? 0 : ((y1 - 1) >> blockHeight) - firstRow + 1;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                int left = (firstColumn + c) << blockWidth;
                int top = (firstRow + r) << blockHeight;
                blocks.add(new J2kBlock(
                        Math.max(left, x0),
                        Math.max(top, y0),
                        Math.min(left + (1 << blockWidth), x1),
                        Math.min(top + (1 << blockHeight), y1),
                        c,
                        r));
            }
        }
        inclusion = new J2kTagTree(Math.max(1, columns), Math.max(1, rows));
        zeroPlanes = new J2kTagTree(Math.max(1, columns), Math.max(1, rows));
    }

    /** This precinct's part of a packet header. */
    List<J2kBlock.Coming> header(J2kPacketBits bits, int layer, int style) throws CodecException {
        List<J2kBlock.Coming> coming = new ArrayList<>();
        for (J2kBlock block : blocks) {
            if (block.included) {
                if (bits.bit() == 1) {
                    coming.addAll(block.header(bits, style));
                }
            } else if (inclusion.isLess(bits, block.column, block.row, layer + 1)) {
                block.included = true;
                block.zeroPlanes = zeroPlanes.value(bits, block.column, block.row, 63);
                coming.addAll(block.header(bits, style));
            }
        }
        return coming;
    }
}
