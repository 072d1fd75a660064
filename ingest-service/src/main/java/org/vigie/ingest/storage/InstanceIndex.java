package org.vigie.ingest.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.InstanceStored;

/** Every SOP instance in the journal: what came under its UID, and in which study. In memory, rebuilt at start. */
public final class InstanceIndex {
    private final Map<String, Known> byInstance = new ConcurrentHashMap<>();

    /** @param contents the accepted content first, conflicting ones after it */
    public record Known(String studyUid, List<ObjectRef> contents) {
        public Known {
            contents = List.copyOf(contents);
        }
    }

    public void add(InstanceStored event) {
        byInstance.merge(
                event.sopInstanceUid(),
                new Known(event.studyUid(), List.of(event.object())),
                (old, added) -> new Known(
                        old.studyUid(),
                        java.util.stream.Stream.concat(old.contents().stream(), added.contents().stream())
                                .distinct()
                                .toList()));
    }

    public Optional<Known> find(String sopInstanceUid) {
        return Optional.ofNullable(byInstance.get(sopInstanceUid));
    }

    public int size() {
        return byInstance.size();
    }
}
