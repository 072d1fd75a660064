package org.vigie.simulator.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.vigie.contract.Json;

/** What the commands share: one JSON document on stdout, everything else on stderr. */
final class Terminal {
    /** Loggers are kept, since java.util.logging forgets the level of one that nobody holds. */
    private static final List<Logger> CHATTY = List.of(Logger.getLogger("org.dcm4che3"), Logger.getLogger("org.aoju"));

    private Terminal() {}

    static void quiet() {
        CHATTY.forEach(logger -> logger.setLevel(Level.OFF));
    }

    static void json(PrintWriter out, Object document) {
        out.println(new String(Json.bytes(document), StandardCharsets.UTF_8));
        out.flush();
    }
}
