package org.vigie.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the other processes of a service noted in their packs on the same volume. Their folders are looked at twice a
 * second at most, the growth of their open packs with every question; alone on a volume this costs next to nothing.
 */
public final class PeerNotes implements NotesOfOthers {
    private static final int OFFSET_BITS = 40;
    private static final long LOOK_NANOS = 500_000_000L;

    private final Path packs;
    private final String writer;
    private final Path own;
    private final Forcing forcing;
    private final LongTable byKey = new LongTable();
    private final List<Path> numbered = new ArrayList<>();
    private final Map<Path, Seen> seen = new HashMap<>();
    private long lookedAtNanos = System.nanoTime() - LOOK_NANOS;

    /** @param scannedTo offset up to which its notes are in the table */
    private record Seen(int number, long scannedTo, boolean sealed) {}

    PeerNotes(Path packs, String writer, Path own, Forcing forcing) {
        this.packs = packs;
        this.writer = writer;
        this.own = own;
        this.forcing = forcing;
    }

    @Override
    public List<byte[]> find(long key, long sinceNanos) throws IOException {
        return known(key);
    }

    /** One after the other: they lie on the volume. */
    @Override
    public NoteAnswers find(Collection<Long> keys, long sinceNanos, Duration budget) {
        Map<Long, List<byte[]>> notes = new HashMap<>();
        boolean unreadable = false;
        for (long key : keys) {
            try {
                List<byte[]> found = known(key);
                if (!found.isEmpty()) {
                    notes.put(key, found);
                }
            } catch (IOException e) {
                unreadable = true;
            }
        }
        return new NoteAnswers(notes, Set.of(), false, unreadable);
    }

    @Override
    public synchronized List<byte[]> known(long key) throws IOException {
        refresh();
        List<byte[]> notes = new ArrayList<>();
        for (long value : byKey.find(key)) {
            note(numbered.get((int) (value >>> OFFSET_BITS)), value & ((1L << OFFSET_BITS) - 1), key)
                    .ifPresent(notes::add);
        }
        return notes;
    }

    private Optional<byte[]> note(Path file, long offset, long key) throws IOException {
        try {
            Optional<PackReader> opened = PackReader.open(file);
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            try (PackReader pack = opened.get()) {
                Optional<RecordHead> record = pack.at(offset).filter(r -> r.key() == key && r.noteBytes() > 0);
                Optional<byte[]> note = record.isEmpty() ? Optional.empty() : pack.note(offset, record.get());
                Seen state = seen.get(file);
                if (note.isPresent() && (state == null || !state.sealed())) {
                    forcing.force(pack.channel());
                }
                return note;
            }
        } catch (NoSuchFileException rewritten) {
            return Optional.empty();
        }
    }

    private void refresh() throws IOException {
        if (System.nanoTime() - lookedAtNanos >= LOOK_NANOS) {
            lookedAtNanos = System.nanoTime();
            for (Path folder : list(packs)) {
                if (String.valueOf(folder.getFileName()).startsWith(writer + "-") && !folder.equals(own)) {
                    for (Path file : list(folder)) {
                        if (file.toString().endsWith(".pack")) {
                            look(file);
                        }
                    }
                }
            }
            return;
        }
        for (Path file : List.copyOf(seen.keySet())) {
            look(file);
        }
    }

    private void look(Path file) throws IOException {
        Seen state = seen.get(file);
        if (state != null && state.sealed()) {
            return;
        }
        try {
            long size = Files.size(file);
            if (state != null && size <= state.scannedTo() && !Files.exists(PackIndex.beside(file))) {
                // Shorter than before: records were taken back, and others will stand in their place.
                seen.put(file, new Seen(state.number(), size, false));
                return;
            }
            scan(file, state);
        } catch (NoSuchFileException gone) {
            seen.remove(file);
        }
    }

    private void scan(Path file, @Nullable Seen state) throws IOException {
        Optional<PackReader> opened = PackReader.open(file);
        if (opened.isEmpty()) {
            return;
        }
        int number = state == null ? numbered.size() : state.number();
        if (state == null) {
            numbered.add(file);
        }
        try (PackReader pack = opened.get()) {
            Optional<PackIndex> index = PackIndex.read(file);
            if (index.isPresent()) {
                index.get().entries().forEach(e -> add(number, e));
                seen.put(file, new Seen(number, index.get().packBytes(), true));
                return;
            }
            long offset = state == null ? PackReader.HEAD_BYTES : state.scannedTo();
            for (Optional<RecordHead> next = pack.at(offset); next.isPresent(); next = pack.at(offset)) {
                add(number, new PackEntry(offset, next.get()));
                offset += next.get().recordBytes();
            }
            seen.put(file, new Seen(number, offset, false));
        }
    }

    private void add(int number, PackEntry entry) {
        if (entry.head().noteBytes() > 0) {
            byKey.add(entry.head().key(), ((long) number << OFFSET_BITS) | entry.offset());
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (NotDirectoryException | NoSuchFileException none) {
            return List.of();
        }
    }
}
