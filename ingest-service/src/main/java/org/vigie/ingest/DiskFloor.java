package org.vigie.ingest;

import java.io.File;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Whether the volume of the store has the free space that must be left. Looked at four times a second at most. */
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

    /** False at the floor, or where the volume is gone. */
    public boolean hasRoom() {
        Look look = last;
        if (System.nanoTime() - look.atNanos() > LOOK_NANOS) {
            look = new Look(freeBytes.getAsLong() >= minFreeBytes, System.nanoTime());
            last = look;
        }
        return look.room();
    }

    boolean isGone() {
        return !root.isDirectory();
    }
}
