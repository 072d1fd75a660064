package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/**
 * The contours of a study, one per lesion: of several with one tracking UID the latest by content date and time counts; two
 * of the same instant cannot be told apart.
 *
 * @param refused why a segmentation could not be read
 */
public record Contours(List<Contour> contours, List<Reason> refused) {
    public Contours {
        contours = List.copyOf(contours);
        refused = List.copyOf(refused);
    }

    /**
     * @param superseded an earlier contour of the same lesion is there too
     * @param ambiguous why no contour of this lesion can be chosen
     */
    public record Contour(Segment segment, boolean superseded, Optional<Reason> ambiguous) {}

    /** @throws IOException if the place of an object fails */
    public static Contours read(List<StudyObject> segmentations) throws IOException {
        Map<String, List<Segment>> lesions = new LinkedHashMap<>();
        Set<Reason> refused = new LinkedHashSet<>();
        for (StudyObject object : segmentations) {
            switch (SegReader.read(object)) {
                case SegReader.Result.Refused(Reason reason) -> refused.add(reason);
                case SegReader.Result.Read(List<Segment> segments) -> {
                    for (Segment segment : segments) {
                        String untracked = "untracked " + lesions.size();
                        lesions.computeIfAbsent(segment.trackingUid().orElse(untracked), k -> new ArrayList<>())
                                .add(segment);
                    }
                }
            }
        }
        return new Contours(lesions.values().stream().map(Contours::latest).toList(), List.copyOf(refused));
    }

    private static Contour latest(List<Segment> segments) {
        List<Segment> byTime = segments.stream()
                .sorted(Comparator.comparing(Segment::contentTime).reversed())
                .toList();
        Segment first = byTime.getFirst();
        boolean several = byTime.size() > 1;
        boolean tied =
                several && byTime.get(1).contentTime().equals(first.contentTime()) && !sameShape(first, byTime.get(1));
        return new Contour(
                first,
                several,
                tied ? Optional.of(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "lesion")) : Optional.empty());
    }

    /** The same contour sent twice under two UIDs does no harm. */
    private static boolean sameShape(Segment a, Segment b) {
        return a.planes().equals(b.planes()) && a.algorithm().equals(b.algorithm());
    }
}
