package org.vigie.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Whether new work can be taken at all. A broker that is away is none: the outbox fills. */
public final class Pressure {
    private final Path store;
    private final long minFreeBytes;
    private final BooleanSupplier writable;

    /** Why instances cannot be taken now. */
    public enum Cause {
        STORE_UNWRITABLE,
        DISK_FLOOR
    }

    /** @param writable whether the store takes objects; may be some seconds old */
    public Pressure(Path store, long minFreeBytes, BooleanSupplier writable) {
        this.store = store;
        this.minFreeBytes = minFreeBytes;
        this.writable = writable;
    }

    /** Empty if nothing presses. */
    public Optional<Cause> now() {
        try {
            if (Files.getFileStore(store).getUsableSpace() < minFreeBytes) {
                return Optional.of(Cause.DISK_FLOOR);
            }
        } catch (IOException gone) {
            return Optional.of(Cause.STORE_UNWRITABLE);
        }
        return writable.getAsBoolean() ? Optional.empty() : Optional.of(Cause.STORE_UNWRITABLE);
    }
}
