package org.vigie.ingest.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.PartitionInfo;
import org.jboss.logging.Logger;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.IntakeReported;

/** Publishes what this replica reports besides instances. */
final class ReportSender {
    private static final Logger LOG = Logger.getLogger(ReportSender.class);

    private final ReplicaReports reports;
    private final OutboxProducer producer;

    ReportSender(ReplicaReports reports, OutboxProducer producer) {
        this.reports = reports;
        this.producer = producer;
    }

    /**
     * After the instances, so that what is said of them holds.
     *
     * @param published position behind the last entry a broker has acknowledged
     */
    void send(long published) throws ExecutionException, InterruptedException {
        for (var next = reports.nextAnnounced(); next.isPresent(); next = reports.nextAnnounced()) {
            IntakeReported report = next.get();
            String study = Objects.requireNonNull(report.announced()).studyUid();
            if (!OutboxProducer.isTaken(producer.get().send(OutboxRecords.report(study, null, report)))) {
                LOG.errorf("announcement of a study too large for the broker: it is a hint, and let go");
            }
            reports.published(report);
        }
        Optional<IntakeReported> progress = reports.progress(published);
        if (progress.isPresent()) {
            sayEverywhere(progress.get());
            reports.said(progress.get());
        }
    }

    /** Only with an empty outbox: else the others wait for what is still to come. */
    void takeLeave() {
        try {
            sayEverywhere(reports.farewell());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException unreachable) {
            LOG.infof("left without farewell: %s", unreachable.getClass().getSimpleName());
        }
    }

    private void sayEverywhere(IntakeReported report) throws ExecutionException, InterruptedException {
        Producer<String, byte[]> to = producer.get();
        List<Future<?>> sent = new ArrayList<>();
        for (PartitionInfo partition : to.partitionsFor(Topics.INTAKE_REPORTED)) {
            sent.add(to.send(OutboxRecords.report(report.replica(), partition.partition(), report)));
        }
        to.flush();
        for (Future<?> one : sent) {
            one.get();
        }
    }
}
