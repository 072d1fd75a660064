package org.vigie.store;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;
import org.vigie.store.s3.S3Bucket;

/**
 * Where each object lies in the packs of a bucket, from the indexes uploaded beside them: {@code packs/NODE/WRITER/NAME.pack}
 * and {@code index/NODE/WRITER/NAME.idx}. An index is uploaded after its pack, so what is listed is there. Looks at the
 * bucket again whenever an object is not known.
 */
final class RemotePacks {
    private static final Logger LOG = System.getLogger(RemotePacks.class.getName());
    private static final String PACKS = "packs/";
    private static final String INDEX = "index/";
    private static final int OFFSET_BITS = 40;

    private final S3Bucket bucket;
    private final IndexListing listing;
    private final LongTable byHash = new LongTable();
    private final LongTable dropped = new LongTable();
    private final Map<String, Integer> known = new HashMap<>();
    private final List<@Nullable String> numbered = new ArrayList<>();
    private final Object refreshing = new Object();
    private volatile long refreshedNanos = System.nanoTime();
    private volatile boolean listed;

    /** One place an object may be at: the table knows eight bytes of its hash only. */
    private record Candidate(String pack, long offset) {}

    RemotePacks(S3Bucket bucket) {
        this.bucket = bucket;
        this.listing = new IndexListing(bucket, folder -> true, IndexListing.MANY);
    }

    static String packKey(String name) {
        return PACKS + name + ".pack";
    }

    static String indexKey(String name) {
        return INDEX + name + ".idx";
    }

    /** Whether it is in the bucket, or was until retention dropped it, without asking the bucket. */
    synchronized boolean knows(ObjectRef ref) {
        long hash = PackEntry.hash(ref.sha256());
        return !candidates(ref).isEmpty() || dropped.find(hash).length > 0;
    }

    /** True if retention dropped it and nobody stored it again. */
    synchronized boolean isDropped(ObjectRef ref) {
        return candidates(ref).isEmpty() && dropped.find(PackEntry.hash(ref.sha256())).length > 0;
    }

    /** What was just uploaded. */
    synchronized void add(String name, PackIndex index) {
        Integer before = known.get(name);
        int number = before == null ? numbered.size() : before;
        if (before == null) {
            numbered.add(name);
            known.put(name, number);
        }
        for (PackEntry entry : index.entries()) {
            switch (entry.head().kind()) {
                case OBJECT -> byHash.add(entry.hash(), ((long) number << OFFSET_BITS) | entry.offset());
                case DROPPED -> dropped.add(entry.hash(), 1);
                case NOTE, EVICTED -> {}
            }
        }
    }

    synchronized void forget(String name) {
        Integer number = known.remove(name);
        if (number != null) {
            numbered.set(number, null);
        }
    }

    /** Empty if no pack of the bucket has it. */
    Optional<InputStream> open(ObjectRef ref) throws IOException {
        long asked = System.nanoTime();
        Optional<InputStream> found = tryOpen(ref);
        if (found.isEmpty() && refresh(asked)) {
            found = tryOpen(ref);
        }
        return found;
    }

    /** True if the bucket has it; asks the bucket where it is not known. */
    boolean find(ObjectRef ref) throws IOException {
        long asked = System.nanoTime();
        return knows(ref) || (refresh(asked) && knows(ref));
    }

    private Optional<InputStream> tryOpen(ObjectRef ref) throws IOException {
        List<Candidate> candidates;
        synchronized (this) {
            candidates = candidates(ref);
        }
        for (Candidate candidate : candidates) {
            Optional<InputStream> bytes = at(candidate, ref);
            if (bytes.isPresent()) {
                return bytes;
            }
        }
        return Optional.empty();
    }

    private Optional<InputStream> at(Candidate candidate, ObjectRef ref) throws IOException {
        String key = packKey(candidate.pack());
        InputStream in;
        try {
            in = bucket.open(key, candidate.offset(), RecordHead.BYTES + ref.bytes());
        } catch (NoSuchFileException rewritten) {
            forget(candidate.pack());
            listing.rewritten();
            return Optional.empty();
        }
        boolean there = false;
        try {
            ByteBuffer head = ByteBuffer.wrap(in.readNBytes(RecordHead.BYTES));
            Optional<RecordHead> record =
                    head.capacity() < RecordHead.BYTES ? Optional.empty() : RecordHead.get(head, 0, head.getLong(0));
            if (record.isEmpty()) {
                throw new CorruptObjectException(ref, key);
            }
            there = record.get().ref().filter(ref::equals).isPresent();
            return there ? Optional.of(new VerifiedInputStream(in, ref, key)) : Optional.empty();
        } finally {
            if (!there) {
                in.close();
            }
        }
    }

    private List<Candidate> candidates(ObjectRef ref) {
        List<Candidate> found = new ArrayList<>();
        for (long value : byHash.find(PackEntry.hash(ref.sha256()))) {
            String pack = numbered.get((int) (value >>> OFFSET_BITS));
            if (pack != null) {
                found.add(new Candidate(pack, value & ((1L << OFFSET_BITS) - 1)));
            }
        }
        return found;
    }

    /** Reads what is new in the bucket, unless somebody has since the question was asked. */
    private boolean refresh(long askedNanos) throws IOException {
        synchronized (refreshing) {
            if (listed && refreshedNanos - askedNanos > 0) {
                return true;
            }
            long now = System.nanoTime();
            IndexListing.Listed look = listing.look();
            boolean read = false;
            try {
                Set<String> there = look.names();
                Set<String> before;
                synchronized (this) {
                    before = Set.copyOf(known.keySet());
                }
                if (look.whole()) {
                    before.stream().filter(name -> !there.contains(name)).forEach(this::forget);
                }
                for (String name : there) {
                    if (!before.contains(name)) {
                        read(name);
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
            return true;
        }
    }

    private void read(String name) throws IOException {
        Optional<byte[]> bytes = bucket.read(indexKey(name));
        Optional<PackIndex> index = bytes.flatMap(PackIndex::parse);
        if (index.isPresent()) {
            add(name, index.get());
        } else if (bytes.isPresent()) {
            LOG.log(Logger.Level.ERROR, "S3 key {0} is no index of a pack", indexKey(name));
        }
    }
}
