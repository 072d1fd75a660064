package org.vigie.diffusion.dicom.codec;

import java.util.Arrays;
import java.util.Optional;

/** The transfer syntaxes a scanner or archive may send, and which of them can be decoded without loss of meaning. */
public enum TransferSyntax {
    IMPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2", "Implicit VR Little Endian"),
    EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1", "Explicit VR Little Endian"),
    EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2", "Explicit VR Big Endian"),
    DEFLATED("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian"),
    RLE("1.2.840.10008.1.2.5", "RLE Lossless", Loss.NONE, Coding.RLE),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", "JPEG Lossless P14", Loss.NONE, Coding.JPEG_LOSSLESS),
    JPEG_LOSSLESS_SV1("1.2.840.10008.1.2.4.70", "JPEG Lossless P14 SV1", Loss.NONE, Coding.JPEG_LOSSLESS),
    JPEG_LS("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", Loss.NONE, Coding.JPEG_LS),
    JPEG_LS_NEAR("1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless", Loss.POSSIBLE, Coding.JPEG_LS),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless Only", Loss.NONE, Coding.JPEG_2000),
    JPEG_2000("1.2.840.10008.1.2.4.91", "JPEG 2000", Loss.POSSIBLE, Coding.JPEG_2000),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", "JPEG Baseline P1", Loss.CERTAIN, Coding.REFUSED),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", "JPEG Extended P2 and 4", Loss.CERTAIN, Coding.REFUSED),
    JPEG_2000_PART_2_LOSSLESS("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Lossless Only", Loss.NONE, Coding.REFUSED),
    JPEG_2000_PART_2("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2", Loss.POSSIBLE, Coding.REFUSED),
    JPIP("1.2.840.10008.1.2.4.94", "JPIP Referenced", Loss.POSSIBLE, Coding.REFUSED),
    JPIP_DEFLATED("1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate", Loss.POSSIBLE, Coding.REFUSED),
    JPEG_XL_LOSSLESS("1.2.840.10008.1.2.4.110", "JPEG XL Lossless", Loss.NONE, Coding.REFUSED),
    JPEG_XL_RECOMPRESSION("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression", Loss.CERTAIN, Coding.REFUSED),
    JPEG_XL("1.2.840.10008.1.2.4.112", "JPEG XL", Loss.POSSIBLE, Coding.REFUSED),
    DEFLATED_FRAMES("1.2.840.10008.1.2.8.1", "Deflated Image Frame Compression", Loss.NONE, Coding.DEFLATE),
    HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201", "HTJ2K Lossless Only", Loss.NONE, Coding.REFUSED),
    HTJ2K_LOSSLESS_RPCL("1.2.840.10008.1.2.4.202", "HTJ2K Lossless RPCL", Loss.NONE, Coding.REFUSED),
    HTJ2K("1.2.840.10008.1.2.4.203", "HTJ2K", Loss.POSSIBLE, Coding.REFUSED);

    /** What compression may have done to the values. */
    public enum Loss {
        NONE,
        POSSIBLE,
        CERTAIN
    }

    private enum Coding {
        NATIVE,
        RLE,
        DEFLATE,
        JPEG_LOSSLESS,
        JPEG_LS,
        JPEG_2000,
        REFUSED
    }

    private final String uid;
    private final String label;
    private final Loss loss;
    private final Coding coding;

    TransferSyntax(String uid, String label) {
        this.uid = uid;
        this.label = label;
        this.loss = Loss.NONE;
        this.coding = Coding.NATIVE;
    }

    TransferSyntax(String uid, String label, Loss loss, Coding coding) {
        this.uid = uid;
        this.label = label;
        this.loss = loss;
        this.coding = coding;
    }

    public static Optional<TransferSyntax> of(String uid) {
        return Arrays.stream(values()).filter(s -> s.uid.equals(uid)).findFirst();
    }

    /** How a refusal names a syntax: its UID, and its name where it is a known one. */
    public static String describe(String uid) {
        return of(uid).map(s -> s.uid + " " + s.label).orElse(uid);
    }

    public boolean isNative() {
        return coding == Coding.NATIVE;
    }

    /** Empty for native pixel data and for what is refused by name. */
    public Optional<FrameCodec> codec() {
        return switch (coding) {
            case NATIVE, REFUSED -> Optional.empty();
            case RLE -> Optional.of(new RleCodec());
            case DEFLATE -> Optional.of(new DeflateCodec());
            case JPEG_LOSSLESS -> Optional.of(new JpegLosslessCodec());
            case JPEG_LS -> Optional.of(new JpegLsCodec());
            case JPEG_2000 -> Optional.of(new Jpeg2000Codec());
        };
    }

    /** True if a frame of one bit a pixel has a form in it (PS3.5 8.2). */
    public boolean holdsSingleBits() {
        return isNative() || coding == Coding.DEFLATE;
    }

    public Loss loss() {
        return loss;
    }
}
