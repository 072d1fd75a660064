package org.vigie.staging.domain.facts;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;

/** Collects the faults of one statement. */
final class Faults {
    private static final Pattern UID = Pattern.compile("(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*))+");
    private static final Pattern COURSE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    /** Nobody who is treated today was examined before. */
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    private final List<Fault> found = new ArrayList<>();
    private final ZoneId site;
    private final LocalDate today;

    Faults(ZoneId site, LocalDate today) {
        this.site = site;
        this.today = today;
    }

    List<Fault> found() {
        return List.copyOf(found);
    }

    Faults add(String object, String rule) {
        found.add(Fault.invalid(object, rule));
        return this;
    }

    boolean present(@Nullable Object value, String object) {
        if (value == null) {
            add(object, "present");
        }
        return value != null;
    }

    Faults text(@Nullable String value, String object) {
        return value == null || value.isBlank() || value.length() > 200
                ? add(object, "present, at most 200 characters")
                : this;
    }

    Faults optionalText(@Nullable String value, String object) {
        return value == null ? this : text(value, object);
    }

    Faults uid(@Nullable String value, String object) {
        return value == null || value.length() > 64 || !UID.matcher(value).matches()
                ? add(object, "a DICOM UID: digits and dots, at most 64 characters")
                : this;
    }

    Faults optionalUid(@Nullable String value, String object) {
        return value == null ? this : uid(value, object);
    }

    Faults courseId(@Nullable String value) {
        return value == null || !COURSE_ID.matcher(value).matches()
                ? add("courseId", "1 to 64 letters, digits, dots, hyphens or underscores")
                : this;
    }

    /** Present, a date people live in. */
    boolean date(@Nullable ClinicalTime at, String object) {
        if (!present(at, object) || at == null) {
            return false;
        }
        if (at.date().isBefore(EARLIEST) || at.date().getYear() > 9998) {
            add(object, "a date from 1900 on");
            return false;
        }
        return true;
    }

    /** Present and not in the future. */
    Faults past(@Nullable ClinicalTime at, String object) {
        if (date(at, object) && at != null && at.dateIn(site).isAfter(today)) {
            add(object, "not in the future");
        }
        return this;
    }

    Faults within(Plausible range, @Nullable Double value, String object) {
        return value == null || range.holds(value) ? this : add(object, range.rule());
    }

    /** At least one of the values. */
    Faults any(String object, @Nullable Object... values) {
        for (Object value : values) {
            if (value != null) {
                return this;
            }
        }
        return add(object, "at least one finding stated");
    }
}
