package org.vigie.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateReferralsTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
    private final LateReferrals late = new LateReferrals();

    @Test
    void whatCouldNotBeLookedAtKeepsItsTurn() {
        late.add("1.5.1.1", "1.5", List.of("1.4.1.1"), T0);
        Instant now = T0;
        for (int outage = 0; outage < 100; outage++) {
            now = now.plusSeconds(30);
            LateReferrals.Waiting one = late.due(now).orElseThrow();
            assertThat(one.turn()).isZero();
            assertThat(late.putBack(one, one.missing(), now)).isTrue();
            assertThat(late.due(now)).isEmpty();
        }
        // Then three looks, after 30 s, 2 min and 10 min, and no more.
        for (Duration after : List.of(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10))) {
            assertThat(late.due(now.plus(after).minusMillis(1))).isEmpty();
            now = now.plus(after);
            LateReferrals.Waiting one = late.due(now).orElseThrow();
            assertThat(late.again(one, one.missing(), now)).isTrue();
        }
        assertThat(late.due(now.plus(Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void holdsTwoHundredThousandImagesAtMost() {
        List<String> many = Collections.nCopies(20_000, "1.4.1.1");
        for (int i = 0; i < 10; i++) {
            assertThat(late.add("1.5.1." + i, "1.5", many, T0)).isTrue();
        }
        assertThat(late.add("1.5.1.10", "1.5", List.of("1.4.1.1"), T0)).isFalse();
        assertThat(late.due(T0.plusSeconds(30))).isPresent();
        assertThat(late.add("1.5.1.10", "1.5", many, T0)).isTrue();
        assertThat(late.add("1.5.1.11", "1.5", List.of("1.4.1.1"), T0)).isFalse();
    }

    @Test
    void holdsAThousandObjectsAtMost() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(late.add("1.5.1." + i, "1.5", List.of("1.4.1.1"), T0)).isTrue();
        }
        assertThat(late.add("1.5.2", "1.5", List.of("1.4.1.1"), T0)).isFalse();
    }
}
