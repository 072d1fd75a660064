package org.vigie.simulator.domain;

import java.time.Duration;

/**
 * How to send.
 *
 * @param callingAe our AE title
 * @param connectFor how long to try for the first association
 * @param reconnectFor how long to try again after an association was lost
 * @param pauseAfter pause once after so many instances were stored; 0 = never
 * @param pause what to do then; the association stays open meanwhile
 */
public record SendOptions(String callingAe, Duration connectFor, Duration reconnectFor, int pauseAfter, Pause pause) {

    public static final SendOptions DEFAULT =
            new SendOptions("VIGIE_SIM", Duration.ZERO, Duration.ofSeconds(60), 0, () -> {});

    /** Returns when sending shall go on. */
    @FunctionalInterface
    public interface Pause {
        void await() throws InterruptedException;
    }

    public SendOptions withCallingAe(String other) {
        return new SendOptions(other, connectFor, reconnectFor, pauseAfter, pause);
    }

    public SendOptions withReconnectFor(Duration other) {
        return new SendOptions(callingAe, connectFor, other, pauseAfter, pause);
    }

    public SendOptions withPause(int after, Pause other) {
        return new SendOptions(callingAe, connectFor, reconnectFor, after, other);
    }
}
