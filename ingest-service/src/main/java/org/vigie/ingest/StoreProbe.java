package org.vigie.ingest;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.vigie.store.FileObjectStore;

/** Whether the store takes a few bytes and forces them to disk; what was found holds for two seconds. */
public final class StoreProbe implements BooleanSupplier {
    private static final long HOLDS_NANOS = 2_000_000_000L;

    private final FileObjectStore store;
    private volatile Probe last = new Probe(false, System.nanoTime() - HOLDS_NANOS);

    private record Probe(boolean writable, long atNanos) {}

    public StoreProbe(FileObjectStore store) {
        this.store = store;
    }

    @Override
    public boolean getAsBoolean() {
        Probe known = last;
        if (System.nanoTime() - known.atNanos() < HOLDS_NANOS) {
            return known.writable();
        }
        boolean writable;
        try {
            store.probe();
            writable = true;
        } catch (IOException unwritable) {
            writable = false;
        }
        last = new Probe(writable, System.nanoTime());
        return writable;
    }
}
