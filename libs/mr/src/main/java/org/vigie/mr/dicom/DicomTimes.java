package org.vigie.mr.dicom;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DICOM's date, time and offset forms (PS3.5 6.2); anything else is empty. */
final class DicomTimes {
    private static final Pattern DATE = Pattern.compile("(\\d{4})\\.?(\\d{2})\\.?(\\d{2})");
    private static final Pattern TIME = Pattern.compile("(\\d{2}):?(\\d{2})?:?(\\d{2})?(?:\\.(\\d{1,6}))?");
    private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{2})(\\d{2})");

    private DicomTimes() {}

    static Optional<LocalDate> date(String da) {
        Matcher m = DATE.matcher(da);
        return m.matches() ? valid(() -> LocalDate.of(number(m, 1), number(m, 2), number(m, 3))) : Optional.empty();
    }

    static Optional<LocalTime> time(String tm) {
        Matcher m = TIME.matcher(tm);
        if (!m.matches()) {
            return Optional.empty();
        }
        String fraction = m.group(4) == null ? "" : m.group(4);
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        // A leap second is written as 60 and has no place in LocalTime.
        return valid(() -> LocalTime.of(number(m, 1), number(m, 2), Math.min(number(m, 3), 59), nanos));
    }

    /** The local part of a DT; its own offset, if any, is left to the caller's study offset. */
    static Optional<LocalDateTime> dateTime(String dt) {
        String local = dt.replaceFirst("[+-]\\d{4}$", "");
        if (local.length() < 10) {
            return Optional.empty();
        }
        return date(local.substring(0, 8)).flatMap(d -> time(local.substring(8)).map(d::atTime));
    }

    static Optional<ZoneOffset> offset(String value) {
        Matcher m = OFFSET.matcher(value);
        int sign = value.startsWith("-") ? -1 : 1;
        return m.matches()
                ? valid(() -> ZoneOffset.ofHoursMinutes(sign * number(m, 2), sign * number(m, 3)))
                : Optional.empty();
    }

    private static int number(Matcher m, int group) {
        return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
    }

    private static <T> Optional<T> valid(java.util.function.Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }
}
