package org.vigie.ingest.dicom.wire;

import java.util.concurrent.TimeUnit;

/** By when the read and the write that a connection is waiting for must have come to something. */
final class Progress {
    private static final long NONE = Long.MAX_VALUE;

    private volatile long readBy = NONE;
    private volatile long writeBy = NONE;
    private volatile DropReason reading = DropReason.REQUEST_TIMEOUT;

    /** Nanoseconds since an arbitrary origin; differences only. */
    static long now() {
        return System.nanoTime();
    }

    static long in(java.time.Duration span) {
        return now() + span.toNanos();
    }

    void reading(long by, DropReason otherwise) {
        reading = otherwise;
        readBy = by;
    }

    void hasRead() {
        readBy = NONE;
    }

    void writing(long by) {
        writeBy = by;
    }

    void hasWritten() {
        writeBy = NONE;
    }

    /** The step that is overdue, or null. */
    @org.jspecify.annotations.Nullable
    DropReason overdue(long now) {
        long write = writeBy;
        if (write != NONE && now - write > 0) {
            return DropReason.WRITE_TIMEOUT;
        }
        long read = readBy;
        return read != NONE && now - read > 0 ? reading : null;
    }

    @Override
    public String toString() {
        long read = readBy;
        return read == NONE ? "not reading" : "reading for " + TimeUnit.NANOSECONDS.toMillis(read - now()) + " ms more";
    }
}
