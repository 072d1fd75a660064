package org.vigie.e2e;

import java.time.ZoneId;

/** What the services take for granted about the site unless told otherwise. */
final class Site {
    static final ZoneId ZONE = ZoneId.of("Europe/Paris");

    private Site() {}
}
