package org.vigie.ingest.dicom;

import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.DimseRSP;
import org.dcm4che3.net.PDVInputStream;
import org.dcm4che3.net.Priority;
import org.dcm4che3.net.Status;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.pdu.RoleSelection;
import org.dcm4che3.net.service.BasicCStoreSCP;
import org.dcm4che3.net.service.DicomServiceException;
import org.dcm4che3.net.service.DicomServiceRegistry;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.Moves;
import org.vigie.ingest.domain.Uids;

/** An archive that speaks C-FIND and C-GET, or C-MOVE to our own port (PS3.4 annex C, Study Root). */
public final class DimseArchive implements Archive {
    /** What a measurement may need. */
    private static final List<String> CLASSES = List.of(
            "1.2.840.10008.5.1.4.1.1.4",
            "1.2.840.10008.5.1.4.1.1.4.1",
            "1.2.840.10008.5.1.4.1.1.4.3",
            "1.2.840.10008.5.1.4.1.1.4.4",
            "1.2.840.10008.5.1.4.1.1.66.4",
            "1.2.840.10008.5.1.4.1.1.66.7",
            "1.2.840.10008.5.1.4.1.1.481.3",
            "1.2.840.10008.5.1.4.1.1.88.22",
            "1.2.840.10008.5.1.4.1.1.88.33",
            "1.2.840.10008.5.1.4.1.1.88.34");

    private final ArchiveAssociations associations;
    private final Address address;
    private final StowIntake intake;
    private final String sender;

    /**
     * Where and how.
     *
     * @param own our AE title, also the destination of a C-MOVE
     * @param move true for C-MOVE
     * @param timeout to connect, for the handshake of TLS, and for each answer
     * @param tls null without
     */
    public record Address(
            String own,
            String called,
            String host,
            int port,
            boolean move,
            Duration timeout,
            @Nullable ArchiveTls tls) {}

    /** @param sender who is named as the source of what comes by C-GET */
    public DimseArchive(Address address, String sender, StowIntake intake) {
        this.address = address;
        this.sender = sender;
        this.intake = intake;
        this.associations = new ArchiveAssociations(address);
    }

    @Override
    public List<String> find(Query query) throws IOException, InterruptedException {
        Attributes keys = new Attributes();
        DateTimeFormatter day = DateTimeFormatter.BASIC_ISO_DATE;
        keys.setString(Tag.QueryRetrieveLevel, VR.CS, "STUDY");
        keys.setString(Tag.PatientID, VR.LO, query.patientId());
        keys.setString(
                Tag.StudyDate,
                VR.DA,
                query.from().format(day) + "-" + query.to().format(day));
        keys.setString(Tag.ModalitiesInStudy, VR.CS, query.modality());
        keys.setNull(Tag.StudyInstanceUID, VR.UI);
        AAssociateRQ request = associations.request(UID.StudyRootQueryRetrieveInformationModelFind);
        Association association = associations.open(request);
        try {
            List<Attributes> found = new ArrayList<>();
            DimseRSP response = association.cfind(
                    UID.StudyRootQueryRetrieveInformationModelFind,
                    Priority.NORMAL,
                    keys,
                    UID.ImplicitVRLittleEndian,
                    0);
            while (response.next()) {
                Attributes one = response.getDataset();
                // An archive that does not know the key gives everything.
                if (one != null && query.patientId().equals(trimmed(one))) {
                    found.add(one);
                }
            }
            check(response.getCommand(), "C-FIND");
            return found.stream()
                    .sorted(Comparator.comparing((Attributes a) -> a.getString(Tag.StudyDate, ""))
                            .reversed())
                    .map(a -> a.getString(Tag.StudyInstanceUID))
                    .filter(Uids::isValid)
                    .distinct()
                    .toList();
        } finally {
            ArchiveAssociations.end(association);
        }
    }

    @Override
    public Fetched fetch(String studyUid, String patientKey) throws IOException, InterruptedException {
        Attributes keys = new Attributes();
        keys.setString(Tag.QueryRetrieveLevel, VR.CS, "STUDY");
        keys.setString(Tag.StudyInstanceUID, VR.UI, studyUid);
        return address.move() ? move(keys, patientKey) : get(keys, studyUid, patientKey);
    }

