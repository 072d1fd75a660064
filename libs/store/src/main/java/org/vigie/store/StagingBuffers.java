package org.vigie.store;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Memory in which objects wait until they are whole; the last one given back is the first given out, still cached. */
final class StagingBuffers {
    static final int BYTES = 1 << 20;
    private static final int COUNT = 64;

    private final Semaphore free = new Semaphore(COUNT);
    private final ConcurrentLinkedDeque<ByteBuffer> idle = new ConcurrentLinkedDeque<>();

    /** Null if all are in use: the object then goes to a file at once. */
    @Nullable
    ByteBuffer take() {
        if (!free.tryAcquire()) {
            return null;
        }
        ByteBuffer buffer = idle.pollFirst();
        return buffer == null ? ByteBuffer.allocateDirect(BYTES) : buffer;
    }

    void giveBack(ByteBuffer buffer) {
        idle.addFirst(buffer.clear());
        free.release();
    }
}
