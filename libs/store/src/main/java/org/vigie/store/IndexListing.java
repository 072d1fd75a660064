package org.vigie.store;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.vigie.store.s3.S3Bucket;

/**
 * Names of packs ({@code NODE/WRITER/POSITION}) whose indexes a bucket holds. A writer's positions only grow, so that where
 * there are many packs only what comes after the last of each folder is listed, and everything now and then: what was
 * rewritten by retention or uploaded out of turn. Not thread-safe but for {@link #rewritten}.
 */
final class IndexListing {
    /** Per folder, from which on one list of everything is more requests than two for each folder. */
    static final int MANY = 2_500;

    private static final Duration WHOLE_EVERY = Duration.ofMinutes(10);
    private static final String INDEX = "index/";
    private static final String SUFFIX = ".idx";

    private final S3Bucket bucket;
    private final Predicate<String> wanted;
    private final int many;
    /** Last key seen of each folder. */
    private final Map<String, String> last = new HashMap<>();

    private int listed;
    private long wholeNanos;
    private final AtomicInteger rewrites = new AtomicInteger();
    /** Of those, how many the last look at everything knew of; -1 if there must be another. */
    private int known = -1;

    /**
     * What a look found.
     *
     * @param whole whether that is all there are; else only what is new, and perhaps some of the others
     */
    record Listed(Set<String> names, boolean whole) {}

    /**
     * @param wanted folders ({@code NODE/WRITER}) that are of interest
     * @param many packs per folder from which on only what is new is listed
     */
    IndexListing(S3Bucket bucket, Predicate<String> wanted, int many) {
        this.bucket = bucket;
        this.wanted = wanted;
        this.many = many;
    }

    /** A pack that was listed is gone: the next look is at everything. */
    void rewritten() {
        rewrites.incrementAndGet();
    }

    Listed look() throws IOException {
        int now = rewrites.get();
        boolean all = known != now
                || listed < (long) many * (last.size() + 1)
                || System.nanoTime() - wholeNanos > WHOLE_EVERY.toNanos();
        // What a look that fails half-way has noted was given to nobody.
        known = -1;
        Listed found = all ? new Listed(everything(), true) : new Listed(news(), false);
        known = now;
        return found;
    }

    private Set<String> everything() throws IOException {
        long now = System.nanoTime();
        List<String> keys = bucket.list(INDEX);
        listed = keys.size();
        wholeNanos = now;
        last.clear();
        Set<String> names = new HashSet<>();
        keys.forEach(key -> note(key, names));
        return names;
    }

    private Set<String> news() throws IOException {
        Set<String> names = new HashSet<>();
        for (String node : bucket.folders(INDEX)) {
            for (String folder : bucket.folders(node)) {
                if (wanted.test(folder.substring(INDEX.length(), folder.length() - 1))) {
                    List<String> keys = bucket.list(folder, last.getOrDefault(folder, folder));
                    listed += keys.size();
                    keys.forEach(key -> note(key, names));
                }
            }
        }
        return names;
    }

    private void note(String key, Set<String> names) {
        int slash = key.lastIndexOf('/');
        String folder = key.substring(0, slash + 1);
        if (key.endsWith(SUFFIX) && slash > INDEX.length() && wanted.test(folder.substring(INDEX.length(), slash))) {
            last.merge(folder, key, (a, b) -> a.compareTo(b) >= 0 ? a : b);
            names.add(key.substring(INDEX.length(), key.length() - SUFFIX.length()));
        }
    }
}
