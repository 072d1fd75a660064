package org.vigie.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;

/**
 * Where each object lies in the packs of all writers. Looks at the folders again whenever an object is not known, so what
 * another process has just written is found at once.
 */
final class PackCatalogue {
    private static final int OFFSET_BITS = 40;
    private static final int MAX_DOUBTED = 10_000;
    private static final int TRIES = 3;

    private final Path folder;
    private final LongTable byHash = new LongTable();
    private final Map<Path, Known> known = new HashMap<>();
    private final List<@Nullable Path> numbered = new ArrayList<>();
    private final Set<String> doubted = new HashSet<>();

    /**
     * @param scannedTo offset up to which the records of a pack are in the table
     * @param seenBytes length of the pack when it was looked at
     */
    private record Known(int number, long scannedTo, long seenBytes, boolean sealed) {}

    /** @param offset of the object's first byte */
    record Found(Path pack, long offset, boolean sealed) {}

    PackCatalogue(Path folder) {
        this.folder = folder;
    }

    synchronized Optional<Found> find(ObjectRef ref) throws IOException {
        boolean doubted = doubted(ref);
        Optional<Found> found = doubted ? Optional.empty() : lookUp(ref);
        if (found.isEmpty() && (refresh() || doubted)) {
            found = lookUp(ref);
        }
        return found;
    }

    /** An object's bytes, of a file that is looked at and read through one handle: a rewritten pack takes none away. */
    Optional<InputStream> open(ObjectRef ref) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<Found> found = find(ref);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Optional<InputStream> bytes = open(found.get(), ref);
            if (bytes.isPresent()) {
                return bytes;
            }
        }
        return Optional.empty();
    }

    private static Optional<InputStream> open(Found found, ObjectRef ref) throws IOException {
        Optional<PackReader> opened;
        try {
            opened = PackReader.open(found.pack());
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        PackReader pack = opened.get();
        boolean there = false;
        try {
            there = isAt(pack, found.offset() - RecordHead.BYTES, ref);
            return there
                    ? Optional.of(new Bodies.Slice(pack.channel(), found.offset(), ref.bytes(), true))
                    : Optional.empty();
        } finally {
            if (!there) {
                pack.close();
            }
        }
    }

    /** A reader found that the bytes of an object have lost their hash: next time all its copies are looked for. */
    synchronized void doubt(ObjectRef ref) {
        if (doubted.size() < MAX_DOUBTED) {
            doubted.add(ref.sha256());
        }
    }

    private boolean doubted(ObjectRef ref) {
        return doubted.contains(ref.sha256());
    }

    /** There are several only where a damaged one was stored again, or two processes stored the same: then the best. */
    private Optional<Found> lookUp(ObjectRef ref) throws IOException {
        List<Found> copies = copies(ref);
        for (Found copy : copies.size() > 1 ? copies.reversed() : List.<Found>of()) {
            if (isIntact(copy, ref)) {
                return Optional.of(copy);
            }
        }
        return copies.stream().findFirst();
    }

    private static boolean isIntact(Found copy, ObjectRef ref) {
        try (FileChannel pack = FileChannel.open(copy.pack(), StandardOpenOption.READ)) {
            return Bodies.isIntact(pack, copy.offset(), ref.bytes(), ref.sha256());
        } catch (IOException unreadable) {
            return false;
        }
    }

    private List<Found> copies(ObjectRef ref) throws IOException {
        List<Found> copies = new ArrayList<>();
        for (long value : byHash.find(PackEntry.hash(ref.sha256()))) {
            Path pack = numbered.get((int) (value >>> OFFSET_BITS));
            long offset = value & ((1L << OFFSET_BITS) - 1);
            if (pack != null && holds(pack, offset, ref)) {
                Known state = known.get(pack);
                copies.add(new Found(pack, offset + RecordHead.BYTES, state != null && state.sealed()));
            }
        }
        return copies;
    }

    /** A record may have been taken back after it was seen, a pack rewritten. */
    private static boolean holds(Path file, long offset, ObjectRef ref) throws IOException {
        Optional<PackReader> opened;
        try {
            opened = PackReader.open(file);
        } catch (NoSuchFileException gone) {
            return false;
        }
        if (opened.isEmpty()) {
            return false;
        }
        try (PackReader pack = opened.get()) {
            return isAt(pack, offset, ref);
        }
    }

    private static boolean isAt(PackReader pack, long offset, ObjectRef ref) throws IOException {
        return pack.at(offset)
                .filter(r -> r.kind().hasBody())
                .filter(r -> r.bodyBytes() == ref.bytes() && r.sha256().equals(ref.sha256()))
                .isPresent();
    }

    /** True if there is anything new. */
    private boolean refresh() throws IOException {
        boolean news = false;
        for (Path writer : list(folder)) {
            for (Path file : list(writer)) {
                if (file.toString().endsWith(".pack")) {
                    news |= look(file);
                }
            }
        }
        return news;
    }

    private boolean look(Path file) throws IOException {
        Known state = known.get(file);
        if (state != null && state.sealed()) {
            return false;
        }
        try {
            long size = Files.size(file);
            boolean sealed = Files.exists(PackIndex.beside(file));
            if (state != null && size <= state.scannedTo() && !sealed) {
                // Shorter than before: records were taken back, and others will stand in their place.
                known.put(file, new Known(state.number(), size, size, false));
                return false;
            }
            return (state == null || size != state.seenBytes() || sealed) && scan(file, state, size, sealed);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private boolean scan(Path file, @Nullable Known state, long size, boolean sealed) throws IOException {
        Optional<PackReader> opened = PackReader.open(file);
        if (opened.isEmpty()) {
            return false;
        }
        int number = state == null ? numbered.size() : state.number();
        if (state == null) {
            numbered.add(file);
        }
        try (PackReader pack = opened.get()) {
            Optional<PackIndex> index = sealed ? PackIndex.read(file) : Optional.empty();
            if (index.isPresent()) {
                index.get().entries().forEach(e -> add(number, e));
                known.put(file, new Known(number, index.get().packBytes(), size, true));
                return true;
            }
            long offset = state == null ? PackReader.HEAD_BYTES : state.scannedTo();
            boolean news = false;
            for (OptionalLong next = pack.next(offset); next.isPresent(); next = pack.next(offset)) {
                Optional<RecordHead> head = pack.at(next.getAsLong());
                if (head.isEmpty()) {
                    break;
                }
                add(number, new PackEntry(next.getAsLong(), head.get()));
                offset = next.getAsLong() + head.get().recordBytes();
                news = true;
            }
            known.put(file, new Known(number, offset, size, false));
            return news;
        }
    }

    private void add(int number, PackEntry entry) {
        if (entry.head().kind().hasBody()) {
            byHash.add(entry.hash(), ((long) number << OFFSET_BITS) | entry.offset());
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
