package org.vigie.ingest;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.InstanceStored.ProtocolFacts;
import org.vigie.ingest.domain.InstanceHeader;
import org.vigie.ingest.domain.ProtocolRule;
import org.vigie.ingest.domain.ProtocolRules;
import org.vigie.ingest.domain.QuarantineReason;
import org.vigie.ingest.storage.DurableLog;
import org.vigie.ingest.storage.InstanceIndex;
import org.vigie.ingest.storage.InstanceIndex.Known;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.ingest.storage.QuarantineLog;
import org.vigie.ingest.storage.Quarantined;
import org.vigie.store.ObjectSink;
import org.vigie.store.ObjectStore;

/** Takes a received file into the store and the journal. When {@link #accept} returns, it survives a power cut. */
public class IngestPipeline {
    private static final int STRIPES = 64;

    private final ObjectStore store;
    private final Path root;
    private final long minFreeBytes;
    private final DurableLog<JournalEntry> journal;
    private final InstanceIndex index;
    private final QuarantineLog quarantine;
    private final Identities identities;
    private final ProtocolRules protocols;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    private final Lock[] stripes = new Lock[STRIPES];

    /** What became of an instance that is Success to its sender. */
    public enum Outcome {
        STORED,
        DUPLICATE,
        CONFLICTING
    }

    /** The disk did not take it; the sender must keep it. */
    public static final class NotDurableException extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        NotDurableException(IOException cause) {
            super("not durable", cause);
        }
    }

    IngestPipeline(
            ObjectStore store,
            StorageConfig config,
            DurableLog<JournalEntry> journal,
            InstanceIndex index,
            QuarantineLog quarantine,
            Identities identities,
            ProtocolRules protocols,
            IngestMetrics metrics,
            InstantSource clock) {
        this.store = store;
        this.root = config.storeDir();
        this.minFreeBytes = config.minFreeBytes();
        this.journal = journal;
        this.index = index;
        this.quarantine = quarantine;
        this.identities = identities;
        this.protocols = protocols;
        this.metrics = metrics;
        this.clock = clock;
        java.util.Arrays.setAll(stripes, i -> new ReentrantLock());
    }

    /** False at the disk floor: refuse before a byte is written. */
    public boolean hasRoom() {
        try {
            boolean room = Files.getFileStore(root).getUsableSpace() >= minFreeBytes;
            if (!room) {
                metrics.refused();
            }
            return room;
        } catch (IOException gone) {
            metrics.refused();
            return false;
        }
    }

    public ObjectSink begin() throws IOException {
        try {
            return store.begin("ingest");
        } catch (IOException e) {
            metrics.refused();
            throw new NotDurableException(e);
        }
    }

    /**
     * Makes an instance durable.
     *
     * @param sink holds the whole file
     * @param sender calling AE title
     * @param sameContent tells whether two stored files hold the same data set in another encoding
     */
    public Outcome accept(ObjectSink sink, InstanceHeader header, String sender, BiPredicate<Path, Path> sameContent)
            throws NotDurableException {
        long started = System.nanoTime();
        Lock lock = stripes[Math.floorMod(header.sopInstanceUid().hashCode(), STRIPES)];
        try {
            ObjectRef object = sink.commit();
            lock.lock();
            try {
                Outcome outcome = record(object, header, sender, sameContent);
                metrics.received(outcome, System.nanoTime() - started);
                return outcome;
            } finally {
                lock.unlock();
            }
        } catch (IOException e) {
            metrics.refused();
            throw new NotDurableException(e);
        }
    }

    /** Keeps an object that is none of a study, with the reason. */
    public void quarantine(
            ObjectSink sink, QuarantineReason reason, String detail, String sender, @Nullable String announcedUid)
            throws NotDurableException {
        try {
            ObjectRef object = sink.commit();
            String uid = announcedUid == null ? "" : announcedUid.replaceAll("[^0-9.]", "?");
            quarantine.add(new Quarantined(
                    reason, detail, sender, uid.substring(0, Math.min(64, uid.length())), object, clock.instant()));
            metrics.quarantined(reason);
        } catch (IOException e) {
            metrics.refused();
            throw new NotDurableException(e);
        }
    }

    private Outcome record(ObjectRef object, InstanceHeader header, String sender, BiPredicate<Path, Path> sameContent)
            throws IOException {
        Optional<Known> known = index.find(header.sopInstanceUid());
        if (known.isPresent() && isKnown(known.get(), object, sameContent)) {
            return Outcome.DUPLICATE;
        }
        Identities.Identified patient = identities.of(header.patient(), header.studyUid(), sender);
        InstanceStored event = new InstanceStored(
                patient.patientKey(),
                header.studyUid(),
                header.seriesUid(),
                header.sopInstanceUid(),
                header.sopClassUid(),
                header.transferSyntaxUid(),
                header.modality(),
                object,
                sender,
                clock.instant(),
                header.studyTime(),
                header.used(),
                known.isPresent(),
                referencedStudies(header),
                header.dwiFrames(),
                protocolFacts(header));
        journal.append(new JournalEntry(event, patient.linked(), patient.unknown(), TraceParents.fresh()));
        index.add(event);
        return known.isPresent() ? Outcome.CONFLICTING : Outcome.STORED;
    }

    private @Nullable ProtocolFacts protocolFacts(InstanceHeader header) {
        ProtocolRule.HeaderTexts texts = header.texts();
        return texts == null ? null : new ProtocolFacts(protocols.named(texts), header.dynamicFrames());
    }

    private boolean isKnown(Known known, ObjectRef object, BiPredicate<Path, Path> sameContent) {
        return known.contents().contains(object)
                || known.contents().stream().anyMatch(c -> sameContent.test(store.path(c), store.path(object)));
    }

    /** A SEG often names images only, so their studies are looked up; it may also name a study nobody has sent yet. */
    private List<String> referencedStudies(InstanceHeader header) {
        Set<String> studies = new TreeSet<>(header.referencedStudyUids());
        for (String instance : header.referencedInstanceUids()) {
            index.find(instance).ifPresent(k -> studies.add(k.studyUid()));
        }
        studies.remove(header.studyUid());
        List<String> all = new ArrayList<>(studies);
        if (!studies.isEmpty() || !header.referencedInstanceUids().isEmpty()) {
            all.addFirst(header.studyUid());
        }
        return List.copyOf(all);
    }
}
