package org.vigie.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.vigie.contract.ObjectRef;
import org.vigie.store.s3.S3Bucket;

/** Brings objects in files of their own into the bucket, before the packs whose notes point at them. */
final class OwnFileUploads {
    /** Turns a file may fail beside a bucket that answers before the packs go on without it. */
    private static final int MOST_TRIES = 5;

    private final FileObjectStore local;
    private final S3Bucket bucket;
    private final AtomicLong uploads;
    private final Set<ObjectRef> shared = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<ObjectRef> waiting = new ConcurrentLinkedQueue<>();
    private int tries;

    /** @param uploads counts what was uploaded */
    OwnFileUploads(FileObjectStore local, S3Bucket bucket, AtomicLong uploads) {
        this.local = local;
        this.bucket = bucket;
        this.uploads = uploads;
    }

    /** False if it is there or waits already. */
    boolean add(ObjectRef large) {
        return !shared.contains(large) && !waiting.contains(large) && waiting.add(large);
    }

    void forget(ObjectRef dropped) {
        shared.remove(dropped);
    }

    boolean isShared(ObjectRef large) {
        return shared.contains(large);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    List<ObjectRef> waiting() {
        return List.copyOf(waiting);
    }

    /**
     * Brings all that wait.
     *
     * @return the fault of a file that fails again and again; it waits on, and the packs need not wait for it
     * @throws IOException if the packs are not to come before what failed
     */
    Optional<IOException> bring(BooleanSupplier running) throws IOException {
        Optional<IOException> fault = Optional.empty();
        for (ObjectRef file : waiting) {
            if (!running.getAsBoolean()) {
                return fault;
            }
            try {
                bring(file);
                waiting.remove(file);
            } catch (IOException e) {
                if (fault.isEmpty() && !isItsOwn()) {
                    throw e;
                }
                fault = Optional.of(e);
            }
        }
        tries = fault.isEmpty() ? 0 : tries;
        return fault;
    }

    private boolean isItsOwn() {
        boolean answers = bucket.ask() instanceof S3Bucket.Answer.Reachable;
        tries = answers ? Math.min(tries + 1, MOST_TRIES) : 0;
        return tries == MOST_TRIES;
    }

    private void bring(ObjectRef ref) throws IOException {
        String key = S3ObjectStore.objectKey(ref);
        if (Files.exists(local.ownFile(ref)) && !bucket.holds(key, local.ownFile(ref))) {
            bucket.put(key, local.ownFile(ref));
            uploads.incrementAndGet();
        }
        if (Files.exists(local.ownFile(ref))) {
            shared.add(ref);
        }
    }
}
