package org.vigie.notify.domain;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** Working days: Monday to Friday of the site; public holidays are not known here. */
public final class WorkingDays {
    private WorkingDays() {}

    /** The same time of day, so many working days later. */
    public static Instant after(Instant start, int workingDays, ZoneId site) {
        ZonedDateTime at = start.atZone(site);
        int left = workingDays;
        while (left > 0) {
            at = at.plusDays(1);
            if (at.getDayOfWeek() != DayOfWeek.SATURDAY && at.getDayOfWeek() != DayOfWeek.SUNDAY) {
                left--;
            }
        }
        return at.toInstant();
    }
}
