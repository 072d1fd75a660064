package org.vigie.staging.hl7;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.hl7.Segments.Seg;
import org.vigie.staging.intake.Intake;

/**
 * What MSH says.
 *
 * @param sender sending application, or facility where there is none; name space of the sender's own ids
 * @param sentAt MSH-7: the version of everything the message states
 */
record Header(String sender, String type, String event, String controlId, String version, Instant sentAt) {
    private static final Pattern VERSION = Pattern.compile("2\\.[1-9](\\.\\d)?");

    /** @throws Refusal (AR) naming the field of MSH */
    static Header read(Seg msh, Set<String> processingIds, ZoneId site, Instant now) {
        try {
            return stated(msh, processingIds, site, now);
        } catch (Refusal e) {
            throw new Refusal(Refusal.Code.AR, e.errors());
        }
    }

    private static Header stated(Seg msh, Set<String> processingIds, ZoneId site, Instant now) {
        String controlId = msh.single(10);
        if (controlId == null || controlId.length() > 199) {
            throw Refusal.rejected(msh.at(10), Err.Kind.REQUIRED_FIELD, "message control id");
        }
        String type = msh.get(9, 1);
        String event = msh.get(9, 2);
        if (type == null) {
            throw Refusal.rejected(msh.at(9), Err.Kind.REQUIRED_FIELD, "message type");
        }
        String version = msh.get(12);
        if (version == null || !VERSION.matcher(version).matches()) {
            throw Refusal.rejected(msh.at(12), Err.Kind.UNSUPPORTED_VERSION, "HL7 2.1 to 2.9");
        }
        String processing = msh.get(11);
        if (processing == null || !processingIds.contains(processing)) {
            throw Refusal.rejected(msh.at(11), Err.Kind.UNSUPPORTED_PROCESSING_ID, "one of " + processingIds);
        }
        String sent = msh.single(7);
        if (sent == null) {
            throw Refusal.rejected(msh.at(7), Err.Kind.REQUIRED_FIELD, "date and time of the message");
        }
        if (msh.single(14) != null) {
            throw Refusal.rejected(msh.at(14), Err.Kind.UNSUPPORTED_TYPE, "a whole message, not a continuation");
        }
        Instant sentAt = Times.read(sent, msh.at(7)).instantIn(site);
        if (sentAt.isAfter(now.plus(Intake.CLOCKS_APART))) {
            throw Refusal.rejected(msh.at(7), Err.Kind.DATA_TYPE, "date and time of the message: not in the future");
        }
        return new Header(sender(msh), type, event == null ? "" : event, controlId, version, sentAt);
    }

    private static String sender(Seg msh) {
        @Nullable String application = msh.get(3);
        @Nullable String facility = msh.get(4);
        if (application == null && facility == null) {
            throw Refusal.rejected(msh.at(3), Err.Kind.REQUIRED_FIELD, "sending application or facility");
        }
        return application == null ? String.valueOf(facility) : application;
    }
}
