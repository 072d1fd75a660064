package org.vigie.ingest.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.ingest.IngestMetrics;
import org.vigie.ingest.storage.DurableLog.Positioned;
import org.vigie.ingest.storage.JournalEntry;

/** Sends entries of the journal, many at a time, and returns when the broker has every one of them. */
final class OutboxBatch {
    private static final Logger LOG = Logger.getLogger(OutboxBatch.class);

    private final OutboxProducer producer;
    private final OutboxRecords records;
    private final KnownIdentities identities;
    private final IngestMetrics metrics;

    OutboxBatch(OutboxProducer producer, OutboxRecords records, KnownIdentities identities, IngestMetrics metrics) {
        this.producer = producer;
        this.records = records;
        this.identities = identities;
        this.metrics = metrics;
    }

    /** @param study empty for an identity */
    private record Sent(JournalEntry entry, String study, Future<?> acknowledgement) {}

    /** Instances, to each study concerned, and the identities that are news: those are forgotten again if this fails. */
    void send(List<Positioned<JournalEntry>> lines) throws ExecutionException, InterruptedException {
        List<JournalEntry> linked = new ArrayList<>();
        boolean acknowledged = false;
        try {
            send(lines, linked);
            acknowledged = true;
        } finally {
            if (!acknowledged) {
                linked.forEach(entry -> identities.forget(entry.patient()));
            }
        }
    }

    private void send(List<Positioned<JournalEntry>> lines, List<JournalEntry> linked)
            throws ExecutionException, InterruptedException {
        Producer<String, byte[]> to = producer.get();
        List<Sent> sent = new ArrayList<>();
        for (Positioned<JournalEntry> line : lines) {
            JournalEntry entry = line.value();
            if (identities.isNews(entry.patient())) {
                identities.add(entry.patient());
                linked.add(entry);
                sent.add(new Sent(entry, "", to.send(records.identity(entry))));
            }
            InstanceStored event = ReducedEvents.bounded(entry.event());
            for (String study : OutboxRecords.studies(event)) {
                sent.add(new Sent(entry, study, to.send(records.instance(study, entry, event))));
            }
        }
        awaitAll(to, sent);
    }

    /** Instances once more, to their own studies; the last one of each says that its study is to be announced again. */
    void sendAgain(Reannouncement.Due due, List<Positioned<JournalEntry>> lines)
            throws ExecutionException, InterruptedException {
        Producer<String, byte[]> to = producer.get();
        List<Sent> sent = new ArrayList<>();
        for (Positioned<JournalEntry> line : lines) {
            JournalEntry entry = line.value();
            String study = entry.event().studyUid();
            ProducerRecord<String, byte[]> record =
                    records.instance(study, entry, ReducedEvents.bounded(entry.event()));
            if (due.ends(line)) {
                OutboxHeaders.put(record.headers(), OutboxHeaders.AGAIN, "true");
            }
            sent.add(new Sent(entry, study, to.send(record)));
        }
        awaitAll(to, sent);
    }

    private void awaitAll(Producer<String, byte[]> to, List<Sent> sent)
            throws ExecutionException, InterruptedException {
        to.flush();
        for (Sent one : sent) {
            await(to, one);
        }
    }

    /** One event that no broker takes must not hold up all others. */
    private void await(Producer<String, byte[]> to, Sent sent) throws ExecutionException, InterruptedException {
        if (OutboxProducer.isTaken(sent.acknowledgement())) {
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
        if (OutboxProducer.isTaken(to.send(records.instance(sent.study(), sent.entry(), reduced)))) {
            return;
        }
        LOG.errorf("instance event too large for the broker even so: to the dead letters without its content");
        metrics.deadLettered();
        ProducerRecord<String, byte[]> letter =
                OutboxRecords.deadLetter(records.instance(sent.study(), sent.entry(), reduced));
        if (!OutboxProducer.isTaken(to.send(letter))) {
            LOG.errorf("dead letter too large for the broker: the instance is announced nowhere");
        }
    }
}
