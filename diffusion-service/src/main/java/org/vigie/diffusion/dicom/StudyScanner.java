package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.mr.HeaderFault;
import org.vigie.mr.MrHeader;
import org.vigie.mr.SeriesKind;

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
    private final Map<String, String> digests = new TreeMap<>();
    private final Set<String> contradicted = new TreeSet<>();

    private StudyScanner() {}

    /** @throws IOException if the place of an instance fails; unreadable instances are named in the scan */
    public static StudyScan scan(List<StudyObject> objects) throws IOException {
        StudyScanner scanner = new StudyScanner();
        // Read at once, taken in order: which of two equal images counts must not depend on the threads.
        InParallel.map(objects, ScannedObject::read).forEach(scanner::add);
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

    private void add(ScannedObject scanned) {
        switch (scanned.content()) {
            case ScannedObject.NotDicom _ -> skipped.add(scanned.object().label());
            case ScannedObject.Unreadable(Reason reason, String message) ->
                refuse(scanned.object(), reason, "readable DICOM data set (PS3.10): " + message);
            case ScannedObject.Header header -> header(scanned.object(), header);
        }
    }

    private void refuse(StudyObject object, Reason reason, String rule) {
        unusable.add(reason);
        unreadable.add(new StudyScan.Unreadable(object.label(), reason, rule));
    }

    /** The same image twice counts once; of two images of one UID neither can be trusted. */
    private boolean isRepeated(StudyObject object, String uid, String sha256) {
        String known = digests.putIfAbsent(uid, sha256);
        if (known == null) {
            return false;
        }
        if (!known.equals(sha256)) {
            contradicted.add(uid);
            refuse(
                    object,
                    Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "instance"),
                    "one content per SOP Instance UID (PS3.5 9)");
        }
        return true;
    }

    private void header(StudyObject object, ScannedObject.Header scanned) {
        Set<String> ofStudy = patientsByStudy.computeIfAbsent(scanned.studyUid(), s -> new TreeSet<>());
        switch (scanned.header()) {
            case MrHeader.Usable usable -> {
                boolean weighted =
                        usable.frames().stream().anyMatch(f -> f.kind().isDiffusionWeighted());
                if (weighted && isRepeated(object, usable.instance().sopInstanceUid(), scanned.sha256())) {
                    return;
                }
                usable.frames().forEach(f -> frames.add(new ScannedFrame(scanned.lossy() ? f.asLossy() : f, object)));
                scanned.patientId().ifPresent(ofStudy::add);
                if (weighted) {
                    scanned.patientId().ifPresent(patients::add);
                }
            }
            case MrHeader.Unusable(SeriesKind kind, List<HeaderFault> faults) -> {
                if (kind.isDiffusionWeighted()) {
                    faults.forEach(fault -> refuse(object, reason(fault), fault.toString()));
                }
            }
            case MrHeader.NotMrImage _ -> other(object, scanned);
        }
    }

    private void other(StudyObject object, ScannedObject.Header scanned) {
        if (OutlineReader.isOne(scanned.sopClassUid())) {
            contours.add(new ContourObject(
                    object,
                    scanned.sopInstanceUid(),
                    !OutlineReader.REPORTS.contains(scanned.sopClassUid()),
                    scanned.patientId()));
        } else if (scanned.anyImage().orElseThrow() instanceof MrHeader.Usable usable) {
            usable.frames().forEach(frame -> otherImages.add(new ScannedFrame(frame, object)));
        }
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
