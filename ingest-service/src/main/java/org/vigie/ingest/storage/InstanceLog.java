package org.vigie.ingest.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.ObjectRef;
import org.vigie.store.FileObjectStore;
import org.vigie.store.Freed;
import org.vigie.store.NoteAnswers;
import org.vigie.store.NotesOfOthers;
import org.vigie.store.ObjectSink;
import org.vigie.store.OpenedStore;
import org.vigie.store.PackLog;

/**
 * Every accepted instance: its bytes and what is to be announced of it are one record of a pack, so that one force to
 * disk makes both durable. With a {@link Watermark} it is the outbox.
 */
public final class InstanceLog implements AutoCloseable {
    private static final String WRITER = "ingest";
    private static final int MIGRATED = 10_000;

    private final FileObjectStore store;
    private final PackLog packs;
    private final NotesOfOthers others;
    private final AwaitedImages awaited;
    private final Runnable onDurable;

    /** @param contents the accepted content first, conflicting ones after it */
    public record Known(String studyUid, List<ObjectRef> contents) {
        public Known {
            contents = List.copyOf(contents);
        }
    }

    /** An entry that was written and is not yet known to survive a power cut. */
    public final class Written {
        private final PackLog.Appended record;

        private Written(PackLog.Appended record) {
            this.record = record;
        }

        public void awaitDurable() throws IOException {
            record.awaitDurable();
            onDurable.run();
        }
    }

    /**
     * Opens the packs of this process.
     *
     * @param process the same after a restart, and no other process's
     * @param onDurable called when entries have become durable
     */
    public InstanceLog(FileObjectStore store, String process, Runnable onDurable) throws IOException {
        this(store, process, writer -> store.peers(writer, process), onDurable);
    }

    /** The same, and replicas on other machines are seen, too. */
    public InstanceLog(OpenedStore store, String process, Runnable onDurable) throws IOException {
        this(store.local(), process, writer -> store.others(writer, process), onDurable);
    }

    private InstanceLog(FileObjectStore store, String process, Others others, Runnable onDurable) throws IOException {
        this.store = store;
        this.packs = store.log(WRITER, process);
        this.others = others.of(WRITER);
        this.onDurable = onDurable;
        // Now, and not when the first instance waits for it: others may have written for years.
        this.others.known(0);
        this.awaited = new AwaitedImages(store, process, others.of(AwaitedImages.WRITER));
    }

    /** Notes of other replicas, by what they were written as. */
    @FunctionalInterface
    private interface Others {
        NotesOfOthers of(String writer) throws IOException;
    }

    /** Images that are named by what is here and have not come. */
    public AwaitedImages awaited() {
        return awaited;
    }

    /** Appends an object with its entry; the object may be dropped when this returns. */
    public Written append(JournalEntry entry, ObjectSink object) throws IOException {
        long key = key(entry.event().sopInstanceUid());
        if (store.isPacked(object)) {
            return new Written(packs.append(key, object, Json.bytes(entry)));
        }
        store.keep(object);
        return append(entry);
    }

    /** Appends an entry whose object is in the store already. */
    public Written append(JournalEntry entry) throws IOException {
        return new Written(packs.append(key(entry.event().sopInstanceUid()), Json.bytes(entry)));
    }

    /** What is durable here under a SOP Instance UID. */
    public Optional<Known> find(String sopInstanceUid) throws IOException {
        return known(
                sopInstanceUid,
                packs.find(key(sopInstanceUid)).stream()
                        .map(PackLog.Note::bytes)
                        .toList());
    }

    /** What other replicas hold durably under a SOP Instance UID, as far as that is known now; waits for nobody. */
    public Optional<Known> findElsewhere(String sopInstanceUid) throws IOException {
        return known(sopInstanceUid, others.known(key(sopInstanceUid)));
    }

    /**
     * What is durable here, else elsewhere.
     *
     * @param sinceNanos by {@link System#nanoTime}: what others had shared then is looked at
     * @throws IOException if that cannot be said now, as while a bucket is away
     */
    public Optional<Known> findAnywhere(String sopInstanceUid, long sinceNanos) throws IOException {
        Optional<Known> here = find(sopInstanceUid);
        return here.isPresent() ? here : known(sopInstanceUid, others.find(key(sopInstanceUid), sinceNanos));
    }

    /**
     * What other replicas hold durably under these SOP Instance UIDs.
     *
     * @param known of those UIDs that are known elsewhere
     * @param open of others it cannot be said yet: time was up or the bucket does not answer
     * @param away whether that is because the bucket does not answer
     * @param unreadable whether something is there that cannot be read
     */
    public record Elsewhere(Map<String, Known> known, boolean open, boolean away, boolean unreadable) {}

    /**
     * Looks elsewhere for many at once.
     *
     * @param sinceNanos by {@link System#nanoTime}: what others had shared then is looked at
     * @param budget how long it may take
     */
    public Elsewhere findElsewhere(Collection<String> sopInstanceUids, long sinceNanos, Duration budget) {
        if (sopInstanceUids.isEmpty()) {
            return new Elsewhere(Map.of(), false, false, false);
        }
        NoteAnswers answers = others.find(
                sopInstanceUids.stream().map(InstanceLog::key).distinct().toList(), sinceNanos, budget);
        Map<String, Known> known = new HashMap<>();
        for (String uid : sopInstanceUids) {
            known(uid, answers.notes().getOrDefault(key(uid), List.of())).ifPresent(k -> known.put(uid, k));
        }
        return new Elsewhere(known, !answers.open().isEmpty(), answers.away(), answers.unreadable());
    }

