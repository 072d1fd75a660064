package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.identity.PatientIds;
import org.vigie.mr.HeaderFault;
import org.vigie.mr.MrHeader;
import org.vigie.mr.SeriesKind;
import org.vigie.mr.dicom.MrHeaderReader;

/** Reads the headers of a study's instances; what is no image in space and no contour is passed over. */
public final class StudyScanner {
    private final List<ScannedFrame> frames = new ArrayList<>();
    private final List<ScannedFrame> otherImages = new ArrayList<>();
    private final List<ContourObject> contours = new ArrayList<>();
    private final Set<String> patients = new LinkedHashSet<>();
    private final Set<Reason> unusable = new LinkedHashSet<>();
    private final List<String> skipped = new ArrayList<>();

    private StudyScanner() {}

    /** @throws IOException if the place of an instance fails; unreadable instances are named in the scan */
    public static StudyScan scan(List<StudyObject> objects) throws IOException {
        StudyScanner scanner = new StudyScanner();
        for (StudyObject object : objects) {
            scanner.add(object, object.bytes().read());
        }
        return new StudyScan(
                scanner.frames,
                scanner.otherImages,
                scanner.contours,
                scanner.patients,
                List.copyOf(scanner.unusable),
                scanner.skipped);
    }

    private void add(StudyObject object, byte[] bytes) {
        if (!Datasets.isDicom(bytes)) {
            skipped.add(object.label());
            return;
        }
        try {
            header(object, Datasets.parse(bytes, Tag.PixelData).dataset());
        } catch (IOException e) {
            unusable.add(Reason.of(ReasonCode.INVALID_VALUE, "instance"));
        }
    }

    private void header(StudyObject object, Attributes dataset) {
        MrHeader header = MrHeaderReader.read(dataset);
        switch (header) {
            case MrHeader.Usable usable -> {
                usable.frames().forEach(frame -> frames.add(new ScannedFrame(frame, object)));
                if (usable.frames().stream().anyMatch(f -> f.kind().isDiffusionWeighted())) {
                    patientOf(dataset);
                }
            }
            case MrHeader.Unusable(SeriesKind kind, List<HeaderFault> faults) -> {
                if (kind.isDiffusionWeighted()) {
                    faults.forEach(fault -> unusable.add(reason(fault)));
                }
            }
            case MrHeader.NotMrImage _ -> other(object, dataset);
        }
    }

    private void other(StudyObject object, Attributes dataset) {
        String sopClass = dataset.getString(Tag.SOPClassUID, "");
        if (OutlineReader.isOne(sopClass)) {
            contours.add(new ContourObject(
                    object,
                    dataset.getString(Tag.SOPInstanceUID, ""),
                    !OutlineReader.REPORTS.contains(sopClass),
                    patientId(dataset)));
        } else if (MrHeaderReader.readAnyImage(dataset) instanceof MrHeader.Usable usable) {
            usable.frames().forEach(frame -> otherImages.add(new ScannedFrame(frame, object)));
        }
    }

    private void patientOf(Attributes dataset) {
        patientId(dataset).ifPresent(patients::add);
    }

    private static Optional<String> patientId(Attributes dataset) {
        return Optional.ofNullable(dataset.getString(Tag.PatientID))
                .map(PatientIds::normalise)
                .filter(id -> !id.isEmpty());
    }

    private static Reason reason(HeaderFault fault) {
        return switch (fault.code()) {
            case MISSING_UID -> Reason.of(ReasonCode.MISSING_INPUT, "uid");
            case MISSING_POSITION -> Reason.of(ReasonCode.MISSING_INPUT, "position");
            case MISSING_ORIENTATION -> Reason.of(ReasonCode.MISSING_INPUT, "orientation");
            case MISSING_SPACING -> Reason.of(ReasonCode.MISSING_INPUT, "pixelSpacing");
            case MISSING_MATRIX -> Reason.of(ReasonCode.MISSING_INPUT, "matrix");
            case MISSING_FRAME_GROUPS -> Reason.of(ReasonCode.MISSING_INPUT, "functionalGroups");
            case INVALID_POSITION -> Reason.of(ReasonCode.INVALID_VALUE, "position");
            case INVALID_ORIENTATION -> Reason.of(ReasonCode.INVALID_VALUE, "orientation");
            case INVALID_SPACING -> Reason.of(ReasonCode.INVALID_VALUE, "pixelSpacing");
            case INVALID_B_VALUE -> Reason.of(ReasonCode.INVALID_VALUE, "bValue");
            case INVALID_FRAME_COUNT -> Reason.of(ReasonCode.INVALID_VALUE, "numberOfFrames");
            case MALFORMED_MOSAIC -> Reason.of(ReasonCode.INVALID_VALUE, "mosaic");
            case UNSUPPORTED_MOSAIC -> Reason.of(ReasonCode.NOT_DECODABLE, "mosaic");
        };
    }
}