    private Fetched move(Attributes keys, String patientKey) throws IOException, InterruptedException {
        Association association =
                associations.open(associations.request(UID.StudyRootQueryRetrieveInformationModelMove));
        Moves.Moving moving = intake.moves().begin(patientKey);
        try {
            DimseRSP response = association.cmove(
                    UID.StudyRootQueryRetrieveInformationModelMove,
                    Priority.NORMAL,
                    keys,
                    UID.ImplicitVRLittleEndian,
                    address.own());
            while (response.next()) {
                // pending: images go to our port meanwhile
            }
            Attributes last = response.getCommand();
            check(last, "C-MOVE");
            int refused = moving.refused().get();
            return new Fetched(
                    Math.max(0, last.getInt(Tag.NumberOfCompletedSuboperations, 0) - refused),
                    last.getInt(Tag.NumberOfFailedSuboperations, 0) + refused);
        } finally {
            intake.moves().end();
            ArchiveAssociations.end(association);
        }
    }

    private Fetched get(Attributes keys, String studyUid, String patientKey) throws IOException, InterruptedException {
        AtomicInteger stored = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        DicomServiceRegistry services = new DicomServiceRegistry();
        services.addDicomService(new Receiving(new StowIntake.Expected(sender, studyUid, patientKey), stored, refused));
        associations.answerWith(services);
        AAssociateRQ request = associations.request(UID.StudyRootQueryRetrieveInformationModelGet);
        int id = 3;
        for (String sopClass : CLASSES) {
            request.addRoleSelection(new RoleSelection(sopClass, false, true));
            request.addPresentationContext(
                    new PresentationContext(id, sopClass, UID.ExplicitVRLittleEndian, UID.ImplicitVRLittleEndian));
            id += 2;
        }
        Association association = associations.open(request);
        try {
            DimseRSP response = association.cget(
                    UID.StudyRootQueryRetrieveInformationModelGet, Priority.NORMAL, keys, UID.ImplicitVRLittleEndian);
            while (response.next()) {
                // pending: images come on this association meanwhile
            }
            check(response.getCommand(), "C-GET");
            return new Fetched(stored.get(), refused.get());
        } finally {
            ArchiveAssociations.end(association);
        }
    }

    /** Sub-operations that failed are counted, so a warning is no failure. */
    private static void check(Attributes command, String what) throws ArchiveException {
        int status = command == null ? -1 : command.getInt(Tag.Status, -1);
        boolean warning = (status & 0xF000) == 0xB000;
        if (status != Status.Success && !warning) {
            throw new ArchiveException("%s answered %04XH".formatted(what, status & 0xFFFF));
        }
    }

    private static String trimmed(Attributes one) {
        String id = one.getString(Tag.PatientID);
        return id == null ? "" : org.vigie.contract.identity.PatientIds.normalise(id);
    }

    @Override
    public void close() {
        associations.close();
    }

    private final class Receiving extends BasicCStoreSCP {
        private final StowIntake.Expected expected;
        private final AtomicInteger stored;
        private final AtomicInteger refused;

        Receiving(StowIntake.Expected expected, AtomicInteger stored, AtomicInteger refused) {
            super("*");
            this.expected = expected;
            this.stored = stored;
            this.refused = refused;
        }

        @Override
        protected void store(
                Association as, PresentationContext pc, Attributes request, PDVInputStream data, Attributes response)
                throws IOException {
            Inspector.Announced announced = new Inspector.Announced(
                    request.getString(Tag.AffectedSOPClassUID),
                    request.getString(Tag.AffectedSOPInstanceUID),
                    pc.getTransferSyntax());
            switch (intake.store(announced, data, expected)) {
                case StowResult.Stored done -> stored.incrementAndGet();
                case StowResult.Failed failed -> {
                    refused.incrementAndGet();
                    throw new DicomServiceException(failed.failureReason(), failed.rule());
                }
            }
        }
    }
}
