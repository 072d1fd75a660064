package org.vigie.ingest.messaging;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.vigie.contract.Json;
import org.vigie.contract.imaging.IntakeReported;

/**
 * Until when silence is known to be silence. A study may seem silent only because a replica that took its instances cannot
 * publish them: what it accepted after its last report is unknown, so silence counts no further than the slowest says.
 */
final class ReplicaProgress {
    private final KeyValueStore<String, byte[]> replicas;
    private final Duration absentAfter;

    /** @param absentAfter a replica that says nothing for so long is no longer waited for; what it holds is a revision */
    ReplicaProgress(KeyValueStore<String, byte[]> replicas, Duration absentAfter) {
        this.replicas = replicas;
        this.absentAfter = absentAfter;
    }

    /** @param replica who says so */
    void add(String replica, IntakeReported.Progress progress) {
        if (progress.leaving()) {
            replicas.delete(replica);
        } else {
            replicas.put(replica, Json.bytes(progress));
        }
    }

    /** Not after {@code now}, whatever the clock of a replica says. */
    Instant silentUntil(Instant now) {
        Instant until = now;
        try (KeyValueIterator<String, byte[]> all = replicas.all()) {
            while (all.hasNext()) {
                Instant published = Json.read(all.next().value, IntakeReported.Progress.class)
                        .publishedUntil();
                if (published.isBefore(until) && published.plus(absentAfter).isAfter(now)) {
                    until = published;
                }
            }
        }
        return until;
    }
}
