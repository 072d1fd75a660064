package org.vigie.ingest.dicom;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.ingest.domain.InstanceHeader;
import org.vigie.ingest.domain.ProtocolRule;
import org.vigie.ingest.mr.DwiFacts;
import org.vigie.ingest.mr.DynamicFacts;
import org.vigie.mr.MrHeader;
import org.vigie.mr.SeriesKind;
import org.vigie.mr.dicom.MrHeaderReader;

/** Reads what ingest needs of a data set whose UIDs are known to be valid. */
final class Headers {
    private static final String RT_STRUCTURE_SET = "1.2.840.10008.5.1.4.1.1.481.3";
    /** Reports that may hold regions: Enhanced, Comprehensive, Comprehensive 3D. */
    private static final Set<String> REPORTS =
            Set.of("1.2.840.10008.5.1.4.1.1.88.22", "1.2.840.10008.5.1.4.1.1.88.33", "1.2.840.10008.5.1.4.1.1.88.34");

    private static final Pattern DATE = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
    private static final Pattern TIME = Pattern.compile("(\\d{2})(\\d{2})?(\\d{2})?(?:\\.\\d*)?");

    private Headers() {}

    static InstanceHeader read(Attributes dataset, String transferSyntaxUid) {
        String sopClass = text(dataset, Tag.SOPClassUID);
        MrHeader mr = MrHeaderReader.read(dataset);
        boolean outlines =
                mr.kind() == SeriesKind.SEG || sopClass.equals(RT_STRUCTURE_SET) || REPORTS.contains(sopClass);
        String study = text(dataset, Tag.StudyInstanceUID);
        return new InstanceHeader(
                study,
                text(dataset, Tag.SeriesInstanceUID),
                text(dataset, Tag.SOPInstanceUID),
                sopClass,
                transferSyntaxUid,
                modality(dataset),
                patient(dataset),
                studyTime(dataset),
                outlines || mr.kind() != SeriesKind.NOT_MR,
                outlines ? References.studies(dataset, study) : java.util.List.of(),
                outlines ? References.instances(dataset) : java.util.List.of(),
                DwiFacts.of(mr),
                DynamicFacts.of(mr),
                mr.kind() == SeriesKind.NOT_MR || mr.kind() == SeriesKind.SEG ? null : texts(dataset));
    }

    /** What rules of completeness choose a study by. */
    static ProtocolRule.HeaderTexts texts(Attributes dataset) {
        return new ProtocolRule.HeaderTexts(
                dataset.getString(Tag.BodyPartExamined),
                Stream.of(
                                Tag.StudyDescription,
                                Tag.SeriesDescription,
                                Tag.ProtocolName,
                                Tag.RequestedProcedureDescription)
                        .map(dataset::getString)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static String text(Attributes dataset, int tag) {
        return Objects.requireNonNull(dataset.getString(tag), "checked before");
    }

    private static String modality(Attributes dataset) {
        String modality = dataset.getString(Tag.Modality, "");
        return modality.matches("[A-Z0-9]{2,16}") ? modality : "OT";
    }

    private static InstanceHeader.Patient patient(Attributes dataset) {
        return new InstanceHeader.Patient(
                dataset.getString(Tag.PatientID),
                dataset.getString(Tag.IssuerOfPatientID),
                dataset.getString(Tag.PatientName),
                date(dataset.getString(Tag.PatientBirthDate)),
                dataset.getString(Tag.PatientSex));
    }

    private static @Nullable ClinicalTime studyTime(Attributes dataset) {
        LocalDate date = date(dataset.getString(Tag.StudyDate));
        if (date == null) {
            return null;
        }
        LocalTime time = time(dataset.getString(Tag.StudyTime));
        return new ClinicalTime(date, time, time == null ? null : offset(dataset.getString(Tag.TimezoneOffsetFromUTC)));
    }

    private static @Nullable LocalDate date(@Nullable String da) {
        Matcher m = DATE.matcher(da == null ? "" : da.replace(".", "").strip());
        try {
            return m.matches() ? LocalDate.of(number(m, 1), number(m, 2), number(m, 3)) : null;
        } catch (DateTimeException impossible) {
            return null;
        }
    }

    private static @Nullable LocalTime time(@Nullable String tm) {
        Matcher m = TIME.matcher(tm == null ? "" : tm.replace(":", "").strip());
        try {
            // A leap second is written as 60 and has no place in LocalTime.
            return m.matches() ? LocalTime.of(number(m, 1), number(m, 2), Math.min(59, number(m, 3))) : null;
        } catch (DateTimeException impossible) {
            return null;
        }
    }

    private static @Nullable ZoneOffset offset(@Nullable String value) {
        if (value == null || !value.strip().matches("[+-]\\d{4}")) {
            return null;
        }
        try {
            return ZoneOffset.of(value.strip());
        } catch (DateTimeException impossible) {
            return null;
        }
    }

    private static int number(Matcher m, int group) {
        return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
    }
}
