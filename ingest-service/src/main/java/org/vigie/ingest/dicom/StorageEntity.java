package org.vigie.ingest.dicom;

import org.dcm4che3.data.UID;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.StorageOptions;
import org.dcm4che3.net.TransferCapability;
import org.dcm4che3.net.pdu.AAssociateAC;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;

/** Our application entity: what it offers, and that storage means the Storage Service only. */
final class StorageEntity extends ApplicationEntity {
    private static final long serialVersionUID = 1L;

    /** What a data set of a command may come in; the library reads these. */
    private static final String[] UNCOMPRESSED = {
        UID.ExplicitVRLittleEndian, UID.ImplicitVRLittleEndian, UID.ExplicitVRBigEndian
    };

    private static final String[] SERVICES = {
        UID.Verification, UID.StorageCommitmentPushModel, UID.InstanceAvailabilityNotification
    };

    private final transient StorageClasses classes;

    StorageEntity(String title, StorageClasses classes) {
        super(title);
        this.classes = classes;
        setAssociationAcceptor(true);
        setAssociationInitiator(true);
        for (String service : SERVICES) {
            addTransferCapability(new TransferCapability(null, service, TransferCapability.Role.SCP, UNCOMPRESSED));
        }
        TransferCapability storage = new TransferCapability(null, "*", TransferCapability.Role.SCP, "*");
        // Everything is kept as sent, signatures with it, and nothing is coerced (PS3.4 B.3.1).
        storage.setStorageOptions(new StorageOptions(
                StorageOptions.LevelOfSupport.LEVEL_2,
                StorageOptions.DigitalSignatureSupport.LEVEL_1,
                StorageOptions.ElementCoercion.NO));
        addTransferCapability(storage);
    }

    @Override
    public PresentationContext negotiate(AAssociateRQ request, AAssociateAC answer, PresentationContext proposed) {
        String abstractSyntax = proposed.getAbstractSyntax();
        boolean service = java.util.List.of(SERVICES).contains(abstractSyntax);
        if (!service && !classes.accepts(abstractSyntax)) {
            return new PresentationContext(
                    proposed.getPCID(),
                    PresentationContext.ABSTRACT_SYNTAX_NOT_SUPPORTED,
                    proposed.getTransferSyntax());
        }
        return super.negotiate(request, answer, proposed);
    }
}
