package org.vigie.ingest.dicom;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.DimseRSP;
import org.dcm4che3.net.Status;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.DicomConfig;
import org.vigie.ingest.IngestMetrics;
import org.vigie.ingest.storage.CommitmentLog;
import org.vigie.ingest.storage.CommitmentRequest;

/**
 * Reports whether objects are safe, N-EVENT-REPORT (PS3.4 J.3.3): on the association that asked while it is open, else
 * on a new one to the configured address of the peer, again and again until it is taken or too old.
 */
final class Commitments {
    private static final int ALL_SAFE = 1;
    private static final int FAILURES_EXIST = 2;
    /** While an object may be on its way to the bucket; each reads all objects asked for. */
    private static final int LOOKS = 4;

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final DicomConfig.Commitment config;
    private final CommitmentLog log;
    private final StoredContent stored;
    private final OutgoingAssociations outgoing;
    private final Executor workers;
    private final InstantSource clock;
    private final IngestMetrics metrics;
    private final Set<String> active = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Commitments(
            DicomConfig.Commitment config,
            CommitmentLog log,
            StoredContent stored,
            OutgoingAssociations outgoing,
            Executor workers,
            InstantSource clock,
            IngestMetrics metrics) {
        this.config = config;
        this.log = log;
        this.stored = stored;
        this.outgoing = outgoing;
        this.workers = workers;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Durable on return. */
    void ask(CommitmentRequest request, Association association) throws IOException {
        log.ask(request);
        if (active.add(request.key())) {
            later(request, association, config.sameAssociationAfter(), config.retry());
        }
    }

    /** Takes up what an earlier run left. */
    void start() {
        for (CommitmentRequest request : log.open()) {
            if (active.add(request.key())) {
                later(request, null, Duration.ZERO, config.retry());
            }
        }
    }

    void close() {
        closed = true;
    }

    private void later(
            CommitmentRequest request, @Nullable Association association, Duration pause, Duration nextPause) {
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, workers)
                .execute(() -> attempt(request, association, nextPause));
    }

    private void attempt(CommitmentRequest request, @Nullable Association association, Duration nextPause) {
        if (closed) {
            return;
        }
        try {
            Attributes report = CommitmentReport.of(request, stored);
            if (CommitmentReport.lacksObjects(report)
                    && clock.instant().isBefore(request.requestedAt().plus(stored.delay()))) {
                // Another replica may have taken it, and it is on its way to the bucket.
                later(request, association, stored.delay().dividedBy(LOOKS), nextPause);
                return;
            }
            boolean told = (association != null && tell(association, report)) || tellAnew(request.peer(), report);
            if (told) {
                metrics.committed(report.contains(Tag.FailedSOPSequence) ? "failures" : "committed");
                finished(request);
                return;
            }
            Instant end = request.requestedAt().plus(config.giveUpAfter());
            if (clock.instant().isAfter(end)) {
                metrics.committed("given-up");
                finished(request);
                return;
            }
            metrics.committed("unreached");
        } catch (IOException | RuntimeException notDurable) {
            metrics.committed("unreached");
        }
        Duration doubled = nextPause.multipliedBy(2);
        later(request, null, nextPause, doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled);
    }

    private void finished(CommitmentRequest request) throws IOException {
        log.done(request);
        active.remove(request.key());
    }

    private static boolean tell(Association association, Attributes report) {
        if (!association.isReadyForDataTransfer()) {
            return false;
        }
        int event = report.contains(Tag.FailedSOPSequence) ? FAILURES_EXIST : ALL_SAFE;
        try {
            DimseRSP response = association.neventReport(
                    UID.StorageCommitmentPushModel, UID.StorageCommitmentPushModelInstance, event, report, null);
            response.next();
            return response.getCommand().getInt(Tag.Status, Status.ProcessingFailure) == Status.Success;
        } catch (IOException | RuntimeException closedMeanwhile) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean tellAnew(String peer, Attributes report) {
        try {
            @Nullable Association association = outgoing.openForReport(peer);
            if (association == null) {
                return false;
            }
            try {
                return tell(association, report);
            } finally {
                association.release();
            }
        } catch (IOException | GeneralSecurityException | RuntimeException unreachable) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
