package org.vigie.ingest.messaging;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.ingest.storage.DurableLog;
import org.vigie.ingest.storage.DurableLog.Positioned;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.store.ObjectStore;

/**
 * At start: which instances belong to a study whose ready event is not in the topic, or holds fewer than were accepted. A
 * power cut may take the last events of a broker that acknowledged them from memory; announcing again is harmless.
 *
 * <p>The journal is read twice, so that of an instance no more than 8 bytes are held.
 */
public final class Reannouncement {
    private static final int CHUNK = 1_000;

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
     * What to publish again.
     *
     * @param lastLines the studies, and the position behind the last line of each
     * @param published position behind the last journal line a broker has acknowledged; later lines go out anyway
     * @param since instances received before are let be
     */
    record Due(Map<String, Long> lastLines, long published, Instant since) {
        boolean has(Positioned<JournalEntry> line) {
            return isOld(line, published, since)
                    && lastLines.containsKey(line.value().event().studyUid());
        }

        /** True for the last line of its study. */
        boolean ends(Positioned<JournalEntry> line) {
            return lastLines.getOrDefault(line.value().event().studyUid(), -1L) == line.next();
        }
    }

    /**
     * @param ready asked once, about the studies of this journal that are young enough
     * @param published position behind the last journal line a broker has acknowledged
     */
    Due due(ReadyTopic.Reader ready, long published, Instant now) throws IOException {
        Instant since = now.minus(within);
        Map<String, Accepted> byStudy = new LinkedHashMap<>();
        each(published, line -> {
            if (isOld(line, published, since)) {
                byStudy.computeIfAbsent(line.value().event().studyUid(), s -> new Accepted())
                        .add(line);
            }
        });
        Map<String, Long> due = new LinkedHashMap<>();
        Map<String, ReadyTopic.Said> said = byStudy.isEmpty() ? Map.of() : ready.latest(byStudy.keySet(), since);
        byStudy.forEach((study, accepted) -> {
            if (!accepted.uids.isWithin(announced(said.get(study)))) {
                due.put(study, accepted.lastLine);
            }
        });
        return new Due(due, published, since);
    }

    /** Lines to publish again from a position on; the second half of a chunk says where to go on. */
    DurableLog.Chunk<JournalEntry> next(Due due, long from) throws IOException {
        DurableLog.Chunk<JournalEntry> chunk = journal.read(from, CHUNK);
        return new DurableLog.Chunk<>(chunk.entries().stream().filter(due::has).toList(), chunk.next());
    }

    /** What was accepted of one study. */
    private static final class Accepted {
        private final UidHashes uids = new UidHashes();
        private long lastLine;

        void add(Positioned<JournalEntry> line) {
            uids.add(line.value().event().sopInstanceUid());
            lastLine = line.next();
        }
    }

    private static boolean isOld(Positioned<JournalEntry> line, long published, Instant since) {
        return line.next() <= published
                && line.value().event().receivedAt().isAfter(since)
                && !line.value().event().conflicting();
    }

    private void each(long published, Consumer<Positioned<JournalEntry>> reader) throws IOException {
        long position = 0;
        while (position < published) {
            DurableLog.Chunk<JournalEntry> chunk = journal.read(position, CHUNK);
            if (chunk.next() == position) {
                return;
            }
            chunk.entries().forEach(reader);
            position = chunk.next();
        }
    }

    private UidHashes announced(ReadyTopic.@Nullable Said event) {
        UidHashes uids = new UidHashes();
        if (event == null) {
            return uids;
        }
        try {
            StudyManifest manifest = Json.read(store.read(event.manifest()), StudyManifest.class);
            manifest.series().forEach(s -> s.instances().forEach(i -> uids.add(i.sopInstanceUid())));
            return uids;
        } catch (IOException | MalformedEventException lost) {
            // then the study is announced again with a manifest that can be read
            return new UidHashes();
        }
    }
}
