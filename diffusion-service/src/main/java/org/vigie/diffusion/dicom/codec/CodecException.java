package org.vigie.diffusion.dicom.codec;

import java.io.IOException;

/** A compressed frame that cannot be decoded. */
public final class CodecException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is. */
    public enum Kind {
        /** The bytes end early or contradict themselves or the header. */
        CORRUPT,
        /** A part of the standard that is not decoded here. */
        UNSUPPORTED
    }

    private final Kind kind;

    private CodecException(Kind kind, String detail) {
        super(detail);
        this.kind = kind;
    }

    static CodecException corrupt(String detail) {
        return new CodecException(Kind.CORRUPT, detail);
    }

    static CodecException unsupported(String detail) {
        return new CodecException(Kind.UNSUPPORTED, detail);
    }

    public Kind kind() {
        return kind;
    }
}