    /** Whether an entry under this key came here since then. */
    public boolean cameSince(long key, Instant since) throws IOException {
        return packs.find(key).stream()
                .flatMap(note -> entry(note.bytes()).stream())
                .anyMatch(entry -> !entry.event().receivedAt().isBefore(since));
    }

    /** How long after its Success an instance of another replica may still be out of sight. */
    public Duration delayOfOthers() {
        return others.delay();
    }

    /** Every entry under a SOP Instance UID, of this replica and, as far as that is known now, of the others. */
    public List<JournalEntry> entriesAnywhere(String sopInstanceUid) throws IOException {
        return entries(sopInstanceUid, others.known(key(sopInstanceUid)));
    }

    /**
     * The same.
     *
     * @param sinceNanos by {@link System#nanoTime}: what others had shared then is looked at
     * @throws IOException if that cannot be said now, as while a bucket is away
     */
    public List<JournalEntry> entriesAnywhere(String sopInstanceUid, long sinceNanos) throws IOException {
        return entries(sopInstanceUid, others.find(key(sopInstanceUid), sinceNanos));
    }

    private List<JournalEntry> entries(String sopInstanceUid, List<byte[]> elsewhere) throws IOException {
        List<byte[]> notes = new ArrayList<>();
        packs.find(key(sopInstanceUid)).forEach(note -> notes.add(note.bytes()));
        notes.addAll(elsewhere);
        List<JournalEntry> entries = new ArrayList<>();
        for (byte[] note : notes) {
            entry(note)
                    .filter(e -> e.event().sopInstanceUid().equals(sopInstanceUid))
                    .ifPresent(entries::add);
        }
        return entries;
    }

    private static Optional<Known> known(String sopInstanceUid, List<byte[]> notes) {
        @Nullable String studyUid = null;
        List<ObjectRef> contents = new ArrayList<>();
        for (byte[] note : notes) {
            Optional<JournalEntry> entry = entry(note);
            if (entry.isPresent() && entry.get().event().sopInstanceUid().equals(sopInstanceUid)) {
                studyUid = studyUid == null ? entry.get().event().studyUid() : studyUid;
                contents.add(entry.get().event().object());
            }
        }
        return studyUid == null
                ? Optional.empty()
                : Optional.of(new Known(studyUid, contents.stream().distinct().toList()));
    }

    /** Durable entries from a position on, at most {@code max}; what cannot be read is passed over. */
    public DurableLog.Chunk<JournalEntry> read(long from, int max) throws IOException {
        PackLog.Chunk chunk = packs.read(from, max);
        List<DurableLog.Positioned<JournalEntry>> entries = new ArrayList<>();
        for (PackLog.Note note : chunk.notes()) {
            entry(note.bytes()).ifPresent(e -> entries.add(new DurableLog.Positioned<>(e, note.next())));
        }
        return new DurableLog.Chunk<>(entries, chunk.next());
    }

    /**
     * Drops objects for good; the entries stay.
     *
     * @param from the store these packs are of
     * @param leastShare of a pack that must be won, or it is left as it is
     */
    public Freed drop(OpenedStore from, Set<ObjectRef> condemned, double leastShare, boolean really)
            throws IOException {
        return from.drop(packs, condemned, leastShare, really);
    }

    /** Those of these objects that are not here any more because {@link #drop} took them. */
    public Set<ObjectRef> dropped(OpenedStore from, Set<ObjectRef> of) throws IOException {
        return from.dropped(packs, of);
    }

    /** Position behind the last durable entry. */
    public long end() {
        return packs.end();
    }

    /** Entries there are. */
    public int size() {
        return packs.notes();
    }

    /** Damaged stretches found when the packs were opened. */
    public int damaged() {
        return packs.damaged();
    }

    /**
     * Takes over the journal of a store that had one, once; its objects stay where they are.
     *
     * @param announced the position in the journal up to which its lines were published
     * @return the position up to which its entries here were; empty if there is no such journal
     */
    public Optional<Long> takeOver(Path journal, long announced) throws IOException {
        if (!Files.exists(journal)) {
            return Optional.empty();
        }
        long here = packs.end();
        try (DurableLog<JournalEntry> old = new DurableLog<>(journal, JournalEntry.class, () -> {})) {
            long position = 0;
            while (position < old.end()) {
                DurableLog.Chunk<JournalEntry> chunk = old.read(position, MIGRATED);
                for (DurableLog.Positioned<JournalEntry> line : chunk.entries()) {
                    packs.append(key(line.value().event().sopInstanceUid()), Json.bytes(line.value()));
                    if (line.next() == announced) {
                        packs.awaitDurable();
                        here = packs.end();
                    }
                }
                position = chunk.next();
            }
        }
        packs.awaitDurable();
        Files.move(journal, journal.resolveSibling("journal.taken-over"), StandardCopyOption.ATOMIC_MOVE);
        return Optional.of(here);
    }

    @Override
    public void close() throws IOException {
        try (awaited) {
            packs.close();
        }
    }

    private static Optional<JournalEntry> entry(byte[] note) {
        try {
            return Optional.of(Json.read(note, JournalEntry.class));
        } catch (MalformedEventException otherVersion) {
            return Optional.empty();
        }
    }

    /** FNV-1a, 64 bits: written to disk, so it never changes. */
    public static long key(String uid) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : uid.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
        }
        return hash;
    }
}
