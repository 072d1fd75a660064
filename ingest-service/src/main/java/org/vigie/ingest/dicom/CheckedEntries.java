package org.vigie.ingest.dicom;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a ZIP archive in turn. The bytes of one end only if they have the CRC-32 the archive states; some
 * archives state it behind the bytes, so that the next entry is looked for before these are called whole.
 */
final class CheckedEntries {
    private final ZipArchiveInputStream zip;
    private boolean ahead;
    private @Nullable ZipArchiveEntry next;
    private @Nullable IOException brokenBehind;

    CheckedEntries(ZipArchiveInputStream zip) {
        this.zip = zip;
    }

    /** The bytes of an entry are not those that were packed. */
    static final class DamagedEntryException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedEntryException() {
            super("damaged: its bytes do not have the checksum (CRC-32) of the archive");
        }
    }

    /** Null behind the last. */
    @Nullable
    ZipArchiveEntry next() throws IOException {
        if (!ahead) {
            return zip.getNextEntry();
        }
        ahead = false;
        if (brokenBehind != null) {
            throw brokenBehind;
        }
        return next;
    }

    private void lookAhead() {
        ahead = true;
        try {
            next = zip.getNextEntry();
        } catch (IOException broken) {
            brokenBehind = broken;
        }
    }

    /** Bytes of the entry {@link #next} returned last. */
    final class Content extends FilterInputStream {
        private final ZipArchiveEntry entry;
        private final CRC32 crc = new CRC32();
        private boolean ended;

        /** @param in the bytes unpacked */
        Content(ZipArchiveEntry entry, InputStream in) {
            super(in);
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int read = ended ? -1 : in.read(to, from, length);
            if (read >= 0) {
                crc.update(to, from, read);
            } else if (!ended) {
                ended = true;
                lookAhead();
                if (entry.getCrc() != crc.getValue()) {
                    throw new DamagedEntryException();
                }
            }
            return read;
        }

        /** Reads on to the end, of whatever checksum. */
        void passOver() throws IOException {
            byte[] buffer = new byte[1 << 16];
            int read = 0;
            while (!ended && read >= 0) {
                read = in.read(buffer, 0, buffer.length);
            }
        }

        @Override
        public void close() {
            // The archive goes on behind an entry.
        }
    }
}
