package org.vigie.ingest.dicom;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.io.DicomInputStream;
import org.vigie.ingest.domain.Uids;

/** Takes preamble and file meta information off the front of a Part 10 stream and leaves it at the data set. */
final class Part10Header {
    private static final int PREAMBLE_BYTES = 128;
    private static final int MAX_META_BYTES = 1 << 16;
    private static final int LONG_HEADER = 12;
    private static final Set<String> LONG_LENGTH = Set.of("OB", "OW", "UN", "UT", "SQ", "OF", "OD", "OL", "UC", "UR");

    private Part10Header() {}

    /** The stream is no DICOM file. */
    static final class NotPart10Exception extends IOException {
        private static final long serialVersionUID = 1L;

        NotPart10Exception(String rule) {
            super(rule);
        }
    }

    /**
     * Reads the meta information; {@code part} then stands at the first byte of the data set.
     *
     * @throws NotPart10Exception if it has none, or names no transfer syntax
     */
    static Inspector.Announced take(PushbackInputStream part) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        byte[] start = part.readNBytes(PREAMBLE_BYTES + 4);
        if (start.length < PREAMBLE_BYTES + 4 || !"DICM".equals(text(start, PREAMBLE_BYTES, 4))) {
            throw new NotPart10Exception("no DICM prefix");
        }
        head.writeBytes(start);
        while (true) {
            byte[] header = part.readNBytes(8);
            if (header.length < 8 || header[0] != 2 || header[1] != 0) {
                part.unread(header);
                break;
            }
            copyElement(part, header, head);
        }
        return announced(head.toByteArray());
    }

    private static void copyElement(InputStream part, byte[] header, ByteArrayOutputStream head) throws IOException {
        byte[] whole = header;
        long length = (header[6] & 0xFF) | (header[7] & 0xFF) << 8;
        if (LONG_LENGTH.contains(text(header, 4, 2))) {
            whole = Arrays.copyOf(header, LONG_HEADER);
            if (part.readNBytes(whole, 8, 4) < 4) {
                throw new EOFException();
            }
            length = (whole[8] & 0xFFL)
                    | (whole[9] & 0xFFL) << 8
                    | (whole[10] & 0xFFL) << 16
                    | (whole[11] & 0xFFL) << 24;
        }
        if (head.size() + whole.length + length > MAX_META_BYTES) {
            throw new NotPart10Exception("file meta information longer than " + MAX_META_BYTES + " bytes");
        }
        byte[] value = part.readNBytes((int) length);
        if (value.length < length) {
            throw new EOFException();
        }
        head.writeBytes(whole);
        head.writeBytes(value);
    }

    private static Inspector.Announced announced(byte[] head) throws IOException {
        try (DicomInputStream in = new DicomInputStream(new ByteArrayInputStream(head))) {
            Attributes meta = in.readFileMetaInformation();
            String syntax = meta == null ? null : meta.getString(Tag.TransferSyntaxUID);
            if (meta == null || syntax == null || !Uids.isValid(syntax)) {
                throw new NotPart10Exception("no transfer syntax (0002,0010)");
            }
            return new Inspector.Announced(
                    meta.getString(Tag.MediaStorageSOPClassUID),
                    meta.getString(Tag.MediaStorageSOPInstanceUID),
                    syntax);
        } catch (NotPart10Exception none) {
            throw none;
        } catch (IOException | RuntimeException | StackOverflowError garbage) {
            throw new NotPart10Exception("file meta information not readable");
        }
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.US_ASCII);
    }
}
