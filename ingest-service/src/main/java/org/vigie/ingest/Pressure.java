package org.vigie.ingest;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Whether new work can be taken at all. A broker that is away is none: the outbox fills. */
public final class Pressure {
    private final DiskFloor floor;
    private final BooleanSupplier writable;

    /** Why instances cannot be taken now. */
    public enum Cause {
        STORE_UNWRITABLE,
        DISK_FLOOR
    }

    /** @param writable whether the store takes objects; may be some seconds old */
    public Pressure(DiskFloor floor, BooleanSupplier writable) {
        this.floor = floor;
        this.writable = writable;
    }

    /** Empty if nothing presses. */
    public Optional<Cause> now() {
        if (!floor.hasRoom()) {
            return Optional.of(floor.isGone() ? Cause.STORE_UNWRITABLE : Cause.DISK_FLOOR);
        }
        return writable.getAsBoolean() ? Optional.empty() : Optional.of(Cause.STORE_UNWRITABLE);
    }
}
