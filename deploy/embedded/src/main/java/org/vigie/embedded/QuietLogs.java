package org.vigie.embedded;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the broker's thousand lines per start out of the log; warnings stay. */
final class QuietLogs {
    // Held: java.util.logging forgets the level of a logger that nobody refers to.
    private static final List<Logger> QUIET = List.of(
            Logger.getLogger("kafka"),
            Logger.getLogger("org.apache.kafka"),
            Logger.getLogger("state.change.logger"),
            Logger.getLogger("io.zonky.test"));

    // Start-up states of a single node that the broker words as warnings.
    private static final List<Logger> SILENT = List.of(
            Logger.getLogger("org.apache.kafka.common.utils.AppInfoParser"),
            Logger.getLogger("org.apache.kafka.clients.NetworkClient"));

    private QuietLogs() {}

    static void apply() {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        SILENT.forEach(logger -> logger.setLevel(Level.SEVERE));
    }
}
