package org.vigie.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.vigie.ingest.dicom.StowResult;
import org.vigie.ingest.storage.Quarantined;
import org.vigie.ingest.storage.Quarantined.Act;

/** What operators do with objects that were refused and kept. */
@ApplicationScoped
public class QuarantineDesk {
    private static final Logger LOG = Logger.getLogger(QuarantineDesk.class);

    private final IngestService service;
    private final IngestMetrics metrics;

    public QuarantineDesk(IngestService service, IngestMetrics metrics) {
        this.service = service;
        this.metrics = metrics;
    }

    /** What became of an act on the quarantine. */
    public sealed interface Answer {
        record Done() implements Answer {}

        record Unknown() implements Answer {}

        /** It stays where it is. */
        record Refused(String rule) implements Answer {}
    }

    /** Takes an object once more, as if it had just come, from the sender it came from. */
    public Answer retry(String id, String by) throws IOException {
        IngestParts now = service.parts().orElse(null);
        Optional<Quarantined> entry =
                now == null ? Optional.empty() : now.quarantine().find(id);
        if (now == null || entry.isEmpty()) {
            return new Answer.Unknown();
        }
        StowResult result;
        try (InputStream object = now.store().store().open(entry.get().object())) {
            result = now.stow().take(object, entry.get().callingAe(), null);
        }
        return switch (result) {
            case StowResult.Stored stored -> {
                resolve(now, entry.get(), new Quarantined.Resolution(Act.RETRIED, by, "", Instant.now()));
                yield new Answer.Done();
            }
            case StowResult.Failed failed -> new Answer.Refused(failed.rule());
        };
    }

    /** Takes an object off the list for good. */
    public Answer giveUp(String id, String by, String why) throws IOException {
        IngestParts now = service.parts().orElse(null);
        Optional<Quarantined> entry =
                now == null ? Optional.empty() : now.quarantine().find(id);
        if (now == null || entry.isEmpty()) {
            return new Answer.Unknown();
        }
        resolve(now, entry.get(), new Quarantined.Resolution(Act.DELETED, by, why, Instant.now()));
        return new Answer.Done();
    }

    private void resolve(IngestParts now, Quarantined entry, Quarantined.Resolution how) throws IOException {
        now.quarantine().resolve(entry, how);
        metrics.quarantineResolved(how.act());
        LOG.infof("quarantine: %s %s", how.act(), entry.reason());
    }

    public List<Quarantined> latest(int max) {
        IngestParts now = service.parts().orElse(null);
        return now == null ? List.of() : now.quarantine().latest(max);
    }
}
