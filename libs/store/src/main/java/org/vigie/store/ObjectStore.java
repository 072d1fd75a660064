package org.vigie.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.vigie.contract.ObjectRef;
import org.vigie.store.s3.BucketAwayException;

/**
 * The claim check of all services: bytes by content. What was committed survives a power cut; where it lies is nobody's
 * business but the store's. Names received from outside never become file names or keys.
 */
public interface ObjectStore {
    /** While an upload is awaited. */
    Duration ASK_AGAIN = Duration.ofMillis(50);

    /** Whether the store as such can be asked now: where it can and an object can not be had, that is the object's fault. */
    default boolean answers() {
        return true;
    }

    /** Starts a new object; {@code writer} is the service. */
    ObjectSink begin(String writer) throws IOException;

    /** Stores bytes durably and returns their claim check; the same bytes again cost one look-up. */
    ObjectRef put(String writer, byte[] bytes) throws IOException;

    boolean contains(ObjectRef ref);

    /**
     * Whether each of these can be read by every reader of the store, wherever it runs. Where that takes an upload it is
     * begun, and the answer is false until it has ended: ask again.
     *
     * @throws IOException if the store can not say
     */
    boolean share(Collection<ObjectRef> refs) throws IOException;

    /**
     * Returns when {@link #share} is true.
     *
     * @throws BucketAwayException if it has not become so in time
     */
    default void awaitShared(Collection<ObjectRef> refs, Duration patience) throws IOException {
        long start = System.nanoTime();
        while (!share(refs)) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new BucketAwayException("objects are not uploaded within " + patience);
            }
            try {
                Thread.sleep(ASK_AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("upload awaited");
            }
        }
    }

    /**
     * All bytes of an object, their hash verified.
     *
     * @throws CorruptObjectException if the bytes are not those that were stored
     * @throws java.nio.file.NoSuchFileException if the store does not have the object
     */
    default byte[] read(ObjectRef ref) throws IOException {
        try (InputStream in = open(ref)) {
            return in.readAllBytes();
        }
    }

    /**
     * Whether the object is there and has its hash; reads all of it. Where this is false, storing it again mends it.
     */
    default boolean isIntact(ObjectRef ref) {
        try (InputStream in = open(ref)) {
            in.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (IOException damagedOrLost) {
            return false;
        }
    }

    /** Streams an object; reading to the end verifies the hash. */
    InputStream open(ObjectRef ref) throws IOException;

    /** Binds a name (lower-case segments of our own making) to an object, durably; a later binding replaces it. */
    void bind(String name, ObjectRef ref) throws IOException;

    Optional<ObjectRef> resolve(String name) throws IOException;
}
