package org.vigie.ingest.messaging;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.vigie.ingest.IngestMetrics;
import org.vigie.ingest.storage.DurableLog;
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
    private final IdleFloor floor;
    private final IngestMetrics metrics;
    private final ReplicaReports reports;
    private final Semaphore signal;
    private final OutboxProducer producer;
    private final OutboxBatch batch;
    private final OutboxStart start;
    private final ReportSender reporting;
    private final Thread thread = Thread.ofPlatform().daemon().name("outbox").unstarted(this::run);
    private volatile boolean running = true;
    private volatile boolean brokerAway;

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
        this.floor = floor;
        this.metrics = metrics;
        this.reports = reports;
        this.signal = signal;
        this.producer = new OutboxProducer(kafka);
        this.batch = new OutboxBatch(producer, new OutboxRecords(clock), identities, metrics);
        this.start = new OutboxStart(journal, watermark, kafka, identities, metrics, clock, reannouncement, batch);
        this.reporting = new ReportSender(reports, producer);
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
                    start.checkWatermark();
                    checked = true;
                }
                if (!announcedAgain) {
                    start.announceAgain(() -> running);
                    announcedAgain = true;
                }
                reports.mark(journal::end);
                boolean moved = publish();
                reporting.send(watermark.get().position());
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
        if (!brokerAway && pendingBytes() == 0) {
            reporting.takeLeave();
        }
        producer.close();
    }

    private boolean publish() throws IOException, ExecutionException, InterruptedException {
        Watermark.State from = watermark.get();
        DurableLog.Chunk<JournalEntry> chunk = journal.read(from.position(), BATCH);
        if (chunk.next() == from.position()) {
            return false;
        }
        batch.send(chunk.entries());
        watermark.set(new Watermark.State(chunk.next(), from.cluster()));
        floor.outboxMoved();
        return true;
    }

    private void failed(Throwable e) {
        if (!brokerAway) {
            LOG.warnf(
                    "outbox cannot publish, will go on trying: %s", e.getClass().getSimpleName());
        }
        brokerAway = true;
        metrics.publishFailed();
        producer.close();
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
