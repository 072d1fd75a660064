package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.identity.PatientIds;
import org.vigie.diffusion.dicom.codec.TransferSyntax;
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
    private final List<StudyScan.Unreadable> unreadable = new ArrayList<>();
    private final Map<String, Set<String>> patientsByStudy = new TreeMap<>();
    private final Map<String, byte[]> digests = new TreeMap<>();
    private final Set<String> contradicted = new TreeSet<>();

    private StudyScanner() {}

    /** @throws IOException if the place of an instance fails; unreadable instances are named in the scan */
    public static StudyScan scan(List<StudyObject> objects) throws IOException {
        StudyScanner scanner = new StudyScanner();
        for (StudyObject object : objects) {
            scanner.add(object, object.bytes().read());
        }
        return new StudyScan(
                scanner.frames.stream()
                        .filter(f -> !scanner.contradicted.contains(f.frame().sopInstanceUid()))
                        .toList(),
                scanner.otherImages,
                scanner.contours,
                scanner.patients,
                List.copyOf(scanner.unusable),
                scanner.skipped,
                scanner.unreadable,
                scanner.patientsByStudy);
    }

    private void add(StudyObject object, byte[] bytes) {
        if (!Datasets.isDicom(bytes)) {
            skipped.add(object.label());
            return;
        }
        try {
            header(object, Datasets.parse(bytes, Tag.PixelData), bytes);
        } catch (IOException e) {
            refuse(
                    object,
                    Reason.of(ReasonCode.INVALID_VALUE, "instance"),
                    "readable DICOM data set (PS3.10): " + e.getMessage());
        }
    }

    private void refuse(StudyObject object, Reason reason, String rule) {
        unusable.add(reason);
        unreadable.add(new StudyScan.Unreadable(object.label(), reason, rule));
    }

    /** The same image twice counts once; of two images of one UID neither can be trusted. */
    private boolean isRepeated(StudyObject object, String uid, byte[] bytes) {
        byte[] digest = sha256(bytes);
        byte[] known = digests.putIfAbsent(uid, digest);
        if (known == null) {
            return false;
        }
        if (!Arrays.equals(known, digest)) {
            contradicted.add(uid);
            refuse(
                    object,
                    Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "instance"),
                    "one content per SOP Instance UID (PS3.5 9)");
        }
        return true;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void header(StudyObject object, Datasets.Parsed parsed, byte[] bytes) {
        Attributes dataset = parsed.dataset();
        Set<String> ofStudy =
                patientsByStudy.computeIfAbsent(dataset.getString(Tag.StudyInstanceUID, ""), s -> new TreeSet<>());
        boolean lossy = isLossy(parsed);
        MrHeader header = MrHeaderReader.read(dataset);
        switch (header) {
            case MrHeader.Usable usable -> {
                boolean weighted =
                        usable.frames().stream().anyMatch(f -> f.kind().isDiffusionWeighted());
                if (weighted && isRepeated(object, usable.instance().sopInstanceUid(), bytes)) {
                    return;
                }
                usable.frames().forEach(frame -> frames.add(new ScannedFrame(lossy ? frame.asLossy() : frame, object)));
                patientId(dataset).ifPresent(ofStudy::add);
                if (weighted) {
                    patientId(dataset).ifPresent(patients::add);
                }
            }
            case MrHeader.Unusable(SeriesKind kind, List<HeaderFault> faults) -> {
                if (kind.isDiffusionWeighted()) {
                    faults.forEach(fault -> refuse(object, reason(fault), fault.toString()));
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

    /** A syntax that may have lost something has, unless the header denies it. */
    private static boolean isLossy(Datasets.Parsed parsed) {
        return switch (TransferSyntax.of(parsed.transferSyntax())
                .map(TransferSyntax::loss)
                .orElse(TransferSyntax.Loss.NONE)) {
            case NONE -> false;
            case POSSIBLE -> !"00".equals(parsed.dataset().getString(Tag.LossyImageCompression));
            case CERTAIN -> true;
        };
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
