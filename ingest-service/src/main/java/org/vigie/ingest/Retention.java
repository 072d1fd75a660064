package org.vigie.ingest;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.ingest.domain.RetentionRules;
import org.vigie.ingest.domain.RetentionRules.Plan;
import org.vigie.ingest.domain.RetentionRules.Stored;
import org.vigie.ingest.storage.DurableLog.Chunk;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.ingest.storage.QuarantineLog;
import org.vigie.ingest.storage.Quarantined;
import org.vigie.ingest.storage.RetentionLog;
import org.vigie.ingest.storage.RetentionRun;
import org.vigie.ingest.storage.Watermark;
import org.vigie.store.Freed;
import org.vigie.store.OpenedStore;

/** Drops what the site no longer wants to keep, and writes down who had it done and what went. */
final class Retention {
    private static final int CHUNK = 10_000;

    private final RetentionRules rules;
    private final double minGain;
    private final OpenedStore store;
    private final InstanceLog journal;
    private final Watermark watermark;
    private final QuarantineLog quarantine;
    private final RetentionLog log;
    private final Results results;
    private final InstantSource clock;

    /** The results there are. */
    @FunctionalInterface
    interface Results {
        /** The highest revision measured, by study; fails while no broker answers. */
        Map<String, StudyMeasured> latest() throws IOException;
    }

    Retention(
            RetentionRules rules,
            double minGain,
            OpenedStore store,
            InstanceLog journal,
            Watermark watermark,
            QuarantineLog quarantine,
            RetentionLog log,
            Results results,
            InstantSource clock) {
        this.rules = rules;
        this.minGain = minGain;
        this.store = store;
        this.journal = journal;
        this.watermark = watermark;
        this.quarantine = quarantine;
        this.log = log;
        this.results = results;
        this.clock = clock;
    }

    /**
     * Drops what is due.
     *
     * @param by who wants it
     * @param dryRun only says what would go
     */
    synchronized RetentionRun run(String by, boolean dryRun) throws IOException {
        Instant now = clock.instant();
        Map<String, StudyMeasured> measured = results.latest();
        Set<ObjectRef> waiting = quarantine.latest(Integer.MAX_VALUE).stream()
                .map(Quarantined::object)
                .collect(Collectors.toSet());
        List<Stored> instances = instances();
        Plan all = rules.plan(
                instances,
                new RetentionRules.World(
                        study -> Optional.ofNullable(measured.get(study)).flatMap(this::listed),
                        waiting,
                        quarantine.givenUp(),
                        active(measured.values())),
                now);
        Plan plan = all.without(journal.dropped(store, all.condemned()), instances);
        RetentionRun planned = of(plan, by, dryRun, now, Freed.NOTHING);
        if (!dryRun) {
            // Written before anything goes, so that an end half-way leaves word of it.
            log.append(planned);
        }
        Freed freed = journal.drop(store, plan.condemned(), minGain, !dryRun);
        RetentionRun done = of(plan, by, dryRun, now, freed);
        if (!dryRun) {
            log.append(done);
        }
        return done;
    }

    /** The newest first. */
    List<RetentionRun> latest(int max) {
        return log.latest(max);
    }

    private static RetentionRun of(Plan plan, String by, boolean dryRun, Instant now, Freed freed) {
        Map<String, Integer> held = new TreeMap<>();
        plan.held().forEach((reason, count) -> held.put(reason.name(), count));
        return new RetentionRun(
                now, by, dryRun, plan.studies().size(), plan.condemned().size(), freed.objects(), freed.bytes(), held);
    }

    /** What other replicas received of a patient is in results, as far as it was measured. */
    private static Map<String, Instant> active(Collection<StudyMeasured> measured) {
        Map<String, Instant> active = new HashMap<>();
        measured.forEach(m -> active.merge(m.patientKey(), m.arrivedAt(), (a, b) -> a.isAfter(b) ? a : b));
        return active;
    }

    private List<Stored> instances() throws IOException {
        List<Stored> all = new ArrayList<>();
        long published = watermark.get().position();
        long position = 0;
        long end = journal.end();
        while (position < end) {
            Chunk<JournalEntry> chunk = journal.read(position, CHUNK);
            chunk.entries().forEach(line -> all.add(new Stored(line.value().event(), line.next() <= published)));
            position = chunk.next();
        }
        return all;
    }

    /** What a result was made from; nothing if it failed, for then it may be tried again. */
    private Optional<Set<ObjectRef>> listed(StudyMeasured result) {
        if (result.outcome() == StudyMeasured.Outcome.FAILED) {
            return Optional.empty();
        }
        try {
            StudyManifest manifest = Json.read(store.store().read(result.manifest()), StudyManifest.class);
            Set<ObjectRef> objects = new HashSet<>();
            manifest.series().forEach(s -> s.instances().forEach(i -> objects.add(i.object())));
            return Optional.of(objects);
        } catch (IOException | MalformedEventException unreadable) {
            return Optional.empty();
        }
    }
}
