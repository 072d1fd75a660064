package org.vigie.ingest;

import java.io.File;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Whether the volume of the store has the free space that must be left. */
public final class DiskFloor {
    private static final long LOOK_NANOS = 250_000_000L;

    private final File root;
    private final LongSupplier freeBytes;
    private final long minFreeBytes;
    private volatile Look last = new Look(false, System.nanoTime() - LOOK_NANOS);

    private record Look(boolean room, long atNanos) {}

    public DiskFloor(Path root, long minFreeBytes) {
        // One call of the system; a FileStore would read the table of mounts each time.
        this(root, root.toFile()::getUsableSpace, minFreeBytes);
    }

    /** @param freeBytes of the volume */
    DiskFloor(Path root, LongSupplier freeBytes, long minFreeBytes) {
        this.root = root.toFile();
        this.freeBytes = freeBytes;
        this.minFreeBytes = minFreeBytes;
    }

    /** False at the floor, or where the volume is gone; as it was a quarter of a second ago at most. */
    public boolean hasRoom() {
        Look look = last;
        return System.nanoTime() - look.atNanos() > LOOK_NANOS ? hasRoomNow() : look.room();
    }

    /** The same, looked at anew: one long object fills a disk in less than that. */
    boolean hasRoomNow() {
        boolean room = freeBytes.getAsLong() >= minFreeBytes;
        last = new Look(room, System.nanoTime());
        return room;
    }

    boolean isGone() {
        return !root.isDirectory();
    }
}
