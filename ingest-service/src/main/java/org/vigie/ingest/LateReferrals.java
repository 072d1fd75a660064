package org.vigie.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Objects that lack images they name, to be looked at again a few times: of two that come to two machines at the same time
 * neither may know of the other before both are shared. Held in memory alone, a thousand of them at most.
 */
final class LateReferrals {
    private static final List<Duration> AGAIN_AFTER =
            List.of(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10));
    private static final int MOST = 1_000;

    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparing(Waiting::dueAt));

    /**
     * @param missing images that have not come
     * @param turn how often it was looked at
     */
    record Waiting(String sopInstanceUid, String studyUid, List<String> missing, Instant dueAt, int turn) {}

    synchronized void add(String sopInstanceUid, String studyUid, List<String> missing, Instant now) {
        put(sopInstanceUid, studyUid, missing, now, 0);
    }

    /** One that still lacks images. */
    synchronized void again(Waiting before, List<String> missing, Instant now) {
        put(before.sopInstanceUid(), before.studyUid(), missing, now, before.turn() + 1);
    }

    /** Those whose time has come; they are no longer held. */
    synchronized List<Waiting> due(Instant now) {
        List<Waiting> due = new ArrayList<>();
        for (Waiting next = waiting.peek(); next != null && !next.dueAt().isAfter(now); next = waiting.peek()) {
            due.add(waiting.remove());
        }
        return due;
    }

    private void put(String sopInstanceUid, String studyUid, List<String> missing, Instant now, int turn) {
        if (turn < AGAIN_AFTER.size() && waiting.size() < MOST) {
            waiting.add(
                    new Waiting(sopInstanceUid, studyUid, List.copyOf(missing), now.plus(AGAIN_AFTER.get(turn)), turn));
        }
    }
}
