package org.vigie.contract.identity;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The site table: every spelling of an issuer of patient ids (DICOM issuer, calling AE title, HL7 CX.4, FHIR system) to
 * one canonical issuer. What the table does not know gets the site's default issuer, never an empty one.
 */
public final class Issuers {
    private final String defaultIssuer;
    private final Map<String, String> canonicalBySpelling;

    /** @throws IllegalArgumentException if the default issuer or a canonical issuer is empty */
    public Issuers(String defaultIssuer, Map<String, String> canonicalBySpelling) {
        this.defaultIssuer = spelling(defaultIssuer);
        Map<String, String> table = new HashMap<>();
        canonicalBySpelling.forEach((known, canonical) -> table.put(spelling(known), spelling(canonical)));
        if (this.defaultIssuer.isEmpty() || table.containsValue("")) {
            throw new IllegalArgumentException("issuer table: an issuer must not be empty");
        }
        this.canonicalBySpelling = Map.copyOf(table);
    }

    private static String spelling(String issuer) {
        return PatientIds.normalise(issuer).toUpperCase(Locale.ROOT);
    }

    /**
     * @param stated issuer as stated in the object or message, null if it states none
     * @param sender calling AE title or sending application, null if unknown; used where nothing is stated
     */
    public String canonical(@Nullable String stated, @Nullable String sender) {
        String issuer = stated == null ? "" : spelling(stated);
        if (!issuer.isEmpty()) {
            return canonicalBySpelling.getOrDefault(issuer, defaultIssuer);
        }
        return sender == null ? defaultIssuer : canonicalBySpelling.getOrDefault(spelling(sender), defaultIssuer);
    }
}
