package org.vigie.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.vigie.store.s3.S3Bucket;

/** Where the notes of one service lie in the packs of a bucket, by key: 16 bytes for each. */
final class NotedPacks {
    private static final int OFFSET_BITS = 40;

    private final S3Bucket bucket;
    private final IndexListing listing;
    private final LongTable byKey = new LongTable();
    private final Map<String, Integer> known = new HashMap<>();
    private final List<@Nullable String> numbered = new ArrayList<>();
    /** Their indexes are listed and they are not there. */
    private final Set<String> omitted = new HashSet<>();

    /** Keys that were added since they were asked for; null as long as nobody has. */
    private LongStream.@Nullable Builder added;

    private final Object refreshing = new Object();
    private volatile long refreshedNanos;
    private volatile boolean listed;

    /** A record that has a note. */
    record Place(String pack, long offset) {}

    NotedPacks(S3Bucket bucket, String writer, String node) {
        this.bucket = bucket;
        this.listing = new IndexListing(
                bucket,
                folder -> !folder.startsWith(node + "/") && folder.contains("/" + writer + "-"),
                IndexListing.MANY);
        this.refreshedNanos = System.nanoTime();
    }

    /** When the bucket was last looked at, by {@link System#nanoTime}. */
    long refreshedNanos() {
        return refreshedNanos;
    }

    synchronized List<Place> find(long key) {
        List<Place> places = new ArrayList<>();
        for (long value : byKey.find(key)) {
            String pack = numbered.get((int) (value >>> OFFSET_BITS));
            if (pack != null) {
                places.add(new Place(pack, value & ((1L << OFFSET_BITS) - 1)));
            }
        }
        return places;
    }

    /** It is not there any more; what took its place is looked for with the next look. */
    synchronized void forget(String pack) {
        remove(pack);
        listing.rewritten();
    }

    private synchronized void remove(String pack) {
        Integer number = known.remove(pack);
        if (number != null) {
            numbered.set(number, null);
        }
    }

    /** Leaves out a pack that is not there, as long as the bucket lists its index. */
    synchronized void omit(String pack) {
        remove(pack);
        omitted.add(pack);
    }

    /** Reads what is new in the bucket, unless somebody has since the question was asked. */
    void refresh(long sinceNanos) throws IOException {
        synchronized (refreshing) {
            if (listed && refreshedNanos - sinceNanos > 0) {
                return;
            }
            long now = System.nanoTime();
            IndexListing.Listed look = listing.look();
            boolean read = false;
            try {
                Set<String> there = look.names();
                Set<String> before;
                Set<String> without;
                synchronized (this) {
                    if (look.whole()) {
                        omitted.retainAll(there);
                    }
                    before = Set.copyOf(known.keySet());
                    without = Set.copyOf(omitted);
                }
                if (look.whole()) {
                    before.stream().filter(name -> !there.contains(name)).forEach(this::remove);
                }
                for (String name : there) {
                    if (!before.contains(name) && !without.contains(name)) {
                        Optional<PackIndex> index =
                                bucket.read(RemotePacks.indexKey(name)).flatMap(PackIndex::parse);
                        index.ifPresent(i -> add(name, i));
                    }
                }
                read = true;
            } finally {
                if (!read) {
                    listing.rewritten();
                }
            }
            refreshedNanos = now;
            listed = true;
        }
    }

    private synchronized void add(String name, PackIndex index) {
        int number = numbered.size();
        numbered.add(name);
        known.put(name, number);
        for (PackEntry entry : index.entries()) {
            // Of what retention dropped the pack in the bucket has not even the head.
            if (entry.head().noteBytes() > 0 && entry.head().kind() != RecordHead.Kind.DROPPED) {
                byKey.add(entry.head().key(), ((long) number << OFFSET_BITS) | entry.offset());
                if (added != null) {
                    added.add(entry.head().key());
                }
            }
        }
    }

    /** Keys that were added since the last call; all at the first after the bucket was listed, none before. */
    synchronized long[] comeIntoSight() {
        if (!listed) {
            return new long[0];
        }
        long[] keys = added == null ? byKey.keys() : added.build().toArray();
        added = LongStream.builder();
        return keys;
    }
}
