package org.vigie.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.InstanceStored.ProtocolFacts;
import org.vigie.ingest.domain.InstanceHeader;
import org.vigie.ingest.domain.ProtocolRule;
import org.vigie.ingest.domain.ProtocolRules;
import org.vigie.ingest.domain.QuarantineReason;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.InstanceLog.Known;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.ingest.storage.QuarantineLog;
import org.vigie.ingest.storage.Quarantined;
import org.vigie.store.ObjectSink;
import org.vigie.store.ObjectStore;
import org.vigie.store.s3.BucketAwayException;

/** Takes a received file into the store. When {@link Pending#await} returns, it survives a power cut and is announced. */
public class IngestPipeline {
    private static final Logger LOG = Logger.getLogger(IngestPipeline.class);

    private final ObjectStore store;
    private final DiskFloor floor;
    private final InstanceLog log;
    private final QuarantineLog quarantine;
    private final Identities identities;
    private final ProtocolRules protocols;
    private final Referrals referrals;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    /** SOP Instance UIDs written and not yet durable: the same UID meanwhile waits for what becomes of them. */
    private final ConcurrentHashMap<String, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();

    /** For the same instance on its way to the disk. */
    volatile Duration longestWait = Duration.ofSeconds(30);

    private volatile @Nullable Moving moving;

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
            DiskFloor floor,
            InstanceLog log,
            QuarantineLog quarantine,
            Identities identities,
            ProtocolRules protocols,
            IngestMetrics metrics,
            InstantSource clock) {
        this.store = store;
        this.floor = floor;
        this.log = log;
        this.quarantine = quarantine;
        this.identities = identities;
        this.protocols = protocols;
        this.referrals = new Referrals(log, metrics, clock);
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The bytes of an object, to compare. */
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }

    /** An instance that is written; {@link #await} or {@link #abandon} must follow, from whatever thread. */
    public final class Pending {
        private final InstanceHeader header;
        private final Outcome outcome;
        private final @Nullable Stored stored;
        private final @Nullable CompletableFuture<Boolean> end;
        private final long startedNanos;

        private Pending(
                InstanceHeader header,
                Outcome outcome,
                @Nullable Stored stored,
                @Nullable CompletableFuture<Boolean> end,
                long startedNanos) {
            this.header = header;
            this.outcome = outcome;
            this.stored = stored;
            this.end = end;
            this.startedNanos = startedNanos;
        }

        /** To be called where nobody will wait: the same UID need not wait either. */
        public void abandon() {
            if (end != null) {
                underWay.remove(header.sopInstanceUid(), end);
                end.complete(false);
            }
        }

        /** Returns when the instance survives a power cut: Success may be said. */
        public Outcome await() throws NotDurableException {
            try {
                if (stored != null) {
                    stored.written().awaitDurable();
                }
                if (outcome != Outcome.CONFLICTING) {
                    referrals.settle(header, stored == null ? header.referencedInstanceUids() : stored.missing());
                }
                metrics.received(outcome, System.nanoTime() - startedNanos);
                return outcome;
            } catch (IOException e) {
                metrics.refused();
                throw new NotDurableException(e);
            } finally {
                if (end != null) {
                    underWay.remove(header.sopInstanceUid(), end);
                    end.complete(true);
                }
            }
        }
    }

    /** To be called now and then: images that were named may have come to other machines. */
    void settleLate() {
        referrals.settleLate();
    }

    /** False at the disk floor: refuse before a byte is written. */
    public boolean hasRoom() {
        boolean there = floor.hasRoom();
        if (!there) {
            metrics.refused();
        }
        return there;
    }

    /** What is written here goes to the sink until the disk floor is reached, however long the object. */
    public OutputStream upToFloor(ObjectSink sink) {
        return new FlooredOutput(sink, floor, metrics::refused);
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
     * Writes an instance to the store.
     *
     * @param sink holds the whole file; may be closed when this returns
     * @param sender calling AE title
     * @param sameContent tells whether two files hold the same data set in another encoding
     */
    public Pending accept(
            ObjectSink sink, InstanceHeader header, String sender, BiPredicate<Content, Content> sameContent)
            throws NotDurableException {
        long started = System.nanoTime();
        String uid = header.sopInstanceUid();
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        for (var other = underWay.putIfAbsent(uid, end); other != null; other = underWay.putIfAbsent(uid, end)) {
            waitFor(other);
        }
        boolean pending = false;
        try {
            Optional<Known> known = log.find(uid);
            if (known.isPresent() && known.get().contents().contains(sink.ref()) && !store.isIntact(sink.ref())) {
                LOG.errorf(
                        "the stored bytes of an instance are gone or have lost their hash; sent again, they are stored"
                                + " again");
                metrics.mended();
                boolean first = known.get().contents().getFirst().equals(sink.ref());
                Stored stored = write(sink, header, sender, !first);
                pending = true;
                return new Pending(header, Outcome.DUPLICATE, stored, end, started);
            }
            if (known.isPresent() && isKnown(known.get(), sink, sameContent, new ArrayList<>())) {
                return new Pending(header, Outcome.DUPLICATE, null, null, started);
            }
            // What another replica holds is stored here once more: only what we wrote ourselves is durable for certain.
            boolean conflicting = known.isPresent() || isContradicted(log.findElsewhere(uid), sink, sameContent);
            Stored stored = write(sink, header, sender, conflicting);
            pending = true;
            return new Pending(header, conflicting ? Outcome.CONFLICTING : Outcome.STORED, stored, end, started);
        } catch (IOException e) {
            metrics.refused();
            throw new NotDurableException(e);
        } finally {
            if (!pending) {
                underWay.remove(uid, end);
                end.complete(false);
            }
        }
    }

    /** A sender that waits for ever would never send it to anybody else. */
    private void waitFor(CompletableFuture<Boolean> other) throws NotDurableException {
        try {
            other.copy()
                    .orTimeout(longestWait.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException late) {
            metrics.refused();
            throw new NotDurableException(new IOException("the same instance is being stored for too long"));
        }
    }

    /**
     * A C-MOVE of ours that is under way.
     *
     * @param patientKey whose objects it may bring
     * @param refused objects of other patients so far
     */
    public record Moving(String patientKey, AtomicInteger refused) {}

    /** To be followed by {@link #moved}. */
    public Moving expectMoved(String patientKey) {
        Moving begun = new Moving(patientKey, new AtomicInteger());
        moving = begun;
        return begun;
    }

    public void moved() {
        moving = null;
    }

    /** Empty if no C-MOVE of ours is under way. */
    public Optional<Moving> moving() {
        return Optional.ofNullable(moving);
    }

    /** Whether an object names the patient this key stands for. */
    public boolean isOf(String patientKey, InstanceHeader header, String sender) {
        Identities.Identified stated = identities.of(header.patient(), header.studyUid(), sender);
        return !stated.unknown() && stated.patientKey().equals(patientKey);
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

    /** @param missing images it refers to that are not here */
    private record Stored(InstanceLog.Written written, List<String> missing) {}

    private Stored write(ObjectSink sink, InstanceHeader header, String sender, boolean conflicting)
            throws IOException {
        Referrals.Known references = referrals.of(header);
        Identities.Identified patient = identities.of(header.patient(), header.studyUid(), sender);
        InstanceStored event = new InstanceStored(
                patient.patientKey(),
                header.studyUid(),
                header.seriesUid(),
                header.sopInstanceUid(),
                header.sopClassUid(),
                header.transferSyntaxUid(),
                header.modality(),
                sink.ref(),
                sender,
                clock.instant(),
                header.studyTime(),
                header.used(),
                conflicting,
                references.studyUids(),
                header.dwiFrames(),
                protocolFacts(header));
        return new Stored(
                log.append(new JournalEntry(event, patient.linked(), patient.unknown(), TraceParents.fresh()), sink),
                references.missing());
    }

    private @Nullable ProtocolFacts protocolFacts(InstanceHeader header) {
        ProtocolRule.HeaderTexts texts = header.texts();
        return texts == null ? null : new ProtocolFacts(protocols.named(texts), header.dynamicFrames());
    }

    private boolean isContradicted(
            Optional<Known> elsewhere, ObjectSink sink, BiPredicate<Content, Content> sameContent) throws IOException {
        List<NoSuchFileException> gone = new ArrayList<>();
        // What cannot be compared here is compared by the assembly, which says so if it cannot either.
        return elsewhere.isPresent() && !isKnown(elsewhere.get(), sink, sameContent, gone) && gone.isEmpty();
    }

    /** @throws BucketAwayException if it cannot be told now: to be sent again rather than called a contradiction */
    private boolean isKnown(
            Known known, ObjectSink sink, BiPredicate<Content, Content> sameContent, List<NoSuchFileException> gone)
            throws IOException {
        if (known.contents().contains(sink.ref())) {
            return true;
        }
        List<BucketAwayException> unread = new ArrayList<>();
        for (ObjectRef content : known.contents()) {
            if (sameContent.test(() -> open(content, unread, gone), sink::content)) {
                return true;
            }
        }
        if (!unread.isEmpty()) {
            throw unread.getFirst();
        }
        return false;
    }

    private InputStream open(ObjectRef content, List<BucketAwayException> unread, List<NoSuchFileException> gone)
            throws IOException {
        try {
            return store.open(content);
        } catch (BucketAwayException away) {
            unread.add(away);
            throw away;
        } catch (NoSuchFileException absent) {
            gone.add(absent);
            throw absent;
        }
    }
}
