package org.vigie.staging.domain.cohort;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Product-limit estimate of survival (Kaplan and Meier, J Am Stat Assoc 1958): S(t) = product over event times ti <= t
 * of (1 - di/ni), so that the value at t includes the events at t. Those censored at a time are at risk at that time.
 *
 * @param steps one per distinct time at which events happened, ascending
 * @param last the longest follow-up; beyond it survival is not known unless it is 0
 */
public record KaplanMeier(int n, int events, double last, List<Step> steps) {
    private static final double EQUAL = 1e-12;

    /**
     * @param standardError Greenwood: S sqrt(sum di / (ni (ni - di))); {@code null} where S is 0
     * @param ci95 by the complementary log-log transform; {@code null} with the standard error
     */
    public record Step(
            double time,
            int atRisk,
            int events,
            double survival,
            @Nullable Double standardError,
            @Nullable Interval ci95) {}

    /** @throws IllegalArgumentException if there is nobody */
    public static KaplanMeier of(List<FollowUp> group) {
        if (group.isEmpty()) {
            throw new IllegalArgumentException("survival of an empty group");
        }
        List<FollowUp> sorted = group.stream()
                .sorted(Comparator.comparingDouble(FollowUp::time))
                .toList();
        List<Step> steps = new ArrayList<>();
        double survival = 1;
        double greenwood = 0;
        int events = 0;
        int from = 0;
        while (from < sorted.size()) {
            double time = sorted.get(from).time();
            int to = from;
            int here = 0;
            while (to < sorted.size() && sorted.get(to).time() == time) {
                here += sorted.get(to).event() ? 1 : 0;
                to++;
            }
            if (here > 0) {
                int atRisk = sorted.size() - from;
                survival *= (double) (atRisk - here) / atRisk;
                greenwood += here / ((double) atRisk * (atRisk - here));
                steps.add(step(time, atRisk, here, survival, greenwood));
                events += here;
            }
            from = to;
        }
        return new KaplanMeier(sorted.size(), events, sorted.getLast().time(), List.copyOf(steps));
    }

    private static Step step(double time, int atRisk, int events, double survival, double greenwood) {
        if (survival == 0) {
            return new Step(time, atRisk, events, 0, null, null);
        }
        double half = Rate.Z_95 * Math.sqrt(greenwood) / Math.log(survival);
        return new Step(
                time,
                atRisk,
                events,
                survival,
                survival * Math.sqrt(greenwood),
                new Interval(Math.pow(survival, Math.exp(-half)), Math.pow(survival, Math.exp(half))));
    }

    /** Survival just after {@code time}; {@code null} beyond the longest follow-up, where nobody was seen. */
    public @Nullable Double at(double time) {
        double survival = 1;
        for (Step step : steps) {
            if (step.time() <= time) {
                survival = step.survival();
            }
        }
        return time > last && survival > 0 ? null : survival;
    }

    /** The first time at which survival is one half or less; {@code null} if it never is. */
    public @Nullable Double median() {
        return steps.stream()
                .filter(s -> s.survival() <= 0.5 + EQUAL)
                .map(Step::time)
                .findFirst()
                .orElse(null);
    }
}
