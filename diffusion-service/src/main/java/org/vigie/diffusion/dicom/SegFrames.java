package org.vigie.diffusion.dicom;

import java.util.Optional;
import java.util.Set;
import org.dcm4che3.data.Tag;

/** The pixel data of a segmentation as one little-endian array, whatever its transfer syntax. */
final class SegFrames {
    private static final Set<String> NATIVE =
            Set.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99");

    private SegFrames() {}

    /** Empty where nothing here decodes the syntax; the array may be shorter or longer than promised. */
    static Optional<byte[]> stored(Datasets.Parsed parsed, int frames, int pixels, int bits) {
        if (NATIVE.contains(parsed.transferSyntax())) {
            return Optional.of(parsed.dataset().getValue(Tag.PixelData) instanceof byte[] bytes ? bytes : new byte[0]);
        }
        return Optional.empty();
    }
}
