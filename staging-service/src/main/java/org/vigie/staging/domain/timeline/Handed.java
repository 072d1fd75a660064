package org.vigie.staging.domain.timeline;

import java.time.Instant;

/**
 * What was last written under another key about one thing.
 *
 * @param digest of its content; empty: it was taken back
 */
public record Handed(String targetKey, String digest, Instant at) {
    boolean isTakenBack() {
        return digest.isEmpty();
    }
}
