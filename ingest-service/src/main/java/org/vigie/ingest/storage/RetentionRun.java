package org.vigie.ingest.storage;

import java.time.Instant;
import java.util.Map;

/**
 * One run of retention. Every run that drops stands twice in the log: before, with nothing freed, and after.
 *
 * @param by who had it done
 * @param studies that lose images
 * @param dueObjects objects that may go
 * @param freedObjects objects that went; fewer where too little of a pack would be won, or where they went before
 * @param held objects that are due by age and stay, by reason
 */
public record RetentionRun(
        Instant at,
        String by,
        boolean dryRun,
        int studies,
        int dueObjects,
        int freedObjects,
        long freedBytes,
        Map<String, Integer> held) {
    public RetentionRun {
        held = Map.copyOf(held);
    }
}
