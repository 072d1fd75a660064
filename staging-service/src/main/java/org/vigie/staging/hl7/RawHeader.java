package org.vigie.staging.hl7;

import java.util.regex.Pattern;

/** Fields of MSH as far as they can be read without trusting the message: an answer needs them even to refuse it. */
record RawHeader(
        String sendingApplication,
        String sendingFacility,
        String receivingApplication,
        String receivingFacility,
        String event,
        String controlId,
        String processingId,
        String version,
        String charset) {
    private static final int LONGEST_FIELD = 199;

    static RawHeader of(String message) {
        int end = message.indexOf('\r');
        String line = end < 0 ? message : message.substring(0, end);
        if (!line.startsWith("MSH") || line.length() < 4) {
            return new RawHeader("", "", "", "", "", "", "", "", "");
        }
        String[] fields = line.split(Pattern.quote(line.substring(3, 4)), -1);
        return new RawHeader(
                field(fields, 3),
                field(fields, 4),
                field(fields, 5),
                field(fields, 6),
                component(fields, 9, 2),
                field(fields, 10),
                component(fields, 11, 1),
                component(fields, 12, 1),
                component(fields, 18, 1));
    }

    /** MSH-1 is the separator itself: field n stands at n - 1. */
    private static String field(String[] fields, int number) {
        String value = fields.length < number ? "" : fields[number - 1];
        return value.length() > LONGEST_FIELD || value.indexOf('|') >= 0 ? "" : value.replace("\n", "");
    }

    private static String component(String[] fields, int number, int component) {
        String[] parts = field(fields, number).split("\\^", -1);
        return parts.length < component ? "" : parts[component - 1];
    }
}
