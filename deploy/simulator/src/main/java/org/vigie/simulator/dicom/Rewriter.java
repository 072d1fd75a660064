package org.vigie.simulator.dicom;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.jspecify.annotations.Nullable;
import org.vigie.simulator.domain.RedateRequest;

/** Gives a data set another patient, date and identity; every reference to a UID follows. */
final class Rewriter {
    /** The root of what DICOM itself registers. */
    private static final String STANDARD = "1.2.840.10008.";

    /** Name kinds of things, devices and lesions, not instances. */
    private static final Set<Integer> KEPT_UIDS = Set.of(
            Tag.SOPClassUID,
            Tag.ReferencedSOPClassUID,
            Tag.MediaStorageSOPClassUID,
            Tag.TransferSyntaxUID,
            Tag.ImplementationClassUID,
            Tag.CodingSchemeUID,
            Tag.ContextUID,
            Tag.ContextGroupExtensionCreatorUID,
            Tag.MappingResourceUID,
            Tag.DeviceUID,
            Tag.TrackingUID);

    private static final int[] DATES = {
        Tag.InstanceCreationDate,
        Tag.SeriesDate,
        Tag.AcquisitionDate,
        Tag.ContentDate,
        Tag.PerformedProcedureStepStartDate,
        Tag.PerformedProcedureStepEndDate,
        Tag.ScheduledProcedureStepStartDate,
        Tag.ScheduledProcedureStepEndDate
    };

    private static final int[] DATE_TIMES = {
        Tag.AcquisitionDateTime,
        Tag.InstanceCoercionDateTime,
        Tag.FrameAcquisitionDateTime,
        Tag.FrameReferenceDateTime,
        Tag.StartAcquisitionDateTime,
        Tag.EndAcquisitionDateTime,
        Tag.ContributionDateTime
    };

    /** Says who the patient really is or how old she was. */
    private static final int[] REMOVED = {
        Tag.IssuerOfPatientIDQualifiersSequence,
        Tag.OtherPatientIDs,
        Tag.OtherPatientIDsSequence,
        Tag.OtherPatientNames,
        Tag.PatientBirthName,
        Tag.PatientAddress,
        Tag.PatientAge,
        Tag.PatientMotherBirthName,
        Tag.PatientTelephoneNumbers,
        Tag.ReferencedPatientSequence,
        Tag.OriginalAttributesSequence,
        Tag.DigitalSignaturesSequence
    };

    private final RedateRequest request;

    Rewriter(RedateRequest request) {
        this.request = request;
    }

    /** Changes the data set of one instance in place. */
    void rewrite(Attributes dataset) {
        String studyDate = dataset.getString(Tag.StudyDate);
        dates(dataset, studyDate);
        uids(dataset);
        dataset.setString(Tag.StudyDate, VR.DA, DicomText.date(request.studyDate()));
        request.studyTime().ifPresent(t -> dataset.setString(Tag.StudyTime, VR.TM, DicomText.time(t)));
        patient(dataset);
    }

    private void patient(Attributes dataset) {
        for (int tag : REMOVED) {
            dataset.remove(tag);
        }
        dataset.setString(Tag.PatientID, VR.LO, request.patientId());
        dataset.setString(Tag.IssuerOfPatientID, VR.LO, request.issuer());
        dataset.setString(Tag.PatientName, VR.PN, request.patientName());
        if (!dataset.contains(Tag.PatientBirthDate)) {
            dataset.setNull(Tag.PatientBirthDate, VR.DA);
        }
    }

    private void uids(Attributes dataset) {
        for (int tag : dataset.tags()) {
            VR vr = dataset.getVR(tag);
            if (vr == VR.UI && !KEPT_UIDS.contains(tag)) {
                String[] old = dataset.getStrings(tag);
                if (old != null && old.length > 0) {
                    dataset.setString(
                            tag, VR.UI, Arrays.stream(old).map(this::uid).toArray(String[]::new));
                }
            } else if (vr == VR.SQ) {
                items(dataset, tag).forEach(this::uids);
            }
        }
    }

    private String uid(@Nullable String old) {
        if (old == null || old.isEmpty()) {
            return "";
        }
        return old.startsWith(STANDARD) ? old : request.uid(old);
    }

    private void dates(Attributes dataset, @Nullable String studyDate) {
        for (int tag : DATES) {
            String old = dataset.getString(tag);
            if (old != null) {
                dataset.setString(tag, VR.DA, shifted(old, studyDate));
            }
        }
        for (int tag : DATE_TIMES) {
            String old = dataset.getString(tag);
            if (old != null && old.length() >= 8) {
                dataset.setString(tag, VR.DT, shifted(old.substring(0, 8), studyDate) + old.substring(8));
            }
        }
        for (int tag : dataset.tags()) {
            if (dataset.getVR(tag) == VR.SQ) {
                items(dataset, tag).forEach(item -> dates(item, studyDate));
            }
        }
    }

    /** The new study date, or the day after where the original went over midnight. */
    private String shifted(String old, @Nullable String studyDate) {
        boolean nextDay =
                studyDate != null && day(studyDate).map(d -> d.plusDays(1)).equals(day(old)) && day(old).isPresent();
        return DicomText.date(nextDay ? request.studyDate().plusDays(1) : request.studyDate());
    }

    private static Optional<LocalDate> day(String da) {
        try {
            return Optional.of(LocalDate.parse(da, DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static Iterable<Attributes> items(Attributes dataset, int tag) {
        Sequence sequence = dataset.getSequence(tag);
        return sequence == null ? java.util.List.of() : sequence;
    }
}
