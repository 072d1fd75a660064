package org.vigie.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.vigie.ingest.dicom.Upload;
import org.vigie.ingest.dicom.Upload.Outcome;
import org.vigie.ingest.dicom.UploadIntake;
import org.vigie.ingest.storage.UploadLog.Uploaded;

/** Files that operators bring. */
@ApplicationScoped
public class UploadDesk {
    private static final Logger LOG = Logger.getLogger(UploadDesk.class);

    private final IngestService service;
    private final IngestMetrics metrics;

    public UploadDesk(IngestService service, IngestMetrics metrics) {
        this.service = service;
        this.metrics = metrics;
    }

    /** Takes what an operator brings, and keeps who did; empty before the store is open. */
    public Optional<Upload> take(
            UploadIntake.Limits limits, String sender, String by, boolean dryRun, InputStream body, String contentType)
            throws IOException {
        IngestParts now = service.parts().orElse(null);
        if (now == null) {
            return Optional.empty();
        }
        Upload upload = new UploadIntake(now.stow(), limits, sender, dryRun).take(body, contentType);
        long stored = upload.count(Outcome.STORED) + upload.count(Outcome.WOULD_STORE);
        long failed = upload.count(Outcome.FAILED);
        long skipped = upload.count(Outcome.SKIPPED);
        String limit = upload.limit() == null ? "" : upload.limit();
        try {
            now.uploads().add(new Uploaded(Instant.now(), by, dryRun, stored, failed, skipped, limit));
        } catch (IOException unwritable) {
            // What is stored is stored; the sender must hear so.
            LOG.errorf("upload not recorded: %d stored, %d failed, %d skipped", stored, failed, skipped);
        }
        if (!dryRun) {
            metrics.uploaded(stored, failed, skipped);
        }
        return Optional.of(upload);
    }

    public List<Uploaded> latest() {
        IngestParts now = service.parts().orElse(null);
        return now == null ? List.of() : now.uploads().latest();
    }
}
