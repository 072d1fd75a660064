package org.vigie.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.InstanceStored.ProtocolFacts;
import org.vigie.ingest.StoredContents.Answer;
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
    private final StoredContents contents;
    final UnderWay underWay = new UnderWay();
    private final Moves moves = new Moves();

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
        this.contents = new StoredContents(store);
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
        private final UnderWay.Turn turn;
        private final long startedNanos;

        private Pending(
                InstanceHeader header,
                Outcome outcome,
                @Nullable Stored stored,
                UnderWay.Turn turn,
                long startedNanos) {
            this.header = header;
            this.outcome = outcome;
            this.stored = stored;
            this.turn = turn;
            this.startedNanos = startedNanos;
        }

        /** To be called where nobody will wait: the same UID need not wait either. */
        public void abandon() {
            turn.end();
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
                turn.end();
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
        UnderWay.Turn turn = turnOf(uid);
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
                return new Pending(header, Outcome.DUPLICATE, stored, turn, started);
            }
            if (known.isPresent() && compare(known, sink, sameContent) == Answer.SAME) {
                return new Pending(header, Outcome.DUPLICATE, null, turn, started);
            }
            // What another replica holds is stored here once more: only what we wrote ourselves is durable for certain.
            // What cannot be compared here is compared by the assembly, which says so if it cannot either.
            boolean conflicting =
                    known.isPresent() || compare(log.findElsewhere(uid), sink, sameContent) == Answer.OTHER;
            Stored stored = write(sink, header, sender, conflicting);
            pending = true;
            return new Pending(header, conflicting ? Outcome.CONFLICTING : Outcome.STORED, stored, turn, started);
        } catch (IOException e) {
            metrics.refused();
            throw new NotDurableException(e);
        } finally {
            if (!pending) {
                turn.end();
            }
        }
    }

    private UnderWay.Turn turnOf(String uid) throws NotDurableException {
        try {
            return underWay.begin(uid);
        } catch (IOException tooLong) {
            metrics.refused();
            throw new NotDurableException(tooLong);
        }
    }

    /** C-MOVEs of ours, which bring objects to the DICOM port. */
    public Moves moves() {
        return moves;
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

    private @Nullable Answer compare(Optional<Known> known, ObjectSink sink, BiPredicate<Content, Content> sameContent)
            throws IOException {
        return known.isPresent() ? contents.compare(known.get(), sink, sameContent) : null;
    }
}
