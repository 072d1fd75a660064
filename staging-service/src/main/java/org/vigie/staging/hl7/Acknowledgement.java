package org.vigie.staging.hl7;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers in the words of HL7 2.5: MSA, and one ERR for each thing that is wrong. */
final class Acknowledgement {
    private static final DateTimeFormatter TS = DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx");
    private static final int MOST_ERRORS = 50;

    private final Clock clock;

    Acknowledgement(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param header raw header fields of the message answered, empty strings where unknown
     * @param code AA, AE or AR
     */
    String text(RawHeader header, String code, List<Err> errors) {
        StringBuilder ack = new StringBuilder();
        ack.append("MSH|^~\\&|")
                .append(header.receivingApplication())
                .append('|')
                .append(header.receivingFacility())
                .append('|')
                .append(header.sendingApplication())
                .append('|')
                .append(header.sendingFacility())
                .append('|')
                .append(TS.format(clock.instant().atOffset(ZoneOffset.UTC)))
                .append("||ACK")
                .append(header.event().isEmpty() ? "" : "^" + header.event() + "^ACK")
                .append('|')
                .append(UUID.randomUUID().toString().replace("-", ""), 0, 20)
                .append('|')
                .append(header.processingId().isEmpty() ? "P" : header.processingId())
                .append('|')
                .append(header.version().isEmpty() ? "2.5" : header.version())
                .append(header.charset().isEmpty() ? "" : "||||||" + header.charset())
                .append('\r');
        ack.append("MSA|").append(code).append('|').append(header.controlId()).append('\r');
        errors.stream().limit(MOST_ERRORS).forEach(error -> ack.append(err(error)));
        return ack.toString();
    }

    private static String err(Err error) {
        return "ERR||" + error.at().encoded() + '|' + error.kind().number() + '^'
                + error.kind().meaning()
                + "^HL70357|" + error.severity() + '|' + escape(error.code()) + "|||"
                + escape(error.at() + ": " + error.text()) + '\r';
    }

    private static String escape(@Nullable String text) {
        return text == null
                ? ""
                : text.replace("\\", "\\E\\")
                        .replace("|", "\\F\\")
                        .replace("^", "\\S\\")
                        .replace("&", "\\T\\")
                        .replace("~", "\\R\\");
    }
}
