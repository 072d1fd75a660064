package org.vigie.ingest.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vigie.contract.ObjectRef;

/** What was refused but kept: the objects lie in the store, this says which and why. */
public final class QuarantineLog implements AutoCloseable {
    private final DurableLog<Quarantined> log;
    private final List<Quarantined> entries = new ArrayList<>();

    public QuarantineLog(Path file) throws IOException {
        this.log = new DurableLog<>(file, Quarantined.class, () -> {});
        log.read(0, Integer.MAX_VALUE).entries().forEach(p -> remember(p.value()));
    }

    /** Durable on return. The same object again is listed once, however often a sender repeats it. */
    public synchronized void add(Quarantined entry) throws IOException {
        if (entries.stream().anyMatch(e -> same(e, entry.object()) && e.reason() == entry.reason())) {
            return;
        }
        log.append(entry);
        remember(entry);
    }

    /** Those that wait for somebody. */
    public synchronized Optional<Quarantined> find(String id) {
        return entries.stream().filter(e -> e.id().equals(id)).findFirst();
    }

    /** Takes an entry off the list; who did it and why stays in the file. */
    public synchronized void resolve(Quarantined entry, Quarantined.Resolution how) throws IOException {
        Quarantined resolved = entry.resolved(how);
        log.append(resolved);
        remember(resolved);
    }

    private void remember(Quarantined entry) {
        if (entry.resolution() == null) {
            entries.add(entry);
        } else {
            entries.removeIf(e -> e.id().equals(entry.id()));
        }
    }

    /** Objects somebody took off the list for good. */
    public synchronized Set<ObjectRef> givenUp() throws IOException {
        Set<ObjectRef> objects = new HashSet<>();
        for (DurableLog.Positioned<Quarantined> line :
                log.read(0, Integer.MAX_VALUE).entries()) {
            Quarantined.Resolution how = line.value().resolution();
            if (how != null && how.act() == Quarantined.Act.DELETED) {
                objects.add(line.value().object());
            }
        }
        entries.forEach(waiting -> objects.remove(waiting.object()));
        return objects;
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
