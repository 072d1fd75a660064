package org.vigie.diffusion.messaging;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;
import org.vigie.store.s3.BucketAwayException;

/**
 * Does work again as long as the bucket is away, however long. That is no fault of the study: were it given back to the
 * queue, the few deliveries it has would be used up within a minute and it would be answered as failed.
 *
 * @param first pause before the work is done again; each one after it is twice as long
 * @param longest pause
 */
record WhileAway(Duration first, Duration longest) {
    static final WhileAway DEFAULT = new WhileAway(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private static final Logger LOG = Logger.getLogger(WhileAway.class);

    /** @throws InterruptedException if nobody wants the result any more */
    <T> T call(Callable<T> work) throws Exception {
        for (Duration pause = first; ; pause = shorter(pause.multipliedBy(2), longest)) {
            try {
                return work.call();
            } catch (BucketAwayException away) {
                LOG.warnf("a study waits for the bucket, again in %s: %s", pause, away.getMessage());
                Thread.sleep(pause);
            }
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
