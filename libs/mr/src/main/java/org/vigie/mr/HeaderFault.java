package org.vigie.mr;

/**
 * Why a header, or a part of it, cannot be used.
 *
 * @param detail the element and frame concerned; never a value of the header, which may name a person
 */
public record HeaderFault(Code code, String detail) {

    public enum Code {
        MISSING_UID,
        MISSING_POSITION,
        MISSING_ORIENTATION,
        INVALID_POSITION,
        INVALID_ORIENTATION,
        MISSING_SPACING,
        INVALID_SPACING,
        MISSING_MATRIX,
        INVALID_B_VALUE,
        INVALID_FRAME_COUNT,
        MISSING_FRAME_GROUPS,
        UNSUPPORTED_MOSAIC,
        MALFORMED_MOSAIC
    }

    @Override
    public String toString() {
        return code + " " + detail;
    }
}
