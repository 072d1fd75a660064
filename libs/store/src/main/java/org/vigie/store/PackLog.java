package org.vigie.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All packs of one writer, in one folder, as one sequence of records. A position counts the bytes this writer ever wrote;
 * a pack is named after the position of its first byte. One process at a time may hold it.
 *
 * <p>{@link #append} writes, {@link Appended#awaitDurable} returns when it survives a power cut; whoever waits together
 * shares one {@code fdatasync}.
 */
public final class PackLog implements AutoCloseable {
    private static final int MAX_RECORDS = 1 << 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final FileChannel lockFile;
    private final long packBytes;
    private final Forcing forcing;
    private final ReentrantLock appending = new ReentrantLock();
    private final NavigableMap<Long, Path> sealed = new TreeMap<>();
    private final LongTable byKey = new LongTable();
    private int damaged;
    private volatile OpenPack current;
    private volatile boolean closed;

    /** The folder is held by another process, or by another log of this one. */
    public static final class HeldException extends IOException {
        private static final long serialVersionUID = 1L;

        HeldException() {
            super("packs are being written by another process");
        }
    }

    /** A record that was written. */
    public static final class Appended {
        private final OpenPack pack;
        private final long offset;
        private final long next;

        private Appended(OpenPack pack, long offset, long next) {
            this.pack = pack;
            this.offset = offset;
            this.next = next;
        }

        /** Position of its first byte. */
        public long position() {
            return pack.base() + offset;
        }

        /** Returns when the record survives a power cut; throws if it may not. */
        public void awaitDurable() throws IOException {
            pack.awaitDurable(next);
        }
    }

    /** A note and where it lies. */
    public static final class Note {
        private final long next;
        private final long key;
        private final byte[] bytes;

        private Note(long next, long key, byte[] bytes) {
            this.next = next;
            this.key = key;
            this.bytes = bytes;
        }

        /** Position behind its record. */
        public long next() {
            return next;
        }

        public long key() {
            return key;
        }

        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /** What a reader found from one position on. */
    public record Chunk(List<Note> notes, long next) {}

    /** Opens or creates the packs of a writer; a torn tail of the last one is cut off. */
    PackLog(Path folder, long packBytes, Forcing forcing) throws IOException {
        this.folder = Directories.createDurably(folder);
        this.packBytes = packBytes;
        this.forcing = forcing;
        this.lockFile = hold(folder);
        boolean open = false;
        try {
            this.current = recover();
            open = true;
        } finally {
            if (!open) {
                lockFile.close();
            }
        }
    }

    /** Appends an object that is whole, with a note. */
    public Appended append(long key, ObjectSink object, byte[] note) throws IOException {
        return append(RecordHead.object(key, object.sha256(), object.bytes(), note), object, note);
    }

    /** Appends a note alone. */
    public Appended append(long key, byte[] note) throws IOException {
        return append(RecordHead.note(key, note), null, note);
    }

    /** Position behind the last record that survives a power cut. */
    public long end() {
        OpenPack pack = current;
        return pack.base() + pack.durable();
    }

    /** Records with a note, whether durable yet or not. */
    public int notes() {
        synchronized (byKey) {
            return byKey.size();
        }
    }

    /** Stretches between records that no longer make sense, and bodies that lost their hash, found when it was opened. */
    public int damaged() {
        return damaged;
    }

    /** Durable records with a note from a position on, at most {@code max}. */
    public Chunk read(long from, int max) throws IOException {
        List<Note> notes = new ArrayList<>();
        long end = end();
        long position = from;
        while (position < end && notes.size() < max) {
            position = readPack(position, end, max, notes);
        }
        return new Chunk(notes, Math.max(from, position));
    }

    /** Durable records with this key that have a note, the oldest first. */
    public List<Note> find(long key) throws IOException {
        long[] positions;
        synchronized (byKey) {
            positions = byKey.find(key);
        }
        java.util.Arrays.sort(positions);
        List<Note> notes = new ArrayList<>();
        for (long position : positions) {
            if (position < end()) {
                note(position).filter(n -> n.key() == key).ifPresent(notes::add);
            }
        }
        return notes;
    }

    /** Returns when everything appended so far survives a power cut. */
    public void awaitDurable() throws IOException {
        OpenPack pack = current;
        pack.awaitDurable(pack.end());
    }

    @Override
    public void close() throws IOException {
        appending.lock();
        try {
            if (!closed) {
                closed = true;
                if (!current.isBroken()) {
                    current.awaitDurable(current.end());
                }
                current.close();
            }
        } finally {
            appending.unlock();
            lockFile.close();
        }
    }

    Path folder() {
        return folder;
    }

    private Appended append(RecordHead head, @Nullable ObjectSink object, byte[] note) throws IOException {
        // An interrupted thread cannot write to a channel; what it has to say to its owner can wait.
        boolean interrupted = Thread.interrupted();
        appending.lock();
        try {
            if (closed) {
                throw new IOException("packs are closed");
            }
            OpenPack pack = writable();
            long offset = pack.append(head, object, note);
            remember(head, pack.base() + offset);
            return new Appended(pack, offset, pack.end());
        } finally {
            appending.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void remember(RecordHead head, long position) {
        if (head.noteBytes() > 0) {
            synchronized (byKey) {
                byKey.add(head.key(), position);
            }
        }
    }

    private OpenPack writable() throws IOException {
        OpenPack pack = current;
        if (pack.isBroken()) {
            OpenPack next = create(pack.base() + pack.abandon());
            addSealed(pack);
            current = next;
        } else if (pack.end() >= packBytes || pack.records() >= MAX_RECORDS) {
            pack.awaitDurable(pack.end());
            pack.index().write(pack.path());
            OpenPack next = create(pack.base() + pack.end());
            pack.close();
            addSealed(pack);
            current = next;
        }
        return current;
    }

    private void addSealed(OpenPack pack) {
        synchronized (sealed) {
            sealed.put(pack.base(), pack.path());
        }
    }

    private OpenPack create(long base) throws IOException {
        return OpenPack.create(folder.resolve("%016x.pack".formatted(base)), RANDOM.nextLong(), base, forcing);
    }

    private static FileChannel hold(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("writer.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            FileLock lock = channel.tryLock();
            held = lock != null;
        } catch (OverlappingFileLockException ours) {
            throw new HeldException();
        } finally {
            if (!held) {
                channel.close();
            }
        }
        if (!held) {
            throw new HeldException();
        }
        return channel;
    }

    private OpenPack recover() throws IOException {
        List<Path> packs;
        try (Stream<Path> files = Files.list(folder)) {
            packs = files.filter(f -> f.toString().endsWith(".pack")).sorted().toList();
        }
        long end = 0;
        for (Path file : packs) {
            boolean last = file.equals(packs.getLast());
            long nextBase = last ? Long.MAX_VALUE : PackHead.base(packs.get(packs.indexOf(file) + 1));
            Optional<PackReader> opened = PackReader.open(file);
            if (opened.isEmpty()) {
                end = withoutRecords(file, last, end);
                continue;
            }
            try (PackReader pack = opened.get()) {
                Optional<PackIndex> known = PackIndex.read(file);
                PackIndex index = known.isPresent() ? known.get() : repair(pack, nextBase - pack.base());
                index.entries().forEach(e -> remember(e.head(), pack.base() + e.offset()));
                if (pack.isHeadDamaged()) {
                    index = restored(pack, file, index, known.isPresent());
                } else if (last && known.isEmpty()) {
                    return OpenPack.reopen(file, pack.marker(), pack.base(), index, forcing);
                } else if (known.isEmpty()) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(index.packBytes());
                        channel.force(true);
                    }
                    index.write(file);
                }
                sealed.put(pack.base(), file);
                end = pack.base() + index.packBytes();
            }
        }
        return create(end);
    }

    /** A pack that was made, and whose head never reached the disk, has no records; any other is kept to be looked at. */
    private long withoutRecords(Path file, boolean last, long end) throws IOException {
        boolean unused;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            unused = last && !Files.exists(PackIndex.beside(file)) && PackHead.isAlone(channel);
        }
        if (unused) {
            Files.delete(file);
            return end;
        }
        damaged++;
        return PackHead.base(file) + Math.max(PackReader.HEAD_BYTES, Files.size(file));
    }

    /** A damaged head is written again; a pack that has lost bytes once gets no new records, and loses none of its own. */
    private PackIndex restored(PackReader pack, Path file, PackIndex found, boolean isIndexed) throws IOException {
        damaged++;
        PackIndex index = new PackIndex(pack.size(), found.entries());
        if (!isIndexed) {
            index.write(file);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            PackFile whole = new PackFile(file, channel);
            whole.write(PackHead.bytes(pack.marker(), pack.base()), 0);
            whole.force(Forcing.DATA);
        }
        return index;
    }

    /** The whole records of a pack that was being written; a tail without its hash is left out. */
    private PackIndex repair(PackReader pack, long limit) throws IOException {
        PackIndex index = PackIndex.scan(pack);
        List<PackEntry> entries = new ArrayList<>(index.entries());
        long end = index.packBytes();
        // What a broken disk did not take may still be there, behind the point at which the next pack goes on.
        while (!entries.isEmpty() && end > limit) {
            end = entries.removeLast().offset();
        }
        long expected = PackReader.HEAD_BYTES;
        for (PackEntry entry : entries) {
            damaged += entry.offset() == expected ? 0 : 1;
            expected = entry.offset() + entry.head().recordBytes();
        }
        while (!entries.isEmpty() && !Bodies.isIntact(pack, entries.getLast())) {
            end = entries.removeLast().offset();
        }
        for (PackEntry entry : entries) {
            damaged += Bodies.isIntact(pack, entry) ? 0 : 1;
        }
        return new PackIndex(end, entries);
    }

    private Path packAt(long position) {
        OpenPack open = current;
        if (position >= open.base()) {
            return open.path();
        }
        synchronized (sealed) {
            Map.Entry<Long, Path> entry = sealed.floorEntry(position);
            return entry == null
                    ? sealed.isEmpty() ? open.path() : sealed.firstEntry().getValue()
                    : entry.getValue();
        }
    }

    private long readPack(long from, long end, int max, List<Note> notes) throws IOException {
        Path file = packAt(from);
        try (PackReader pack = PackReader.open(file).orElseThrow(() -> new IOException("pack without its head"))) {
            long behind = behind(pack.base());
            long limit = Math.min(end, behind);
            long offset = Math.max(PackReader.HEAD_BYTES, from - pack.base());
            while (pack.base() + offset < limit && notes.size() < max) {
                Optional<RecordHead> record = pack.at(offset);
                if (record.isEmpty()) {
                    var next = offset < pack.size() ? pack.search(offset) : java.util.OptionalLong.empty();
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
    private long behind(long base) {
        synchronized (sealed) {
            Long next = sealed.higherKey(base);
            OpenPack open = current;
            return next != null ? next : base < open.base() ? open.base() : open.base() + open.durable();
        }
    }

    private Optional<Note> note(long position) throws IOException {
        Path file = packAt(position);
        try (PackReader pack = PackReader.open(file).orElseThrow(() -> new IOException("pack without its head"))) {
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
}
