package org.vigie.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;

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
    private final ReentrantLock rewriting = new ReentrantLock();
    private final PackSequence packs = new PackSequence();
    private final LongTable byKey = new LongTable();
    private final int damaged;
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

        Note(long next, long key, byte[] bytes) {
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
            PackRecovery recovery = new PackRecovery(folder, forcing, visitor());
            PackRecovery.Found found = recovery.recover();
            packs.current(found.unsealed() == null ? create(found.end()) : found.unsealed());
            this.damaged = recovery.damaged();
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
        return packs.end();
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
        return packs.read(from, max);
    }

    /** Durable records with this key that have a note, the oldest first. */
    public List<Note> find(long key) throws IOException {
        long[] positions;
        synchronized (byKey) {
            positions = byKey.find(key);
        }
        Arrays.sort(positions);
        List<Note> notes = new ArrayList<>();
        for (long position : positions) {
            if (position < end()) {
                packs.note(position).filter(n -> n.key() == key).ifPresent(notes::add);
            }
        }
        return notes;
    }

    /** Returns when everything appended so far survives a power cut. */
    public void awaitDurable() throws IOException {
        OpenPack pack = packs.current();
        pack.awaitDurable(pack.end());
    }

    /** Ends the pack that is being written, if it holds anything: what was appended so far will not change any more. */
    public void seal() throws IOException {
        appending.lock();
        try {
            if (!closed && packs.current().records() > 0) {
                next(packs.current());
            }
        } finally {
            appending.unlock();
        }
    }

    /** How long the oldest record has been lying in a pack that is not sealed; zero if there is none. */
    public Duration unsealedFor() {
        OpenPack pack = packs.current();
        return pack.end() > PackReader.HEAD_BYTES ? pack.age() : Duration.ZERO;
    }

    /** Bytes of the pack that is not sealed. */
    long unsealedBytes() {
        return packs.current().end();
    }

    @Override
    public void close() throws IOException {
        appending.lock();
        try {
            if (!closed) {
                closed = true;
                OpenPack pack = packs.current();
                if (!pack.isBroken()) {
                    pack.awaitDurable(pack.end());
                }
                pack.close();
            }
        } finally {
            appending.unlock();
            lockFile.close();
        }
    }

    Path folder() {
        return folder;
    }

    /**
     * Drops objects for good. Notes and positions stay, and so does what lies in the pack that is being written.
     *
     * @param leastShare of a pack's length that must be won, or the pack is left as it is
     * @param really false only says what would be won
     */
    Freed drop(Predicate<ObjectRef> condemned, double leastShare, boolean really) throws IOException {
        return thin(
                sealed(),
                entry -> entry.head().ref().filter(condemned).isPresent()
                        ? RecordHead.Kind.DROPPED
                        : entry.head().kind(),
                leastShare,
                really);
    }

    /** Those of these objects that sealed packs have only as dropped. */
    Set<ObjectRef> dropped(Set<ObjectRef> of) throws IOException {
        Set<ObjectRef> dropped = new HashSet<>();
        Set<ObjectRef> kept = new HashSet<>();
        for (Path pack : sealed()) {
            for (PackEntry entry : PackIndex.read(pack).map(PackIndex::entries).orElse(List.of())) {
                boolean gone = entry.head().kind() == RecordHead.Kind.DROPPED;
                entry.head().ref().filter(of::contains).ifPresent(gone ? dropped::add : kept::add);
            }
        }
        dropped.removeAll(kept);
        return dropped;
    }

    /** Packs that are whole and will get no more records, the oldest first. */
    List<Path> sealed() {
        return packs.sealed();
    }

    /**
     * Takes bodies out of sealed packs; heads, notes and positions stay.
     *
     * @param from packs to look at
     * @param becomes what a record is from now on
     * @param leastShare of a pack's length that must be won, or it is left as it is
     */
    Freed thin(List<Path> from, Function<PackEntry, RecordHead.Kind> becomes, double leastShare, boolean really)
            throws IOException {
        rewriting.lock();
        try {
            Freed won = Freed.NOTHING;
            for (Path pack : from) {
                PackIndex index = PackIndex.read(pack).orElseThrow(() -> new IOException("pack without its index"));
                Freed gain = Thinning.wouldWin(index, becomes);
                if (gain.objects() > 0 && gain.bytes() >= leastShare * index.packBytes()) {
                    if (really) {
                        Thinning.rewrite(pack, index, becomes, forcing);
                    }
                    won = won.plus(gain);
                }
            }
            return won;
        } finally {
            rewriting.unlock();
        }
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
        OpenPack pack = packs.current();
        if (pack.isBroken() || pack.end() >= packBytes || pack.records() >= MAX_RECORDS) {
            next(pack);
        }
        return packs.current();
    }

    private void next(OpenPack pack) throws IOException {
        if (pack.isBroken()) {
            OpenPack next = create(pack.base() + pack.abandon());
            indexOfBroken(pack);
            packs.addSealed(pack.base(), pack.path());
            packs.current(next);
        } else {
            pack.awaitDurable(pack.end());
            OpenPack next = successor(pack);
            pack.close();
            packs.addSealed(pack.base(), pack.path());
            packs.current(next);
        }
    }

    /** Where no pack can be made the old one goes on, and one that goes on has no index: readers would take it for sealed. */
    private OpenPack successor(OpenPack pack) throws IOException {
        pack.index().write(pack.path());
        boolean made = false;
        try {
            OpenPack next = create(pack.base() + pack.end());
            made = true;
            return next;
        } finally {
            if (!made) {
                Files.deleteIfExists(PackIndex.beside(pack.path()));
            }
        }
    }

    /** Without it the pack is read again at the next start, and uploaded then. */
    private static void indexOfBroken(OpenPack pack) {
        try {
            pack.durableIndex().write(pack.path());
        } catch (IOException stillBroken) {
            // the next start makes it
        }
    }

    private OpenPack create(long base) throws IOException {
        return OpenPack.create(folder.resolve("%016x.pack".formatted(base)), RANDOM.nextLong(), base, forcing);
    }

    private PackRecovery.Visitor visitor() {
        return new PackRecovery.Visitor() {
            @Override
            public void record(RecordHead head, long position) {
                remember(head, position);
            }

            @Override
            public void sealed(long base, Path pack) {
                packs.addSealed(base, pack);
            }
        };
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
}
