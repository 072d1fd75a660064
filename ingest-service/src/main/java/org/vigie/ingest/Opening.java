package org.vigie.ingest;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.Logger;

/** What was opened, to be closed in the reverse order. */
final class Opening {
    private static final Logger LOG = Logger.getLogger(Opening.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        open.push(part);
        return part;
    }

    void closeAll() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warnf("closing: %s", e.getClass().getSimpleName());
            }
        }
    }
}
