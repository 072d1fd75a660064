package org.vigie.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A date as clinicians and DICOM state it: the time of day and the offset from UTC may be unknown.
 *
 * <p>Written as ISO 8601: {@code 2026-03-02}, {@code 2026-03-02T09:30:15} or {@code 2026-03-02T09:30:15+01:00}; seconds
 * of zero may be left out, and are when written.
 *
 * @param date calendar date
 * @param time time of day, null if unknown
 * @param offset offset from UTC (DICOM (0008,0201)), null if unknown: the site's zone then applies
 */
public record ClinicalTime(
        LocalDate date, @Nullable LocalTime time, @Nullable ZoneOffset offset) {
    /** @throws IllegalArgumentException if an offset is given without a time */
    public ClinicalTime {
        if (time == null && offset != null) {
            throw new IllegalArgumentException("ClinicalTime: an offset without a time of day");
        }
    }

    public static ClinicalTime of(LocalDate date) {
        return new ClinicalTime(date, null, null);
    }

    /** @throws IllegalArgumentException if the text is none of the three forms */
    @JsonCreator
    public static ClinicalTime parse(String text) {
        try {
            int t = text.indexOf('T');
            if (t < 0) {
                return of(LocalDate.parse(text));
            }
            String clock = text.substring(t + 1);
            if (clock.endsWith("Z") || clock.indexOf('+') >= 0 || clock.indexOf('-') >= 0) {
                OffsetDateTime at = OffsetDateTime.parse(text);
                return new ClinicalTime(at.toLocalDate(), at.toLocalTime(), at.getOffset());
            }
            return new ClinicalTime(LocalDate.parse(text.substring(0, t)), LocalTime.parse(clock), null);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "not a date or date-time of ISO 8601 (2026-03-02, 2026-03-02T09:30:00, 2026-03-02T09:30:00+01:00)",
                    e);
        }
    }

    /** Calendar date in the site's zone: the day a clinician there would write. */
    public LocalDate dateIn(ZoneId site) {
        return time == null || offset == null
                ? date
                : date.atTime(time).atOffset(offset).atZoneSameInstant(site).toLocalDate();
    }

    /** The instant, taking the start of the day where the time is unknown and the site's zone where the offset is. */
    public Instant instantIn(ZoneId site) {
        LocalTime at = time == null ? LocalTime.MIDNIGHT : time;
        return offset == null
                ? date.atTime(at).atZone(site).toInstant()
                : date.atTime(at).toInstant(offset);
    }

    @Override
    @JsonValue
    public String toString() {
        return time == null ? date.toString() : date + "T" + time + (offset == null ? "" : offset.toString());
    }
}
