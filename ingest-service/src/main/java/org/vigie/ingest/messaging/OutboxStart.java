package org.vigie.ingest.messaging;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.vigie.ingest.IngestMetrics;
import org.vigie.ingest.storage.DurableLog;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.ingest.storage.Watermark;

/** What the outbox does once, when a broker answers for the first time. */
final class OutboxStart {
    private static final Logger LOG = Logger.getLogger(OutboxStart.class);

    private final InstanceLog journal;
    private final Watermark watermark;
    private final KafkaSettings kafka;
    private final KnownIdentities identities;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    private final Reannouncement reannouncement;
    private final OutboxBatch batch;

    OutboxStart(
            InstanceLog journal,
            Watermark watermark,
            KafkaSettings kafka,
            KnownIdentities identities,
            IngestMetrics metrics,
            InstantSource clock,
            Reannouncement reannouncement,
            OutboxBatch batch) {
        this.journal = journal;
        this.watermark = watermark;
        this.kafka = kafka;
        this.identities = identities;
        this.metrics = metrics;
        this.clock = clock;
        this.reannouncement = reannouncement;
        this.batch = batch;
    }

    /**
     * A broker that lost its data, or another one, must be told everything again; so must any broker where the packs are
     * older than the watermark, whose position then means nothing in them. Readers know repeats.
     */
    void checkWatermark() throws ExecutionException, InterruptedException, IOException {
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

    /**
     * Each instance of a study without a durable ready event, batch by batch; the assembly knows repeats.
     *
     * @param running false to break off
     */
    void announceAgain(BooleanSupplier running) throws IOException, ExecutionException, InterruptedException {
        Reannouncement.Due due =
                reannouncement.due(ReadyTopic.of(kafka), watermark.get().position(), clock.instant());
        if (due.lastLines().isEmpty()) {
            return;
        }
        LOG.infof(
                "%d studies have no ready event that holds all of their instances: announced again",
                due.lastLines().size());
        long position = 0;
        while (running.getAsBoolean() && position < due.published()) {
            DurableLog.Chunk<JournalEntry> chunk = reannouncement.next(due, position);
            if (chunk.next() == position) {
                break;
            }
            batch.sendAgain(due, chunk.entries());
            position = chunk.next();
        }
        metrics.announcedAgain(due.lastLines().size());
    }
}
