package org.vigie.ingest.dicom;

import java.util.concurrent.locks.ReentrantLock;

/** What takes much memory is looked at one after the other, so that many at a time take no more than one. */
final class LargeReads {
    /** From here on a reader waits for its turn; a hundred of them below it fit the heap. */
    static final int BYTES = 1 << 18;

    private static final ReentrantLock TURN = new ReentrantLock();

    private LargeReads() {}

    /** Waits for the turn, if this thread has it not; {@link #end} must follow. */
    static void begin() {
        if (!TURN.isHeldByCurrentThread()) {
            TURN.lock();
        }
    }

    /** Does nothing where no turn was begun. */
    static void end() {
        if (TURN.isHeldByCurrentThread()) {
            TURN.unlock();
        }
    }
}
