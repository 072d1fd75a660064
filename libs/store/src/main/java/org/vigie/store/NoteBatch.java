package org.vigie.store;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vigie.store.s3.BucketAwayException;

/** Reads the notes of many keys side by side, until time is up: each costs requests to a bucket. */
final class NoteBatch {
    private static final int SIDE_BY_SIDE = 8;

    private final Reading reading;
    private final Queue<Long> left;
    private final Set<Long> answered = ConcurrentHashMap.newKeySet();
    private final Map<Long, List<byte[]>> notes = new ConcurrentHashMap<>();
    private volatile boolean over;
    private volatile boolean away;
    private volatile boolean unreadable;

    /** Notes of one key; none if there are none. */
    @FunctionalInterface
    interface Reading {
        List<byte[]> read(long key) throws IOException;
    }

    private NoteBatch(Collection<Long> keys, Reading reading) {
        this.reading = reading;
        this.left = new ConcurrentLinkedQueue<>(keys);
    }

    /** Returns when all is read or time is up; what is being read then ends by itself and counts for nothing. */
    static NoteAnswers read(Collection<Long> keys, Reading reading, Duration budget) {
        if (keys.isEmpty()) {
            return NoteAnswers.nothing();
        }
        NoteBatch batch = new NoteBatch(keys, reading);
        CountDownLatch ended = new CountDownLatch(Math.min(SIDE_BY_SIDE, keys.size()));
        for (long i = ended.getCount(); i > 0; i--) {
            Thread.ofVirtual().name("store-notes").start(() -> {
                try {
                    batch.work();
                } finally {
                    ended.countDown();
                }
            });
        }
        try {
            batch.over = !ended.await(Math.max(0, budget.toNanos()), TimeUnit.NANOSECONDS) || batch.away;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            batch.over = true;
        }
        return batch.answers(keys);
    }

    private void work() {
        for (Long key = left.poll(); key != null && !over && !away; key = left.poll()) {
            try {
                List<byte[]> found = reading.read(key);
                if (!found.isEmpty()) {
                    notes.put(key, found);
                }
                answered.add(key);
            } catch (BucketAwayException noAnswer) {
                away = true;
            } catch (IOException note) {
                // Of this key alone.
                unreadable = true;
                answered.add(key);
            }
        }
    }

    private NoteAnswers answers(Collection<Long> keys) {
        Set<Long> open = new HashSet<>(keys);
        open.removeAll(Set.copyOf(answered));
        Map<Long, List<byte[]>> found = new ConcurrentHashMap<>(notes);
        found.keySet().removeAll(open);
        return new NoteAnswers(found, open, away, unreadable);
    }
}
