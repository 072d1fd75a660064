package org.vigie.ingest.messaging;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * From when on silence counts at the earliest. While the outbox is behind, or before the service is ready, a study may
 * seem silent only because its instances have not come through.
 */
public final class IdleFloor {
    /** An outbox whose oldest line waits no longer than this is not behind; under load it is never quite empty. */
    private static final Duration TOLERATED = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final AtomicReference<Instant> floor;
    private volatile @Nullable Instant behindSince;

    public IdleFloor(InstantSource clock) {
        this.clock = clock;
        this.floor = new AtomicReference<>(clock.instant());
    }

    public void serviceReady() {
        floor.set(clock.instant());
    }

    void outboxWaits() {
        if (behindSince == null) {
            behindSince = clock.instant();
        }
    }

    void outboxMoved() {
        if (isBehind()) {
            floor.set(clock.instant());
        }
        behindSince = null;
    }

    Instant get() {
        return isBehind() ? clock.instant() : floor.get();
    }

    private boolean isBehind() {
        Instant since = behindSince;
        return since != null && since.plus(TOLERATED).isBefore(clock.instant());
    }
}
