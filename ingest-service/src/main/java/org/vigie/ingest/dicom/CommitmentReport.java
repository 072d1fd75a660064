package org.vigie.ingest.dicom;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.dcm4che3.net.Status;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.storage.CommitmentRequest;
import org.vigie.ingest.storage.CommitmentRequest.Reference;

/** The data set of an N-EVENT-REPORT (PS3.4 table J.3-2). */
final class CommitmentReport {
    private CommitmentReport() {}

    /** What is safe now and what is not, with the reason. */
    static Attributes of(CommitmentRequest request, StoredContent stored) {
        Map<Reference, OptionalInt> found = new LinkedHashMap<>();
        long asked = System.nanoTime();
        request.references().forEach(r -> found.computeIfAbsent(r, one -> stored.failure(one, asked)));
        int failed =
                (int) found.values().stream().filter(OptionalInt::isPresent).count();
        Attributes report = new Attributes();
        report.setString(Tag.TransactionUID, VR.UI, request.transactionUid());
        @Nullable
        Sequence safe =
                failed < found.size() ? report.newSequence(Tag.ReferencedSOPSequence, found.size() - failed) : null;
        @Nullable Sequence unsafe = failed > 0 ? report.newSequence(Tag.FailedSOPSequence, failed) : null;
        found.forEach((reference, failure) -> {
            Attributes item = new Attributes();
            item.setString(Tag.ReferencedSOPClassUID, VR.UI, reference.sopClassUid());
            item.setString(Tag.ReferencedSOPInstanceUID, VR.UI, reference.sopInstanceUid());
            if (failure.isPresent()) {
                item.setInt(Tag.FailureReason, VR.US, failure.getAsInt());
            }
            Sequence into = failure.isPresent() ? unsafe : safe;
            if (into != null) {
                into.add(item);
            }
        });
        return report;
    }

    /** Whether some object is reported that nobody is known to have. */
    static boolean lacksObjects(Attributes report) {
        Sequence failed = report.getSequence(Tag.FailedSOPSequence);
        return failed != null
                && failed.stream().anyMatch(item -> item.getInt(Tag.FailureReason, 0) == Status.NoSuchObjectInstance);
    }
}
