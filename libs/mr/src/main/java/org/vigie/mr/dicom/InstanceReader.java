package org.vigie.mr.dicom;

import java.util.List;
import java.util.Optional;
import org.dcm4che3.data.Tag;
import org.vigie.mr.MrInstance;
import org.vigie.mr.Protocol;
import org.vigie.mr.Scanner;
import org.vigie.mr.StudyTime;

/** Reads what one header says about all of its frames. */
final class InstanceReader {
    private InstanceReader() {}

    /** Empty where an identifier is missing without which an image belongs to nothing. */
    static Optional<MrInstance> read(Elements root, boolean enhanced) {
        Optional<String> instance = root.text(Tag.SOPInstanceUID);
        Optional<String> series = root.text(Tag.SeriesInstanceUID);
        Optional<String> study = root.text(Tag.StudyInstanceUID);
        if (instance.isEmpty() || series.isEmpty() || study.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MrInstance(
                instance.get(),
                root.text(Tag.SOPClassUID).orElse(""),
                series.get(),
                study.get(),
                root.integer(Tag.SeriesNumber),
                root.integer(Tag.InstanceNumber),
                root.integer(Tag.AcquisitionNumber),
                enhanced,
                scanner(root),
                protocol(root),
                studyTime(root)));
    }

    static Optional<String> sequenceName(Elements root) {
        return root.text(Tag.SequenceName).or(() -> root.text(Tag.PulseSequenceName));
    }

    static Optional<String> contrastAgent(Elements root) {
        return root.text(Tag.ContrastBolusAgent)
                .or(() -> root.firstItem(Tag.ContrastBolusAgentSequence)
                        .map(item -> item.text(Tag.CodeMeaning).orElse("coded agent")));
    }

    private static Scanner scanner(Elements root) {
        List<String> versions = root.texts(Tag.SoftwareVersions);
        return new Scanner(
                root.text(Tag.Manufacturer),
                root.text(Tag.ManufacturerModelName),
                root.text(Tag.DeviceSerialNumber),
                versions.isEmpty() ? Optional.empty() : Optional.of(String.join("\\", versions)),
                root.number(Tag.MagneticFieldStrength));
    }

    private static Protocol protocol(Elements root) {
        Optional<String> fatSuppression = root.text(Tag.SpectrallySelectedSuppression)
                .or(() -> root.texts(Tag.ScanOptions).stream()
                        .filter("FS"::equals)
                        .findFirst());
        return new Protocol(
                root.text(Tag.ProtocolName),
                sequenceName(root),
                root.text(Tag.SeriesDescription),
                root.text(Tag.BodyPartExamined),
                fatSuppression,
                contrastAgent(root),
                root.texts(Tag.ImageType));
    }

    private static StudyTime studyTime(Elements root) {
        return new StudyTime(
                root.text(Tag.StudyDate).flatMap(DicomTimes::date),
                root.text(Tag.StudyTime).flatMap(DicomTimes::time),
                root.text(Tag.TimezoneOffsetFromUTC).flatMap(DicomTimes::offset));
    }
}
