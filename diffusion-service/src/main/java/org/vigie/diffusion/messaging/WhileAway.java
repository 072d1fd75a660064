package org.vigie.diffusion.messaging;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.vigie.store.ObjectStore;
import org.vigie.store.s3.BucketAwayException;

/**
 * Does work again as long as the bucket is away, however long. That is no fault of the study: were it given back to the
 * queue, the few deliveries it has would be used up within a minute and it would be answered as failed. A bucket that answers
 * while one object can not be had is another matter: that study would hold up all others for ever.
 *
 * @param first pause before the work is done again; each one after it is twice as long
 * @param longest pause
 * @param answers whether the bucket as such can be asked now
 */
record WhileAway(Duration first, Duration longest, BooleanSupplier answers) {
    /** Failures in a row beside a bucket that answers; with the pauses half a minute at least. */
    static final int MOST_TRIES = 5;

    private static final Logger LOG = Logger.getLogger(WhileAway.class);

    static WhileAway of(ObjectStore store) {
        return new WhileAway(Duration.ofSeconds(1), Duration.ofSeconds(30), store::answers);
    }

    /**
     * The result of the work.
     *
     * @throws IOException that is no {@link BucketAwayException} if the work fails again and again and the bucket answers
     * @throws InterruptedException if nobody wants the result any more
     */
    <T> T call(Callable<T> work) throws Exception {
        int tries = 0;
        for (Duration pause = first; ; pause = shorter(pause.multipliedBy(2), longest)) {
            try {
                return work.call();
            } catch (BucketAwayException away) {
                tries = answers.getAsBoolean() ? tries + 1 : 0;
                if (tries == MOST_TRIES) {
                    throw new IOException("the bucket answers, the study fails: " + away.getMessage(), away);
                }
                LOG.warnf("a study waits for the bucket, again in %s: %s", pause, away.getMessage());
                Thread.sleep(pause);
            }
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
