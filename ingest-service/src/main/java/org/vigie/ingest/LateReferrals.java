package org.vigie.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Objects that lack images they name, to be looked at again a few times: of two that come to two machines at the same time
 * neither may know of the other before both are shared. Held in memory alone, a thousand of them and 200,000 images at most.
 */
final class LateReferrals {
    private static final List<Duration> AGAIN_AFTER =
            List.of(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10));
    private static final int MOST = 1_000;
    private static final int MOST_IMAGES = 200_000;

    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparing(Waiting::dueAt));
    private int images;

    /**
     * @param missing images that have not come
     * @param turn how often it was looked at
     */
    record Waiting(String sopInstanceUid, String studyUid, List<String> missing, Instant dueAt, int turn) {}

    /** @return false if there is no room for it */
    synchronized boolean add(String sopInstanceUid, String studyUid, List<String> missing, Instant now) {
        return put(sopInstanceUid, studyUid, missing, now, 0);
    }

    /**
     * One that still lacks images; after its last turn it is let go.
     *
     * @return false if there is no room for it
     */
    synchronized boolean again(Waiting before, List<String> missing, Instant now) {
        return before.turn() + 1 == AGAIN_AFTER.size()
                || put(before.sopInstanceUid(), before.studyUid(), missing, now, before.turn() + 1);
    }

    /**
     * One that could not be looked at: its turn comes again.
     *
     * @return false if there is no room for it
     */
    synchronized boolean putBack(Waiting before, List<String> missing, Instant now) {
        return put(before.sopInstanceUid(), before.studyUid(), missing, now, before.turn());
    }

    /** One whose time has come; it is no longer held. */
    synchronized Optional<Waiting> due(Instant now) {
        Waiting next = waiting.peek();
        if (next == null || next.dueAt().isAfter(now)) {
            return Optional.empty();
        }
        images -= next.missing().size();
        return Optional.of(waiting.remove());
    }

    private boolean put(String sopInstanceUid, String studyUid, List<String> missing, Instant now, int turn) {
        if (waiting.size() == MOST || images + missing.size() > MOST_IMAGES) {
            return false;
        }
        images += missing.size();
        return waiting.add(
                new Waiting(sopInstanceUid, studyUid, List.copyOf(missing), now.plus(AGAIN_AFTER.get(turn)), turn));
    }
}
