package org.vigie.staging.hl7;

import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.facts.CourseRules;
import org.vigie.staging.domain.facts.Fault;

/**
 * One ERR segment.
 *
 * @param severity E error, W warning, I information
 * @param code our own code: {@code invalid}, {@code UNIT_UNKNOWN}, {@code AMBIGUOUS_IDENTITY}
 */
record Err(Location at, Kind kind, char severity, String code, String text) {
    /** HL7 table 0357. */
    enum Kind {
        SEGMENT_SEQUENCE(100, "Segment sequence error"),
        REQUIRED_FIELD(101, "Required field missing"),
        DATA_TYPE(102, "Data type error"),
        TABLE_VALUE(103, "Table value not found"),
        UNSUPPORTED_TYPE(200, "Unsupported message type"),
        UNSUPPORTED_EVENT(201, "Unsupported event code"),
        UNSUPPORTED_PROCESSING_ID(202, "Unsupported processing id"),
        UNSUPPORTED_VERSION(203, "Unsupported version id"),
        UNKNOWN_KEY(204, "Unknown key identifier"),
        DUPLICATE_KEY(205, "Duplicate key identifier"),
        INTERNAL(207, "Application internal error");

        private final int number;
        private final String meaning;

        Kind(int number, String meaning) {
            this.number = number;
            this.meaning = meaning;
        }

        int number() {
            return number;
        }

        String meaning() {
            return meaning;
        }

        static Kind of(Fault fault) {
            if (fault.code().equals(ReasonCode.AMBIGUOUS_IDENTITY.name())) {
                return UNKNOWN_KEY;
            }
            if (fault.code().equals(Fault.DUPLICATE) || fault.code().equals(CourseRules.OVERLAP)) {
                return DUPLICATE_KEY;
            }
            return fault.rule().equals("present") ? REQUIRED_FIELD : DATA_TYPE;
        }
    }

    static Err error(Location at, Kind kind, String text) {
        return new Err(at, kind, 'E', Fault.INVALID, text);
    }
}
