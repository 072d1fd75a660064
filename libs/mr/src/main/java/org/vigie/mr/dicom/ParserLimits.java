package org.vigie.mr.dicom;

/**
 * How large what a sender wrote may be before reading it ends. Pixel data count for none of them.
 *
 * @param depth sequences inside sequences
 * @param elements of the data set, those of items and the items themselves with it
 * @param valueBytes of one value that is text, numbers or identifiers; binary values (OB, OW, OF, OD, OL, OV, UN) may be
 *     longer
 * @param headerBytes of all values and their places in memory together; binary values that are not held do not count
 * @param inflatedBytes of a deflated data set when it is unpacked
 */
public record ParserLimits(int depth, int elements, int valueBytes, long headerBytes, long inflatedBytes) {
    /** Twice the largest real objects seen, and a small part of a heap of 512 MiB. */
    public static final ParserLimits DEFAULT = new ParserLimits(32, 2_000_000, 16 << 20, 160L << 20, 2L << 30);

    /** Throws {@link IllegalArgumentException} if a limit is not more than 0. */
    public ParserLimits {
        if (depth < 1 || elements < 1 || valueBytes < 1 || headerBytes < 1 || inflatedBytes < 1) {
            throw new IllegalArgumentException("every limit more than 0 expected");
        }
    }
}
