package org.vigie.ingest;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.storage.AwaitedImages;
import org.vigie.ingest.storage.InstanceLog;

/**
 * Images that came here and that another machine waits for, which was not in sight when they came. What others wait for is
 * looked at as it comes into sight, whatever is older, it or the image.
 */
final class AwaitedElsewhere {
    private static final Logger LOG = Logger.getLogger(AwaitedElsewhere.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final Duration BUDGET = Duration.ofSeconds(20);
    /** At the first look others may wait for all images of years. */
    private static final Duration AT_START = Duration.ofDays(7);

    private static final int AT_ONCE = 2_000;
    private static final int MOST = 200_000;
    /** Looks for the object that names an image; one that never became durable is let go. */
    private static final int MOST_LOOKS = 60;

    private final InstanceLog log;
    private final Telling telling;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    /** Keys of images that are here and awaited, and how often it was looked for what names them. */
    private final Map<Long, Integer> waiting = new LinkedHashMap<>();

    private @Nullable Instant lookedAt;
    private boolean sawSome;

    AwaitedElsewhere(InstanceLog log, Telling telling, IngestMetrics metrics, InstantSource clock) {
        this.log = log;
        this.telling = telling;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** An image that is here and whose referrer is not in sight yet. */
    synchronized void add(String imageUid) {
        put(InstanceLog.key(imageUid), 0);
    }

    /** To be called now and then. */
    void look() throws IOException {
        if (log.delayOfOthers().isZero()) {
            return;
        }
        takeNew();
        Map<Long, Integer> due = due();
        if (due.isEmpty()) {
            return;
        }
        long asked = System.nanoTime();
        AwaitedImages.OfOthers found = log.awaited().ofOthers(due.keySet(), asked, BUDGET);
        found.open().forEach(key -> put(key, due.getOrDefault(key, 0)));
        Map<String, Set<String>> studies = new HashMap<>();
        Map<String, Set<Long>> keys = new HashMap<>();
        for (AwaitedImages.Awaited awaited : found.awaited()) {
            Optional<InstanceLog.Known> image = log.find(awaited.imageUid());
            String referrer = awaited.referrer().sopInstanceUid();
            if (image.isPresent()
                    && !image.get().studyUid().equals(awaited.referrer().studyUid())) {
                studies.computeIfAbsent(referrer, r -> new LinkedHashSet<>())
                        .add(image.get().studyUid());
                keys.computeIfAbsent(referrer, r -> new LinkedHashSet<>()).add(InstanceLog.key(awaited.imageUid()));
            }
        }
        studies.forEach((referrer, concerned) -> tell(referrer, concerned, asked)
                .ifPresent(looks -> keys.getOrDefault(referrer, Set.of())
                        .forEach(key -> again(key, due.getOrDefault(key, 0) + looks))));
    }

    /** Empty once they are told, else how many looks that was. */
    private Optional<Integer> tell(String referrer, Set<String> studyUids, long asked) {
        try {
            return telling.tell(log.entriesAnywhere(referrer, asked), studyUids) ? Optional.empty() : Optional.of(1);
        } catch (IOException e) {
            LOG.warnf(
                    "a study could not be told of an object of another machine, will be tried again: %s",
                    e.getClass().getSimpleName());
            return Optional.of(0);
        }
    }

    private void takeNew() throws IOException {
        Instant now = clock.instant();
        Instant before = lookedAt;
        if (before != null && now.isBefore(before.plus(LOOK_EVERY))) {
            return;
        }
        lookedAt = now;
        long[] keys = log.awaited().comeIntoSight();
        Instant since = sawSome ? Instant.EPOCH : now.minus(AT_START);
        for (long key : keys) {
            if (log.cameSince(key, since)) {
                put(key, 0);
            }
        }
        sawSome |= keys.length > 0;
    }

    private synchronized Map<Long, Integer> due() {
        Map<Long, Integer> due = new LinkedHashMap<>();
        for (Long key : List.copyOf(waiting.keySet()).stream().limit(AT_ONCE).toList()) {
            Integer looks = waiting.remove(key);
            due.put(key, looks == null ? 0 : looks);
        }
        return due;
    }

    private void again(long key, int looks) {
        if (looks < MOST_LOOKS) {
            put(key, looks);
        }
    }

    private synchronized void put(long key, int looks) {
        if (waiting.size() < MOST || waiting.containsKey(key)) {
            waiting.putIfAbsent(key, looks);
        } else {
            metrics.referencesCut();
        }
    }
}
