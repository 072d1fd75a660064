package org.vigie.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.ingest.domain.InstanceHeader;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;

/** Tells studies of a contour or report of another study that names their images, each once. */
final class Telling {
    private static final int MAX_STUDIES = InstanceHeader.MAX_REFERENCED_STUDIES;

    private final InstanceLog log;
    private final IngestMetrics metrics;

    Telling(InstanceLog log, IngestMetrics metrics) {
        this.log = log;
        this.metrics = metrics;
    }

    /**
     * Makes it durable that these studies are concerned.
     *
     * @param anywhere entries of the object
     * @return false if there is none
     */
    boolean tell(List<JournalEntry> anywhere, Set<String> studyUids) throws IOException {
        List<JournalEntry> entries =
                anywhere.stream().filter(entry -> !entry.event().conflicting()).toList();
        if (entries.isEmpty()) {
            return false;
        }
        Set<String> told = new LinkedHashSet<>();
        entries.forEach(entry -> told.addAll(entry.event().referencedStudyUids()));
        List<String> news = studyUids.stream().filter(s -> !told.contains(s)).toList();
        int room = Math.max(0, 1 + MAX_STUDIES - told.size());
        if (news.size() > room) {
            metrics.referencesCut();
        }
        if (!news.isEmpty() && room > 0) {
            JournalEntry first = entries.getFirst();
            List<String> studies = new ArrayList<>(List.of(first.event().studyUid()));
            studies.addAll(news.subList(0, Math.min(room, news.size())));
            log.append(new JournalEntry(
                            referringTo(first.event(), studies),
                            first.patient(),
                            first.unknownPatient(),
                            first.traceparent()))
                    .awaitDurable();
        }
        return true;
    }

    private static InstanceStored referringTo(InstanceStored e, List<String> studyUids) {
        return new InstanceStored(
                e.patientKey(),
                e.studyUid(),
                e.seriesUid(),
                e.sopInstanceUid(),
                e.sopClassUid(),
                e.transferSyntaxUid(),
                e.modality(),
                e.object(),
                e.callingAe(),
                e.receivedAt(),
                e.studyTime(),
                e.used(),
                e.conflicting(),
                studyUids,
                e.dwiFrames(),
                e.protocolFacts());
    }
}
