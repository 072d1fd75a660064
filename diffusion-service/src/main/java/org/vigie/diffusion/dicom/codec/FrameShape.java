package org.vigie.diffusion.dicom.codec;

/**
 * What the header says of one frame; a codestream that says otherwise is corrupt, so that none can ask for more memory.
 *
 * @param bitsAllocated 8, 16 or 32; 1 where the transfer syntax has a form for single bits
 */
public record FrameShape(int rows, int columns, int bitsAllocated, int bitsStored) {
    public int pixels() {
        return Math.multiplyExact(rows, columns);
    }
}
