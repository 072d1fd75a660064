package org.vigie.ingest.messaging;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.EventId;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.IntakeReported;
import org.vigie.ingest.IngestMetrics;
import org.vigie.ingest.storage.DurableLog;
import org.vigie.ingest.storage.DurableLog.Positioned;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.ingest.storage.Watermark;

/**
 * Publishes the journal from the watermark on, in order, and moves the watermark when the broker has acknowledged. A
 * broker that is away delays this and nothing else.
 */
public final class OutboxPublisher implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    private static final int BATCH = 500;
    private static final Duration RETRY = Duration.ofMillis(500);

    private final InstanceLog journal;
    private final Watermark watermark;
    private final KafkaSettings kafka;
    private final KnownIdentities identities;
    private final IdleFloor floor;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    private final Reannouncement reannouncement;
    private final ReplicaReports reports;
    private final Semaphore signal;
    private final Thread thread = Thread.ofPlatform().daemon().name("outbox").unstarted(this::run);
    private volatile boolean running = true;
    private volatile boolean brokerAway;
    private @Nullable Producer<String, byte[]> producer;

    public OutboxPublisher(
            InstanceLog journal,
            Watermark watermark,
            KafkaSettings kafka,
            KnownIdentities identities,
            IdleFloor floor,
            IngestMetrics metrics,
            InstantSource clock,
            Reannouncement reannouncement,
            ReplicaReports reports,
            Semaphore signal) {
        this.journal = journal;
        this.watermark = watermark;
        this.kafka = kafka;
        this.identities = identities;
        this.floor = floor;
        this.metrics = metrics;
        this.clock = clock;
        this.reannouncement = reannouncement;
        this.reports = reports;
        this.signal = signal;
    }

    public void start() {
        thread.start();
    }

    /** Bytes of the journal that no broker has acknowledged. */
    public long pendingBytes() {
        long end = journal.end();
        long position = watermark.get().position();
        return position > end ? end : end - position;
    }

    /** True while sending fails. */
    public boolean isBrokerAway() {
        return brokerAway;
    }

    /** False once the thread is gone: then nothing would be announced any more. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        running = false;
        signal.release();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean checked = false;
        boolean announcedAgain = false;
        while (running) {
            try {
                if (pendingBytes() > 0) {
                    floor.outboxWaits();
                }
                if (!checked) {
                    checkWatermark();
                    checked = true;
                }
                if (!announcedAgain) {
                    announceAgain();
                    announcedAgain = true;
                }
                reports.mark(journal::end);
                boolean moved = publish();
                report();
                brokerAway = false;
                if (!moved && signal.tryAcquire(200, TimeUnit.MILLISECONDS)) {
                    signal.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            } catch (ExecutionException | IOException | RuntimeException e) {
                failed(e);
            } catch (Error e) {
                // Without this thread nothing would be announced any more, and instances would still be accepted.
                LOG.errorf(e, "outbox: %s", announcedAgain ? "cannot publish" : "cannot tell what to announce again");
                announcedAgain |= checked;
                failed(e);
            }
        }
        takeLeave();
        closeProducer();
    }

    /** After the instances, so that what is said of them holds. */
    private void report() throws ExecutionException, InterruptedException {
        for (var next = reports.nextAnnounced(); next.isPresent(); next = reports.nextAnnounced()) {
            IntakeReported report = next.get();
            String study = Objects.requireNonNull(report.announced()).studyUid();
            if (!isTaken(producer().send(report(study, null, report)))) {
                LOG.errorf("announcement of a study too large for the broker: it is a hint, and let go");
            }
            reports.published(report);
        }
        Optional<IntakeReported> progress = reports.progress(watermark.get().position());
        if (progress.isPresent()) {
            sayEverywhere(progress.get());
            reports.said(progress.get());
        }
    }

    private void sayEverywhere(IntakeReported report) throws ExecutionException, InterruptedException {
        Producer<String, byte[]> to = producer();
        List<Future<?>> sent = new ArrayList<>();
        for (PartitionInfo partition : to.partitionsFor(Topics.INTAKE_REPORTED)) {
            sent.add(to.send(report(report.replica(), partition.partition(), report)));
        }
        to.flush();
        for (Future<?> one : sent) {
            one.get();
        }
    }

    /** Only with an empty outbox: else the others wait for what is still to come. */
    private void takeLeave() {
        if (brokerAway || pendingBytes() > 0) {
            return;
        }
        try {
            sayEverywhere(reports.farewell());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException unreachable) {
            LOG.infof("left without farewell: %s", unreachable.getClass().getSimpleName());
        }
    }

    private static ProducerRecord<String, byte[]> report(
            String key, @Nullable Integer partition, IntakeReported report) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topics.INTAKE_REPORTED, partition, key, Json.bytes(report));
        String id = EventId.of(
                        List.of(report.replica(), key, report.reportedAt().toString()), "ingest.report", "1")
                .toString();
        OutboxHeaders.write(
                record.headers(),
                new EventHeaders(id, Topics.INTAKE_REPORTED, "ingest", report.reportedAt(), null, null));
        return record;
    }

    /**
     * A broker that lost its data, or another one, must be told everything again; so must any broker where the packs are
     * older than the watermark, whose position then means nothing in them. Readers know repeats.
     */
    private void checkWatermark() throws ExecutionException, InterruptedException, IOException {
        String cluster = kafka.clusterId();
        Watermark.State state = watermark.get();
        boolean otherCluster = !state.cluster().equals(cluster);
        boolean beyond = state.position() > journal.end();
        if (beyond) {
            LOG.errorf(
                    "published up to %d, but the packs end at %d, so they are an older copy: publishing all they hold again",
                    state.position(), journal.end());
        } else if (otherCluster && state.position() > 0) {
            LOG.warnf("broker is another cluster than before: publishing the whole journal again");
        }
        if (beyond || otherCluster) {
            identities.clear();
            watermark.set(new Watermark.State(0, cluster));
        }
    }

    /** Each instance of a study without a durable ready event, batch by batch; the assembly knows repeats. */
    private void announceAgain() throws IOException, ExecutionException, InterruptedException {
        Reannouncement.Due due =
                reannouncement.due(ReadyTopic.of(kafka), watermark.get().position(), clock.instant());
        if (due.lastLines().isEmpty()) {
            return;
        }
        LOG.infof(
                "%d studies have no ready event that holds all of their instances: announced again",
                due.lastLines().size());
        long position = 0;
        while (running && position < due.published()) {
            DurableLog.Chunk<JournalEntry> chunk = reannouncement.next(due, position);
            if (chunk.next() == position) {
                break;
            }
            sendAgain(due, chunk.entries());
            position = chunk.next();
        }
        metrics.announcedAgain(due.lastLines().size());
    }

    private void sendAgain(Reannouncement.Due due, List<Positioned<JournalEntry>> lines)
            throws ExecutionException, InterruptedException {
        Producer<String, byte[]> to = producer();
        List<Sent> sent = new ArrayList<>();
        for (Positioned<JournalEntry> line : lines) {
            JournalEntry entry = line.value();
            String study = entry.event().studyUid();
            ProducerRecord<String, byte[]> record = instance(study, entry, ReducedEvents.bounded(entry.event()));
            if (due.ends(line)) {
                OutboxHeaders.put(record.headers(), OutboxHeaders.AGAIN, "true");
            }
            sent.add(new Sent(entry, study, to.send(record)));
        }
        to.flush();
        for (Sent one : sent) {
            await(to, one);
        }
    }

    private boolean publish() throws IOException, ExecutionException, InterruptedException {
        Watermark.State from = watermark.get();
        DurableLog.Chunk<JournalEntry> chunk = journal.read(from.position(), BATCH);
        if (chunk.next() == from.position()) {
            return false;
        }
        List<JournalEntry> linked = new ArrayList<>();
        boolean acknowledged = false;
        try {
            send(chunk.entries(), linked);
            acknowledged = true;
        } finally {
            if (!acknowledged) {
                linked.forEach(entry -> identities.forget(entry.patient()));
            }
        }
        watermark.set(new Watermark.State(chunk.next(), from.cluster()));
        floor.outboxMoved();
        return true;
    }

    private record Sent(JournalEntry entry, String study, Future<?> acknowledgement) {}

    private void send(List<Positioned<JournalEntry>> lines, List<JournalEntry> linked)
            throws ExecutionException, InterruptedException {
        Producer<String, byte[]> to = producer();
        List<Sent> sent = new ArrayList<>();
        for (Positioned<JournalEntry> line : lines) {
            JournalEntry entry = line.value();
            if (identities.isNews(entry.patient())) {
                identities.add(entry.patient());
                linked.add(entry);
                sent.add(new Sent(entry, "", to.send(identity(entry))));
            }
            InstanceStored event = ReducedEvents.bounded(entry.event());
            for (String study : studies(event)) {
                sent.add(new Sent(entry, study, to.send(instance(study, entry, event))));
            }
        }
        to.flush();
        for (Sent one : sent) {
            await(to, one);
        }
    }

    /** One event that no broker takes must not hold up all others. */
    private void await(Producer<String, byte[]> to, Sent sent) throws ExecutionException, InterruptedException {
        if (isTaken(sent.acknowledgement())) {
            return;
        }
        if (sent.study().isEmpty()) {
            LOG.errorf("identity too large for the broker: not announced");
            metrics.deadLettered();
            return;
        }
        LOG.errorf("instance event too large for the broker: announced without its frames");
        InstanceStored reduced =
                ReducedEvents.withoutFrames(ReducedEvents.bounded(sent.entry().event()));
        if (isTaken(to.send(instance(sent.study(), sent.entry(), reduced)))) {
            return;
        }
        LOG.errorf("instance event too large for the broker even so: to the dead letters without its content");
        metrics.deadLettered();
        ProducerRecord<String, byte[]> letter = deadLetter(instance(sent.study(), sent.entry(), reduced));
        if (!isTaken(to.send(letter))) {
            LOG.errorf("dead letter too large for the broker: the instance is announced nowhere");
        }
    }

    /** False if it is too large, which no repetition changes. */
    private static boolean isTaken(Future<?> acknowledgement) throws ExecutionException, InterruptedException {
        try {
            acknowledgement.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                return false;
            }
            throw e;
        }
    }

    private static ProducerRecord<String, byte[]> deadLetter(ProducerRecord<String, byte[]> record) {
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(
                Topics.deadLetters(Topics.INSTANCE_STORED, "ingest"),
                null,
                record.key(),
                new byte[0],
                record.headers());
        OutboxHeaders.put(letter.headers(), "vigie_reason", "too large for the broker");
        return letter;
    }

    /** Its own study first; then each study it refers to gets to know it under its own key. */
    private static Set<String> studies(InstanceStored event) {
        Set<String> studies = new LinkedHashSet<>();
        studies.add(event.studyUid());
        studies.addAll(event.referencedStudyUids());
        return studies;
    }

    private ProducerRecord<String, byte[]> instance(String study, JournalEntry entry, InstanceStored event) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(Topics.INSTANCE_STORED, study, Json.bytes(event));
        OutboxHeaders.write(
                record.headers(),
                headers(
                        Topics.INSTANCE_STORED,
                        List.of(study, event.sopInstanceUid(), event.object().sha256()),
                        entry));
        if (entry.unknownPatient()) {
            OutboxHeaders.put(record.headers(), OutboxHeaders.PATIENT, "unknown");
        }
        return record;
    }

    private ProducerRecord<String, byte[]> identity(JournalEntry entry) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topics.PATIENT_LINKED, entry.patient().patientKey(), Json.bytes(entry.patient()));
        OutboxHeaders.write(
                record.headers(),
                headers(
                        Topics.PATIENT_LINKED,
                        List.of(entry.patient().patientKey(), entry.event().sopInstanceUid()),
                        entry));
        return record;
    }

    private EventHeaders headers(String topic, List<String> inputs, JournalEntry entry) {
        return new EventHeaders(
                EventId.of(inputs, "ingest.store", "1").toString(),
                topic,
                "ingest",
                clock.instant(),
                entry.traceparent(),
                null);
    }

    private Producer<String, byte[]> producer() {
        Producer<String, byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
    }

    private void failed(Throwable e) {
        if (!brokerAway) {
            LOG.warnf(
                    "outbox cannot publish, will go on trying: %s", e.getClass().getSimpleName());
        }
        brokerAway = true;
        metrics.publishFailed();
        closeProducer();
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeProducer() {
        Producer<String, byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
