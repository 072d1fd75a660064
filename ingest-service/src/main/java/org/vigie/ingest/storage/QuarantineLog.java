package org.vigie.ingest.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vigie.contract.ObjectRef;

/** What was refused but kept: the objects lie in the store, this says which and why. */
public final class QuarantineLog implements AutoCloseable {
    private final DurableLog<Quarantined> log;
    private final List<Quarantined> entries = new ArrayList<>();

    public QuarantineLog(Path file) throws IOException {
        this.log = new DurableLog<>(file, Quarantined.class, () -> {});
        log.read(0, Integer.MAX_VALUE).entries().forEach(p -> entries.add(p.value()));
    }

    /** Durable on return. The same object again is listed once, however often a sender repeats it. */
    public synchronized void add(Quarantined entry) throws IOException {
        if (entries.stream().anyMatch(e -> same(e, entry.object()) && e.reason() == entry.reason())) {
            return;
        }
        log.append(entry);
        entries.add(entry);
    }

    /** The newest first. */
    public synchronized List<Quarantined> latest(int max) {
        return entries.reversed().stream().limit(max).toList();
    }

    public synchronized int size() {
        return entries.size();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    private static boolean same(Quarantined entry, ObjectRef object) {
        return entry.object().equals(object);
    }
}
