package org.vigie.diffusion.dicom.codec;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The transfer syntaxes a scanner or archive may send, and which of them can be decoded without loss of meaning. */
public enum TransferSyntax {
    IMPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2", "Implicit VR Little Endian"),
    EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1", "Explicit VR Little Endian"),
    EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2", "Explicit VR Big Endian"),
    DEFLATED("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian"),
    RLE("1.2.840.10008.1.2.5", "RLE Lossless", Loss.NONE, new RleCodec()),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", "JPEG Lossless P14", Loss.NONE, new JpegLosslessCodec()),
    JPEG_LOSSLESS_SV1("1.2.840.10008.1.2.4.70", "JPEG Lossless P14 SV1", Loss.NONE, new JpegLosslessCodec()),
    JPEG_LS("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", Loss.NONE, new JpegLsCodec()),
    JPEG_LS_NEAR("1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless", Loss.POSSIBLE, new JpegLsCodec()),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless Only", Loss.NONE, new Jpeg2000Codec()),
    JPEG_2000("1.2.840.10008.1.2.4.91", "JPEG 2000", Loss.POSSIBLE, new Jpeg2000Codec()),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", "JPEG Baseline P1", Loss.CERTAIN, null),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", "JPEG Extended P2 and 4", Loss.CERTAIN, null),
    JPEG_2000_PART_2_LOSSLESS("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Lossless Only", Loss.NONE, null),
    JPEG_2000_PART_2("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2", Loss.POSSIBLE, null),
    JPIP("1.2.840.10008.1.2.4.94", "JPIP Referenced", Loss.POSSIBLE, null),
    JPIP_DEFLATED("1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate", Loss.POSSIBLE, null),
    JPEG_XL_LOSSLESS("1.2.840.10008.1.2.4.110", "JPEG XL Lossless", Loss.NONE, null),
    JPEG_XL_RECOMPRESSION("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression", Loss.CERTAIN, null),
    JPEG_XL("1.2.840.10008.1.2.4.112", "JPEG XL", Loss.POSSIBLE, null),
    HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201", "HTJ2K Lossless Only", Loss.NONE, null),
    HTJ2K_LOSSLESS_RPCL("1.2.840.10008.1.2.4.202", "HTJ2K Lossless RPCL", Loss.NONE, null),
    HTJ2K("1.2.840.10008.1.2.4.203", "HTJ2K", Loss.POSSIBLE, null);

    /** What compression may have done to the values. */
    public enum Loss {
        NONE,
        POSSIBLE,
        CERTAIN
    }

    private final String uid;
    private final String label;
    private final Loss loss;
    private final boolean encapsulated;
    private final @Nullable FrameCodec codec;

    TransferSyntax(String uid, String label) {
        this.uid = uid;
        this.label = label;
        this.loss = Loss.NONE;
        this.encapsulated = false;
        this.codec = null;
    }

    TransferSyntax(String uid, String label, Loss loss, @Nullable FrameCodec codec) {
        this.uid = uid;
        this.label = label;
        this.loss = loss;
        this.encapsulated = true;
        this.codec = codec;
    }

    public static Optional<TransferSyntax> of(String uid) {
        return Arrays.stream(values()).filter(s -> s.uid.equals(uid)).findFirst();
    }

    /** How a refusal names a syntax: its UID, and its name where it is a known one. */
    public static String describe(String uid) {
        return of(uid).map(s -> s.uid + " " + s.label).orElse(uid);
    }

    public boolean isNative() {
        return !encapsulated;
    }

    /** Empty for native pixel data and for what is refused by name. */
    public Optional<FrameCodec> codec() {
        return Optional.ofNullable(codec);
    }

    public Loss loss() {
        return loss;
    }
}
