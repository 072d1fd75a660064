package org.vigie.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.store.PackLog.Note;

/** The packs of one writer as one run of positions: which pack holds which, and the notes in them. */
final class PackSequence {
    private final NavigableMap<Long, Path> sealed = new TreeMap<>();
    private volatile @Nullable OpenPack current;

    OpenPack current() {
        return Objects.requireNonNull(current, "set when the packs are opened");
    }

    void current(OpenPack pack) {
        current = pack;
    }

    synchronized void addSealed(long base, Path pack) {
        sealed.put(base, pack);
    }

    /** The oldest first. */
    synchronized List<Path> sealed() {
        return List.copyOf(sealed.values());
    }

    /** Position behind the last record that survives a power cut. */
    long end() {
        OpenPack pack = current();
        return pack.base() + pack.durable();
    }

    /** Durable notes from a position on. */
    PackLog.Chunk read(long from, int max) throws IOException {
        List<Note> notes = new ArrayList<>();
        long end = end();
        long position = from;
        while (position < end && notes.size() < max) {
            position = readPack(position, end, max, notes);
        }
        return new PackLog.Chunk(notes, Math.max(from, position));
    }

    /** The note of the record at a position; empty if it has none or is damaged. */
    Optional<Note> note(long position) throws IOException {
        try (PackReader pack = open(packAt(position))) {
            long offset = position - pack.base();
            Optional<RecordHead> record = pack.at(offset);
            if (record.isEmpty() || record.get().noteBytes() == 0) {
                return Optional.empty();
            }
            return pack.note(offset, record.get())
                    .map(b -> new Note(
                            position + record.get().recordBytes(), record.get().key(), b));
        }
    }

    private synchronized Path packAt(long position) {
        OpenPack open = current();
        if (position >= open.base()) {
            return open.path();
        }
        Map.Entry<Long, Path> entry = sealed.floorEntry(position);
        return entry == null
                ? sealed.isEmpty() ? open.path() : sealed.firstEntry().getValue()
                : entry.getValue();
    }

    private long readPack(long from, long end, int max, List<Note> notes) throws IOException {
        try (PackReader pack = open(packAt(from))) {
            long behind = behind(pack.base());
            long limit = Math.min(end, behind);
            long offset = Math.max(PackReader.HEAD_BYTES, from - pack.base());
            while (pack.base() + offset < limit && notes.size() < max) {
                Optional<RecordHead> record = pack.at(offset);
                if (record.isEmpty()) {
                    OptionalLong next = offset < pack.size() ? pack.search(offset) : OptionalLong.empty();
                    if (next.isEmpty()) {
                        return behind;
                    }
                    offset = next.getAsLong();
                    continue;
                }
                long start = offset;
                offset += record.get().recordBytes();
                if (record.get().noteBytes() > 0) {
                    long next = offset;
                    pack.note(start, record.get())
                            .ifPresent(bytes -> notes.add(
                                    new Note(pack.base() + next, record.get().key(), bytes)));
                }
            }
            return pack.base() + offset;
        }
    }

    /** First position of the pack behind one. */
    private synchronized long behind(long base) {
        Long next = sealed.higherKey(base);
        OpenPack open = current();
        return next != null ? next : base < open.base() ? open.base() : open.base() + open.durable();
    }

    private static PackReader open(Path file) throws IOException {
        return PackReader.open(file).orElseThrow(() -> new IOException("pack without its head"));
    }
}
