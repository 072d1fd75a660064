package org.vigie.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a caller shows who it is. */
public enum Way {
    /** Name and password. */
    BASIC,
    /** Bearer token of an OpenID Connect issuer. */
    OIDC,
    /** Client certificate in the TLS handshake. */
    MTLS;

    static Optional<Way> of(String text) {
        return Stream.of(values())
                .filter(way -> way.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}
