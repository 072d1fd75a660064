package org.vigie.ingest;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks at intervals for images that were named before they came. */
final class ReferralTimer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ReferralTimer.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("referrals").factory());
    private final ScheduledFuture<?> runs;

    ReferralTimer(IngestPipeline pipeline) {
        runs = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        pipeline.settleLate();
                    } catch (RuntimeException | Error e) {
                        // Out of here it would end the task, silently and for good.
                        LOG.errorf(
                                "late images not looked for: %s", e.getClass().getSimpleName());
                    }
                },
                EVERY.toMillis(),
                EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Waits for a round that is under way: it may be writing. */
    @Override
    public void close() {
        runs.cancel(false);
        timer.shutdown();
        try {
            if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("late images are still being looked for");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
