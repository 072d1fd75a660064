package org.vigie.ingest.dicom;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
import org.vigie.ingest.storage.CommitmentRequest;

/** Storage commitment, N-ACTION (PS3.4 J.3.2): Success means that the question is on disk; the answer follows. */
final class CommitmentScp extends AbstractDicomService {
    private static final int REQUEST_STORAGE_COMMITMENT = 1;
    private static final int MAX_REFERENCES = 200_000;

    private final Commitments commitments;
    private final InstantSource clock;

    CommitmentScp(Commitments commitments, InstantSource clock) {
        super(UID.StorageCommitmentPushModel);
        this.commitments = commitments;
        this.clock = clock;
    }

    @Override
    public void onDimseRQ(
            Association association, PresentationContext pc, Dimse dimse, Attributes command, PDVInputStream data)
            throws IOException {
        if (dimse != Dimse.N_ACTION_RQ) {
            throw new DicomServiceException(Status.UnrecognizedOperation);
        }
        Attributes asked = CommandData.read(data, pc.getTransferSyntax());
        if (!UID.StorageCommitmentPushModelInstance.equals(command.getString(Tag.RequestedSOPInstanceUID))) {
            throw new DicomServiceException(Status.NoSuchObjectInstance);
        }
        if (command.getInt(Tag.ActionTypeID, 0) != REQUEST_STORAGE_COMMITMENT) {
            throw new DicomServiceException(Status.NoSuchActionType)
                    .setActionTypeID(command.getInt(Tag.ActionTypeID, 0));
        }
        commitments.ask(request(association, asked), association);
        association.tryWriteDimseRSP(pc, Commands.mkNActionRSP(command, Status.Success));
    }

    @Override
    protected void onDimseRQ(
            Association association, PresentationContext pc, Dimse dimse, Attributes command, Attributes data) {
        throw new IllegalStateException("the data set is read bounded, above");
    }

    private CommitmentRequest request(Association association, Attributes asked) throws DicomServiceException {
        String transaction = asked.getString(Tag.TransactionUID);
        Sequence items = asked.getSequence(Tag.ReferencedSOPSequence);
        if (transaction == null || items == null || items.isEmpty()) {
            throw new DicomServiceException(Status.MissingAttribute)
                    .setAttributeIdentifierList(transaction == null ? Tag.TransactionUID : Tag.ReferencedSOPSequence);
        }
        if (!Uids.isValid(transaction) || items.size() > MAX_REFERENCES) {
            throw new DicomServiceException(Status.InvalidArgumentValue);
        }
        List<CommitmentRequest.Reference> references = new ArrayList<>(items.size());
        for (Attributes item : items) {
            String sopClass = item.getString(Tag.ReferencedSOPClassUID);
            String instance = item.getString(Tag.ReferencedSOPInstanceUID);
            if (!Uids.isValid(sopClass) || !Uids.isValid(instance)) {
                throw new DicomServiceException(Status.InvalidArgumentValue)
                        .setAttributeIdentifierList(Tag.ReferencedSOPSequence);
            }
            references.add(new CommitmentRequest.Reference(
                    Objects.requireNonNull(sopClass), Objects.requireNonNull(instance)));
        }
        return new CommitmentRequest(
                transaction, Objects.requireNonNullElse(association.getCallingAET(), ""), clock.instant(), references);
    }
}
