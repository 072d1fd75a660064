package org.vigie.notify.domain;

import java.time.Duration;

/** Waiting times between attempts: doubling from the first, up to a ceiling; attempts never end. */
public record Backoff(Duration first, Duration ceiling) {
    /** @param attempts attempts made so far, 1 or more */
    public Duration after(int attempts) {
        int doublings = Math.min(attempts - 1, 20);
        Duration wait = first.multipliedBy(1L << doublings);
        return wait.compareTo(ceiling) > 0 ? ceiling : wait;
    }
}
