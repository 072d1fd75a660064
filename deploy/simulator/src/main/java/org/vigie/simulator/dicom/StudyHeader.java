package org.vigie.simulator.dicom;

import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.vigie.simulator.domain.ScannerIdentity;
import org.vigie.simulator.domain.SimulatedPatient;
import org.vigie.simulator.domain.StudyPlan;

/** What every instance of a simulated study says: patient, study, device. */
final class StudyHeader {
    private StudyHeader() {}

    static Attributes of(StudyPlan plan) {
        Attributes a = new Attributes();
        a.setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        patient(a, plan.patient());
        a.setString(Tag.StudyInstanceUID, VR.UI, plan.studyUid());
        a.setString(Tag.StudyDate, VR.DA, DicomText.date(plan.startedAt().toLocalDate()));
        a.setString(Tag.StudyTime, VR.TM, DicomText.time(plan.startedAt().toLocalTime()));
        a.setString(Tag.StudyDescription, VR.LO, plan.description());
        setOrNull(a, Tag.AccessionNumber, VR.SH, plan.accession());
        a.setNull(Tag.ReferringPhysicianName, VR.PN);
        a.setString(Tag.StudyID, VR.SH, "1");
        device(a, plan.scanner());
        a.setString(Tag.FrameOfReferenceUID, VR.UI, plan.frameOfReferenceUid());
        a.setNull(Tag.PositionReferenceIndicator, VR.LO);
        return a;
    }

    private static void patient(Attributes a, SimulatedPatient patient) {
        a.setString(Tag.PatientName, VR.PN, patient.name());
        a.setString(Tag.PatientID, VR.LO, patient.id());
        setOrNull(a, Tag.IssuerOfPatientID, VR.LO, patient.issuer());
        a.setString(Tag.PatientBirthDate, VR.DA, DicomText.date(patient.birthDate()));
        a.setString(Tag.PatientSex, VR.CS, "F");
    }

    private static void device(Attributes a, ScannerIdentity scanner) {
        a.setString(Tag.Manufacturer, VR.LO, scanner.manufacturer());
        a.setString(Tag.ManufacturerModelName, VR.LO, scanner.model());
        a.setString(Tag.DeviceSerialNumber, VR.LO, scanner.serial());
        a.setString(Tag.SoftwareVersions, VR.LO, scanner.software());
    }

    private static void setOrNull(Attributes a, int tag, VR vr, String value) {
        if (value.isEmpty()) {
            a.setNull(tag, vr);
        } else {
            a.setString(tag, vr, value);
        }
    }
}
