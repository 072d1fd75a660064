package org.vigie.staging.intake;

import org.jspecify.annotations.Nullable;

/**
 * Which way something came in.
 *
 * @param source {@code rest}, {@code fhir}, {@code hl7}, {@code csv}
 * @param by user id or system id
 * @param system name space of the source's own ids, null where there are none
 */
public record Origin(String source, String by, @Nullable String system) {
    public static Origin rest(@Nullable String user) {
        return new Origin("rest", user == null ? "unknown" : user, null);
    }
}
