package org.vigie.ingest.messaging;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.ingest.storage.DurableLog;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.store.ObjectStore;

/**
 * At start: which instances belong to a study whose ready event is not in the topic, or holds fewer than were accepted. A
 * power cut may take the last events of a broker that acknowledged them from memory; announcing again is harmless.
 */
public final class Reannouncement {
    private static final int CHUNK = 10_000;

    private final InstanceLog journal;
    private final ObjectStore store;
    private final Duration within;

    /** @param within older studies are let be: the topic forgets their events in time */
    public Reannouncement(InstanceLog journal, ObjectStore store, Duration within) {
        this.journal = journal;
        this.store = store;
        this.within = within;
    }

    /**
     * What to publish again, by study.
     *
     * @param published position behind the last journal line a broker has acknowledged; later lines go out anyway
     */
    Map<String, List<JournalEntry>> due(Map<String, StudyReady> ready, long published, Instant now) throws IOException {
        Map<String, List<JournalEntry>> byStudy = recent(published, now.minus(within));
        Map<String, List<JournalEntry>> due = new LinkedHashMap<>();
        Map<String, Set<String>> manifests = new HashMap<>();
        byStudy.forEach((study, entries) -> {
            Set<String> announced = manifests.computeIfAbsent(study, s -> announced(ready.get(s)));
            if (!entries.stream().allMatch(e -> announced.contains(e.event().sopInstanceUid()))) {
                due.put(study, entries);
            }
        });
        return due;
    }

    private Map<String, List<JournalEntry>> recent(long published, Instant since) throws IOException {
        Map<String, List<JournalEntry>> byStudy = new LinkedHashMap<>();
        long position = 0;
        while (position < published) {
            DurableLog.Chunk<JournalEntry> chunk = journal.read(position, CHUNK);
            chunk.entries().stream()
                    .filter(line -> line.next() <= published)
                    .map(DurableLog.Positioned::value)
                    .filter(e ->
                            e.event().receivedAt().isAfter(since) && !e.event().conflicting())
                    .forEach(e -> byStudy.computeIfAbsent(e.event().studyUid(), s -> new ArrayList<>())
                            .add(e));
            position = chunk.next();
        }
        return byStudy;
    }

    private Set<String> announced(@Nullable StudyReady event) {
        Set<String> uids = new HashSet<>();
        if (event != null) {
            try {
                StudyManifest manifest = Json.read(store.read(event.manifest()), StudyManifest.class);
                manifest.series().forEach(s -> s.instances().forEach(i -> uids.add(i.sopInstanceUid())));
            } catch (IOException | MalformedEventException lost) {
                // then the study is announced again with a manifest that can be read
                uids.clear();
            }
        }
        return uids;
    }
}
