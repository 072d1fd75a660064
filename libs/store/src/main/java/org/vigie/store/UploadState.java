package org.vigie.store;

import java.time.Duration;

/**
 * What is not in the bucket yet.
 *
 * @param reachable whether the last thing asked of the bucket was answered
 * @param refused whether it answers and takes nothing: its settings, not the way to it
 * @param backlogBytes of packs and large objects not uploaded, the open pack among them
 * @param oldest how long the oldest of them has been waiting
 * @param uploads packs and large objects uploaded since start
 * @param retries attempts that failed since start
 * @param evictedBytes taken from the local volume since start
 */
public record UploadState(
        boolean reachable,
        boolean refused,
        long backlogBytes,
        Duration oldest,
        long uploads,
        long retries,
        long evictedBytes) {}
