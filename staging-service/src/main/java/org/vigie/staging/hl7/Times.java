package org.vigie.staging.hl7;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vigie.contract.ClinicalTime;
import org.vigie.staging.hl7.Segments.Seg;

/** HL7 time stamps: at least a whole date; what is not said stays unknown. */
final class Times {
    private static final Pattern TS =
            Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:(\\d{2})(\\d{2})(?:(\\d{2})(?:\\.\\d{1,4})?)?)?([+-]\\d{4})?");

    private Times() {}

    /** @throws Refusal (AE) if the field is empty or no time stamp */
    static ClinicalTime required(Seg segment, int field, String what) {
        return read(segment.requiredSingle(field, what), segment.at(field));
    }

    static ClinicalTime read(String text, Location at) {
        Matcher ts = TS.matcher(text);
        try {
            if (ts.matches()) {
                LocalDate date = LocalDate.of(number(ts, 1), number(ts, 2), number(ts, 3));
                if (ts.group(4) == null) {
                    return ClinicalTime.of(date);
                }
                LocalTime time = LocalTime.of(number(ts, 4), number(ts, 5), ts.group(6) == null ? 0 : number(ts, 6));
                return new ClinicalTime(date, time, ts.group(7) == null ? null : ZoneOffset.of(ts.group(7)));
            }
        } catch (DateTimeException e) {
            throw notATime(at);
        }
        throw notATime(at);
    }

    private static int number(Matcher ts, int group) {
        return Integer.parseInt(ts.group(group));
    }

    private static Refusal notATime(Location at) {
        return Refusal.error(at, Err.Kind.DATA_TYPE, "a time stamp of HL7: YYYYMMDD[HHMM[SS]][+ZZZZ]");
    }
}
