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
    private final FileObjectStore local;
    private final S3Bucket bucket;
    private final AtomicLong uploads;
    private final Set<ObjectRef> shared = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<ObjectRef> waiting = new ConcurrentLinkedQueue<>();
    private final Refusals refusals;
    private boolean soughtLeft;

    /** @param uploads counts what was uploaded */
    OwnFileUploads(FileObjectStore local, S3Bucket bucket, Refusals refusals, AtomicLong uploads) {
        this.local = local;
        this.bucket = bucket;
        this.refusals = refusals;
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
        seekLeft();
        Optional<IOException> fault = Optional.empty();
        for (ObjectRef file : waiting) {
            if (!running.getAsBoolean()) {
                return fault;
            }
            try {
                bring(file);
                waiting.remove(file);
            } catch (IOException e) {
                if (fault.isEmpty() && !refusals.isItsOwn()) {
                    throw e;
                }
                fault = Optional.of(e);
            }
        }
        return fault;
    }

    /** What a process before this one kept and did not upload; the bucket is asked once. */
    private void seekLeft() throws IOException {
        if (soughtLeft) {
            return;
        }
        List<ObjectRef> files = local.largeFiles();
        Set<String> there = files.isEmpty() ? Set.of() : Set.copyOf(bucket.list(S3ObjectStore.objectKey("")));
        for (ObjectRef file : files) {
            if (there.contains(S3ObjectStore.objectKey(file))) {
                shared.add(file);
            } else {
                add(file);
            }
        }
        soughtLeft = true;
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
