package org.vigie.ingest.dicom;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.dicom.Upload.Entry;
import org.vigie.ingest.dicom.Upload.Outcome;

/**
 * Files an operator brings: one by one, in a form, or in a ZIP archive such as of a CD. Each goes the way of STOW-RS,
 * streamed; no name of the archive ever becomes a name of ours.
 */
public final class UploadIntake {
    private static final String DIRECTORY = "1.2.840.10008.1.3.10";
    private static final int HEAD = 132;
    private static final int MAX_NAME = 120;
    private static final long FREE_BYTES = 1L << 30;

    private final StowIntake intake;
    private final Limits limits;
    private final String sender;
    private final boolean dryRun;
    private final List<Entry> entries = new ArrayList<>();
    private boolean outOfResources;

    /**
     * @param entries files of one upload
     * @param unpackedBytes of one upload
     * @param ratio of unpacked to packed bytes, beyond the first GiB
     */
    public record Limits(int entries, long unpackedBytes, int ratio) {}

    private static final class LimitReachedException extends IOException {
        private static final long serialVersionUID = 1L;

        LimitReachedException(String limit) {
            super(limit);
        }
    }

    /** @param sender who is named as the source of what is stored */
    public UploadIntake(StowIntake intake, Limits limits, String sender, boolean dryRun) {
        this.intake = intake;
        this.limits = limits;
        this.sender = sender;
        this.dryRun = dryRun;
    }

    /** @throws IOException if the stream of the sender breaks */
    public Upload take(InputStream body, String contentType) throws IOException {
        String limit = null;
        try {
            if (contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
                MultipartFiles.walk(body, contentType, limits.entries(), (type, name, part) -> {
                    if (name.isPresent()) {
                        file(name.get(), part);
                    }
                });
            } else {
                file("", body);
            }
        } catch (LimitReachedException reached) {
            limit = reached.getMessage();
        } catch (MultipartFiles.BrokenBodyException broken) {
            add("", Outcome.FAILED, null, String.valueOf(broken.getMessage()));
        }
        return new Upload(List.copyOf(entries), outOfResources, limit);
    }

    private void file(String name, InputStream content) throws IOException {
        PushbackInputStream file = new PushbackInputStream(content, HEAD);
        byte[] head = file.readNBytes(HEAD);
        file.unread(head);
        if (isArchive(head)) {
            archive(name, file);
        } else {
            object(name, file);
        }
    }

    private void archive(String name, InputStream packed) throws IOException {
        Counted source = new Counted(packed);
        // What is stored unpacked with its length behind it (last argument) would be gathered in memory.
        try (ZipArchiveInputStream zip = new ZipArchiveInputStream(source, "UTF-8", true, false)) {
            Unpacked unpacked = new Unpacked(zip, source, limits);
            CheckedEntries all = new CheckedEntries(zip);
            for (ZipArchiveEntry entry = all.next(); entry != null; entry = all.next()) {
                if (entry.isDirectory()) {
                    continue;
                }
                CheckedEntries.Content content = all.new Content(entry, unpacked);
                entry(zip, entry, content);
                if (zip.canReadEntryData(entry)) {
                    content.passOver();
                }
            }
        } catch (LimitReachedException reached) {
            throw reached;
        } catch (IOException | IllegalArgumentException damaged) {
            add(name, Outcome.FAILED, null, "archive ends early or is damaged here");
        }
    }

    private void entry(ZipArchiveInputStream zip, ZipArchiveEntry entry, InputStream content) throws IOException {
        String name = entry.getName();
        if (leavesTheArchive(name)) {
            add(name, Outcome.FAILED, null, "its name leads out of the archive");
        } else if (entry.getGeneralPurposeBit().usesEncryption()) {
            add(name, Outcome.FAILED, null, "encrypted");
        } else if (!zip.canReadEntryData(entry)) {
            add(name, Outcome.FAILED, null, "packed by a method that is not read");
        } else {
            try {
                object(name, content);
            } catch (CheckedEntries.DamagedEntryException damaged) {
                add(name, Outcome.FAILED, null, damaged.getMessage());
            }
        }
    }

    private void object(String name, InputStream content) throws IOException {
        PushbackInputStream file = new PushbackInputStream(content, HEAD);
        byte[] head = file.readNBytes(HEAD);
        file.unread(head);
        if (isArchive(head)) {
            add(name, Outcome.SKIPPED, null, "archive inside an archive, not opened");
            return;
        }
        if (!isPart10(head)) {
            add(name, Outcome.SKIPPED, null, "no DICOM file");
            return;
        }
        Inspector.Announced announced;
        try {
            announced = Part10Header.take(file);
        } catch (Part10Header.NotPart10Exception | EOFException unreadable) {
            add(name, Outcome.FAILED, null, "file meta information not readable");
            return;
        }
        if (DIRECTORY.equals(announced.sopClassUid())) {
            add(name, Outcome.SKIPPED, null, "DICOMDIR: the files it lists are taken as they come");
            return;
        }
        StowResult result = dryRun
                ? intake.look(announced, file)
                : intake.store(announced, file, new StowIntake.Expected(sender, null, null));
        switch (result) {
            case StowResult.Stored s ->
                add(name, dryRun ? Outcome.WOULD_STORE : Outcome.STORED, s.sopInstanceUid(), null);
            case StowResult.Failed f -> {
                outOfResources |= f.failureReason() == StowResult.OUT_OF_RESOURCES;
                add(name, Outcome.FAILED, f.sopInstanceUid(), f.rule());
            }
        }
    }

    private void add(String name, Outcome outcome, @Nullable String sopInstanceUid, @Nullable String note)
            throws LimitReachedException {
        if (entries.size() >= limits.entries()) {
            throw new LimitReachedException("more than " + limits.entries() + " files (vigie.web.max-entries)");
        }
        String shown = name.replaceAll("\\p{Cntrl}", "?");
        int from = Math.max(0, shown.length() - MAX_NAME);
        entries.add(new Entry(shown.substring(from), outcome, sopInstanceUid, note));
    }

    private static boolean leavesTheArchive(String name) {
        String path = name.replace('\\', '/');
        return path.startsWith("/")
                || path.matches("[A-Za-z]:.*")
                || path.indexOf('\0') >= 0
                || List.of(path.split("/", -1)).contains("..");
    }

    private static boolean isArchive(byte[] head) {
        return head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] < 9 && head[3] < 9;
    }

    private static boolean isPart10(byte[] head) {
        return head.length == HEAD && head[128] == 'D' && head[129] == 'I' && head[130] == 'C' && head[131] == 'M';
    }

    /** How much of an archive was read. */
    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            bytes += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int read = in.read(to, from, length);
            bytes += Math.max(0, read);
            return read;
        }
    }

    /** The entries' bytes, which end where an archive becomes too large. */
    private static final class Unpacked extends FilterInputStream {
        private final Counted packed;
        private final Limits limits;
        private long bytes;

        Unpacked(InputStream in, Counted packed, Limits limits) {
            super(in);
            this.packed = packed;
            this.limits = limits;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int read = in.read(to, from, length);
            bytes += Math.max(0, read);
            if (bytes > limits.unpackedBytes()) {
                throw new LimitReachedException(
                        "more than " + limits.unpackedBytes() + " bytes unpacked (vigie.web.max-unpacked-bytes)");
            }
            if (bytes - FREE_BYTES > packed.bytes * limits.ratio()) {
                throw new LimitReachedException(
                        "unpacks to more than " + limits.ratio() + " times its length (vigie.web.max-ratio)");
            }
            return read;
        }

        @Override
        public void close() {
            // The archive goes on behind an entry.
        }
    }
}
