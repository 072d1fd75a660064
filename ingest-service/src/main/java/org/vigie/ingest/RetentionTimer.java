package org.vigie.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.vigie.ingest.storage.RetentionRun;

/** Retention at intervals. */
final class RetentionTimer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RetentionTimer.class);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());
    private final ScheduledFuture<?> runs;

    RetentionTimer(Retention retention, IngestMetrics metrics, Duration every) {
        runs = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        retain(retention, metrics, "schedule", false);
                    } catch (IOException | RuntimeException e) {
                        metrics.retentionFailed();
                        LOG.warnf("retention did not run: %s", e.getClass().getSimpleName());
                    }
                },
                every.toMillis(),
                every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** One run, counted and logged if it dropped anything. */
    static RetentionRun retain(Retention retention, IngestMetrics metrics, String by, boolean dryRun)
            throws IOException {
        RetentionRun run = retention.run(by, dryRun);
        if (!dryRun) {
            metrics.retained(run);
            LOG.infof("retention: %d objects of %d studies dropped", run.freedObjects(), run.studies());
        }
        return run;
    }

    @Override
    public void close() {
        runs.cancel(false);
        timer.shutdownNow();
    }
}
