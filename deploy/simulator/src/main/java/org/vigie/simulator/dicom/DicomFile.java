package org.vigie.simulator.dicom;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.net.DataWriter;
import org.dcm4che3.net.DataWriterAdapter;
import org.jspecify.annotations.Nullable;

/**
 * A file of DICOM part 10, known by its file meta information alone: a broken data set is sent as it is.
 *
 * @param offset where the data set begins
 */
record DicomFile(Path path, String sopClassUid, String sopInstanceUid, String transferSyntax, long offset) {
    private static final int PREAMBLE = 128;
    private static final byte[] MAGIC = "DICM".getBytes(StandardCharsets.US_ASCII);

    /** Empty where the file is none of DICOM part 10. */
    static Optional<DicomFile> open(Path path) throws IOException {
        if (!isPart10(path)) {
            return Optional.empty();
        }
        try (DicomInputStream in = new DicomInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
            Attributes meta = in.readFileMetaInformation();
            return meta == null ? Optional.empty() : of(path, meta, in.getPosition());
        } catch (EOFException cutShort) {
            return Optional.empty();
        }
    }

    private static Optional<DicomFile> of(Path path, Attributes meta, long offset) {
        String sopClass = value(meta, Tag.MediaStorageSOPClassUID);
        String instance = value(meta, Tag.MediaStorageSOPInstanceUID);
        String syntax = value(meta, Tag.TransferSyntaxUID);
        return sopClass == null || instance == null || syntax == null
                ? Optional.empty()
                : Optional.of(new DicomFile(path, sopClass, instance, syntax, offset));
    }

    boolean isExplicitLittleEndian() {
        return transferSyntax.equals(UID.ExplicitVRLittleEndian);
    }

    /** The bytes of the data set, unchanged. */
    DataWriter bytes() {
        return (out, syntax) -> {
            try (InputStream in = Files.newInputStream(path)) {
                in.skipNBytes(offset);
                in.transferTo(out);
            }
        };
    }

    /** The data set in another uncompressed transfer syntax. */
    DataWriter reencoded() throws IOException {
        try (DicomInputStream in = new DicomInputStream(path.toFile())) {
            return new DataWriterAdapter(in.readDataset(-1, -1));
        }
    }

    private static boolean isPart10(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] head = in.readNBytes(PREAMBLE + MAGIC.length);
            return head.length == PREAMBLE + MAGIC.length
                    && java.util.Arrays.equals(head, PREAMBLE, head.length, MAGIC, 0, MAGIC.length);
        }
    }

    private static @Nullable String value(Attributes meta, int tag) {
        return meta.getString(tag);
    }
}
