package org.vigie.notify.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(15));

    @Test
    void doublesUpToTheCeiling() {
        assertThat(BACKOFF.after(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(BACKOFF.after(2)).isEqualTo(Duration.ofSeconds(10));
        assertThat(BACKOFF.after(8)).isEqualTo(Duration.ofSeconds(640));
        assertThat(BACKOFF.after(9)).isEqualTo(Duration.ofMinutes(15));
        assertThat(BACKOFF.after(5000)).isEqualTo(Duration.ofMinutes(15));
    }
}
