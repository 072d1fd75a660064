package org.vigie.staging.domain.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the watchdogs wait (project policy; the day of an overdue early study is clinical and stands in the threshold
 * set {@code nac-adc}).
 *
 * @param daysWithoutStudies day of the course from which one without any study is an item; 1 to 10, as the early study is
 *     overdue on day 11
 * @param graceForCourse so long a study may wait for its course, which is often entered after the images; up to 14 days
 * @param recent what is older on arrival is an archive; 1 to 365 days
 * @param settle so long after the last event of a patient nothing more is expected of the same delivery; up to a day
 */
public record WatchDelays(int daysWithoutStudies, Duration graceForCourse, Duration recent, Duration settle) {
    public static final WatchDelays DEFAULT =
            new WatchDelays(3, Duration.ofHours(24), Duration.ofDays(28), Duration.ofMinutes(10));

    /** What is out of range, by name of the setting; empty if nothing is. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (daysWithoutStudies < 1 || daysWithoutStudies > 10) {
            faults.add("days-without-studies: 1 to 10");
        }
        within(faults, "grace-for-course", graceForCourse, Duration.ZERO, Duration.ofDays(14));
        within(faults, "recent", recent, Duration.ofDays(1), Duration.ofDays(365));
        within(faults, "settle", settle, Duration.ofSeconds(1), Duration.ofDays(1));
        return List.copyOf(faults);
    }

    private static void within(List<String> faults, String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            faults.add(name + ": " + least + " to " + most);
        }
    }
}
