package org.vigie.ingest.dicom;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Commands;
import org.dcm4che3.net.Dimse;
import org.dcm4che3.net.PDVInputStream;
import org.dcm4che3.net.Status;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.service.AbstractDicomService;
import org.dcm4che3.net.service.DicomServiceException;
import org.vigie.ingest.domain.Uids;

/** Instance Availability Notification, N-CREATE (PS3.4 annex R): what a study is going to consist of. */
final class AvailabilityScp extends AbstractDicomService {
    private static final int MAX_INSTANCES = 50_000;

    private final BiConsumer<String, Map<String, String>> announced;

    /** @param announced takes a study and the series of each of its instances */
    AvailabilityScp(BiConsumer<String, Map<String, String>> announced) {
        super(UID.InstanceAvailabilityNotification);
        this.announced = announced;
    }

    @Override
    public void onDimseRQ(
            Association association, PresentationContext pc, Dimse dimse, Attributes command, PDVInputStream data)
            throws IOException {
        if (dimse != Dimse.N_CREATE_RQ) {
            throw new DicomServiceException(Status.UnrecognizedOperation);
        }
        Attributes notice = CommandData.read(data, pc.getTransferSyntax());
        String study = notice.getString(Tag.StudyInstanceUID);
        Sequence series = notice.getSequence(Tag.ReferencedSeriesSequence);
        if (study == null || series == null) {
            throw new DicomServiceException(Status.MissingAttribute)
                    .setAttributeIdentifierList(study == null ? Tag.StudyInstanceUID : Tag.ReferencedSeriesSequence);
        }
        if (!Uids.isValid(study)) {
            throw new DicomServiceException(Status.InvalidAttributeValue)
                    .setAttributeIdentifierList(Tag.StudyInstanceUID);
        }
        announced.accept(study, instances(series));
        association.tryWriteDimseRSP(pc, Commands.mkNCreateRSP(command, Status.Success));
    }

    @Override
    protected void onDimseRQ(
            Association association, PresentationContext pc, Dimse dimse, Attributes command, Attributes data) {
        throw new IllegalStateException("the data set is read bounded, above");
    }

    private static Map<String, String> instances(Sequence series) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Attributes one : series) {
            String uid = one.getString(Tag.SeriesInstanceUID);
            Sequence references = one.getSequence(Tag.ReferencedSOPSequence);
            if (!Uids.isValid(uid) || references == null) {
                continue;
            }
            for (Attributes reference : references) {
                String instance = reference.getString(Tag.ReferencedSOPInstanceUID);
                boolean available = !"UNAVAILABLE".equals(reference.getString(Tag.InstanceAvailability));
                if (available && found.size() < MAX_INSTANCES && Uids.isValid(instance)) {
                    found.put(Objects.requireNonNull(instance), Objects.requireNonNull(uid));
                }
            }
        }
        return found;
    }
}
