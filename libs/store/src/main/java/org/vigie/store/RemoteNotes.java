package org.vigie.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.vigie.store.s3.BucketAwayException;
import org.vigie.store.s3.S3Bucket;

/**
 * Notes in packs of the bucket that processes with other local folders wrote. The bucket's indexes are read in the
 * background while questions come; who must know exactly waits for that, but not for a bucket that is away.
 */
final class RemoteNotes implements NotesOfOthers {
    private static final Logger LOG = System.getLogger(RemoteNotes.class.getName());
    private static final Duration STALE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** For the upload of a sealed pack. */
    private static final Duration UPLOAD = Duration.ofSeconds(15);

    private final S3Bucket bucket;
    private final NotedPacks packs;
    private final Duration delay;
    private final AtomicBoolean looking = new AtomicBoolean();
    /** Said once an outage. */
    private final AtomicBoolean silent = new AtomicBoolean();

    private volatile long failedNanos = System.nanoTime() - PATIENCE.toNanos();

    /**
     * @param node whose packs lie in the local folder and are left out
     * @param sealAfter how long a note may lie in an open pack
     */
    RemoteNotes(S3Bucket bucket, String writer, String node, Duration sealAfter) {
        this.delay = sealAfter.plus(UPLOAD);
        this.bucket = bucket;
        this.packs = new NotedPacks(bucket, writer, node);
        lookInBackground();
    }

    @Override
    public List<byte[]> known(long key) {
        if (System.nanoTime() - packs.refreshedNanos() > STALE.toNanos()) {
            lookInBackground();
        }
        List<NotedPacks.Place> places = packs.find(key);
        if (places.isEmpty()) {
            return List.of();
        }
        try {
            List<byte[]> notes = within(() -> read(places, key));
            silent.set(false);
            return notes;
        } catch (IOException away) {
            if (silent.compareAndSet(false, true)) {
                LOG.log(Logger.Level.WARNING, "what other machines noted is not readable now: {0}", away.getMessage());
            }
            return List.of();
        }
    }

    @Override
    public List<byte[]> find(long key, long sinceNanos) throws IOException {
        List<NotedPacks.Place> known = packs.find(key);
        if (!known.isEmpty()) {
            List<byte[]> notes = within(() -> read(known, key));
            if (!notes.isEmpty()) {
                return notes;
            }
        }
        return within(() -> {
            packs.refresh(sinceNanos);
            return read(packs.find(key), key);
        });
    }

    @Override
    public NoteAnswers find(Collection<Long> keys, long sinceNanos, Duration budget) {
        long start = System.nanoTime();
        if (start - failedNanos < PATIENCE.toNanos()) {
            return NoteAnswers.open(keys, true);
        }
        NoteAnswers known = read(keys, budget);
        List<Long> rest = keys.stream()
                .filter(key -> !known.notes().containsKey(key) && !known.open().contains(key))
                .toList();
        if (rest.isEmpty() || !known.open().isEmpty()) {
            Set<Long> open = new HashSet<>(known.open());
            open.addAll(rest);
            return new NoteAnswers(known.notes(), open, known.away(), known.unreadable());
        }
        Duration left = budget.minusNanos(System.nanoTime() - start);
        NoteAnswers looked = NoteBatch.read(
                List.of(0L),
                any -> {
                    packs.refresh(sinceNanos);
                    return List.of();
                },
                left);
        if (!looked.open().isEmpty()) {
            failedNanos = looked.away() ? System.nanoTime() : failedNanos;
            return known.and(NoteAnswers.open(rest, looked.away()));
        }
        return known.and(looked).and(read(rest, budget.minusNanos(System.nanoTime() - start)));
    }

    /** Those that lie in packs we know of; of others there are none. */
    private NoteAnswers read(Collection<Long> keys, Duration budget) {
        List<Long> there =
                keys.stream().filter(key -> !packs.find(key).isEmpty()).toList();
        NoteAnswers answers = NoteBatch.read(there, key -> read(packs.find(key), key), budget);
        failedNanos = answers.away() ? System.nanoTime() : failedNanos;
        return answers;
    }

    @Override
    public long[] comeIntoSight() {
        return packs.comeIntoSight();
    }

    @Override
    public Duration delay() {
        return delay;
    }

    private void lookInBackground() {
        if (looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("store-notes").start(() -> {
                try {
                    packs.refresh(System.nanoTime());
                } catch (IOException away) {
                    LOG.log(Logger.Level.DEBUG, "notes of others: {0}", away.getMessage());
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    /**
     * At once, as long as the bucket was not reached a moment ago.
     *
     * @throws BucketAwayException if it can not be asked now; any other is the fault of what was asked for
     */
    private <T> T within(Callable<T> question) throws IOException {
        if (System.nanoTime() - failedNanos < PATIENCE.toNanos()) {
            throw new BucketAwayException("S3 did not answer a moment ago");
        }
        FutureTask<T> asked = new FutureTask<>(question);
        Thread.ofVirtual().start(asked);
        try {
            return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            // A look at many indexes may last longer than anybody waits.
            lookInBackground();
            throw away("S3 does not answer what others noted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BucketAwayException away) {
                throw away("S3 does not answer what others noted: " + away.getMessage());
            }
            throw new IOException("what others noted can not be read", e);
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            throw new BucketAwayException("interrupted while S3 was asked what others noted");
        }
    }

    private BucketAwayException away(String text) {
        failedNanos = System.nanoTime();
        return new BucketAwayException(text);
    }

    private List<byte[]> read(List<NotedPacks.Place> places, long key) throws IOException {
        Set<String> rewritten = new HashSet<>();
        List<NotedPacks.Place> left = places;
        while (true) {
            List<byte[]> notes = new ArrayList<>();
            Optional<String> gone = read(left, key, notes);
            if (gone.isEmpty()) {
                return notes;
            }
            if (rewritten.add(gone.get())) {
                packs.forget(gone.get());
                packs.refresh(System.nanoTime());
            } else {
                LOG.log(Logger.Level.ERROR, "S3 has the index {0} and not its pack", RemotePacks.indexKey(gone.get()));
                packs.omit(gone.get());
            }
            left = packs.find(key);
        }
    }

    /** @return a pack that is not there; what stands before it is in the notes */
    private Optional<String> read(List<NotedPacks.Place> places, long key, List<byte[]> notes) throws IOException {
        for (NotedPacks.Place place : places) {
            try {
                note(place, key).ifPresent(notes::add);
            } catch (NoSuchFileException gone) {
                return Optional.of(place.pack());
            }
        }
        return Optional.empty();
    }

    private Optional<byte[]> note(NotedPacks.Place place, long key) throws IOException {
        String pack = RemotePacks.packKey(place.pack());
        ByteBuffer head = ByteBuffer.wrap(bucket.read(pack, place.offset(), RecordHead.BYTES));
        Optional<RecordHead> record =
                RecordHead.get(head, 0, head.getLong(0)).filter(r -> r.key() == key && r.noteBytes() > 0);
        if (record.isEmpty()) {
            return Optional.empty();
        }
        long at = place.offset() + RecordHead.BYTES + record.get().bodyBytes();
        byte[] note = bucket.read(pack, at, record.get().noteBytes());
        if (!record.get().isNote(note)) {
            throw new IOException("S3 key " + pack + ": a note has lost its checksum");
        }
        return Optional.of(note);
    }
}
