package org.vigie.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.domain.PriorSearchState;
import org.vigie.ingest.domain.ProtocolReport;
import org.vigie.ingest.domain.ProtocolRules;
import org.vigie.ingest.domain.StudyState;
import org.vigie.ingest.messaging.Reannouncing;
import org.vigie.ingest.mr.ProtocolExplanation;

/** What is known of studies and of what was asked for them. */
@ApplicationScoped
public class StudyDesk {
    private final IngestService service;

    public StudyDesk(IngestService service) {
        this.service = service;
    }

    /** Empty while the assembly takes up its work. */
    public Optional<List<StudyState>> studies(int max) {
        return service.parts().flatMap(now -> now.assembly().latest(max));
    }

    /** Requests for earlier studies, the last changed first. */
    public List<PriorSearchState> priors(int max) {
        return service.parts().map(now -> now.priors().latest(max)).orElse(List.of());
    }

    /** The rules studies are held to. */
    public ProtocolRules protocolRules() {
        return Protocols.read(service.configs().protocols());
    }

    /** What the assembly sees in a study; empty if this process does not assemble it. */
    public Optional<ProtocolReport.Study> explain(String studyUid) {
        return service.parts()
                .flatMap(now -> now.assembly().instances(studyUid))
                .filter(instances -> !instances.isEmpty())
                .map(instances -> new ProtocolExplanation(
                                ConfigFaults.quietTimes(service.configs().completeness()), protocolRules())
                        .ofReceived(studyUid, instances));
    }

    /**
     * Announces studies once more; empty while the assembly takes up its work.
     *
     * @throws IOException if the broker did not take all of them in time, or a manifest is not readable
     */
    public Optional<List<Reannouncing.Again>> reannounce(List<StudyState> studies, String runId, boolean dryRun)
            throws IOException {
        IngestParts now = service.parts().orElse(null);
        return now == null ? Optional.empty() : Optional.of(now.assembly().reannounce(studies, runId, dryRun));
    }

    /** Empty if the id is blank. */
    public Optional<String> patientKey(String patientId, @Nullable String issuer) {
        IngestParts now = service.parts().orElse(null);
        return now == null
                ? Optional.empty()
                : Optional.ofNullable(now.identities().keyOf(patientId, issuer));
    }
}
