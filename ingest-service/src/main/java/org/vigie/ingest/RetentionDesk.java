package org.vigie.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.vigie.ingest.storage.RetentionRun;

/** Retention on request. */
@ApplicationScoped
public class RetentionDesk {
    private final IngestService service;
    private final IngestMetrics metrics;

    public RetentionDesk(IngestService service, IngestMetrics metrics) {
        this.service = service;
        this.metrics = metrics;
    }

    /**
     * Drops what is due for good, or says what would go; empty before the store is open.
     *
     * @throws IOException if the broker does not say what was measured, or the store fails
     */
    public Optional<RetentionRun> retain(String by, boolean dryRun) throws IOException {
        IngestParts now = service.parts().orElse(null);
        return now == null
                ? Optional.empty()
                : Optional.of(RetentionTimer.retain(now.retention(), metrics, by, dryRun));
    }

    /** What retention did, the newest first. */
    public List<RetentionRun> latest(int max) {
        return service.parts().map(now -> now.retention().latest(max)).orElse(List.of());
    }
}
