package org.vigie.staging.domain.cohort;

/**
 * How long one patient was followed.
 *
 * @param time since the start, any unit, finite and at least 0
 * @param event whether the follow-up ended with the event; otherwise it was censored
 */
public record FollowUp(double time, boolean event) {
    public FollowUp {
        if (!Double.isFinite(time) || time < 0) {
            throw new IllegalArgumentException("a follow-up of " + time);
        }
    }
}
