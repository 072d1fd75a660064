package org.vigie.ingest.messaging;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.InstanceStored.DwiFrame;
import org.vigie.contract.imaging.InstanceStored.ProtocolFacts;
import org.vigie.ingest.domain.InstanceHeader;

/** Instance events without what makes them large. */
final class ReducedEvents {
    private ReducedEvents() {}

    /** Still an instance of its study; the study then says that its images are not described. */
    static InstanceStored withoutFrames(InstanceStored e) {
        ProtocolFacts facts = e.protocolFacts();
        return of(
                e,
                e.referencedStudyUids(),
                List.of(),
                facts == null ? null : new ProtocolFacts(facts.protocols(), List.of()));
    }

    /** The same event where it refers to no more studies than are told. */
    static InstanceStored bounded(InstanceStored e) {
        int most = 1 + InstanceHeader.MAX_REFERENCED_STUDIES;
        return e.referencedStudyUids().size() <= most
                ? e
                : of(e, e.referencedStudyUids().subList(0, most), e.dwiFrames(), e.protocolFacts());
    }

    private static InstanceStored of(
            InstanceStored e, List<String> referencedStudyUids, List<DwiFrame> frames, @Nullable ProtocolFacts facts) {
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
                referencedStudyUids,
                frames,
                facts);
    }
}
