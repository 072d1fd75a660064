package org.vigie.diffusion;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When a study's work must end; asked between steps, none of which is long. */
final class Deadline {
    private final InstantSource clock;
    private final Instant end;

    Deadline(InstantSource clock, Duration allowed) {
        this.clock = clock;
        this.end = clock.instant().plus(allowed);
    }

    boolean hasPassed() {
        return clock.instant().isAfter(end);
    }
}
