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
import java.util.function.Predicate;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.Flags;

/**
 * The contours of a study, one per lesion. Of several with one tracking UID those count that a trusted reader stands
 * behind, else those a person drew, else the others; of these the latest by content date and time. Two of the same instant
 * cannot be told apart.
 *
 * @param refused why an object could not be read
 */
public record Contours(List<Contour> contours, List<Reason> refused) {
    public Contours {
        contours = List.copyOf(contours);
        refused = List.copyOf(refused);
    }

    /**
     * @param flags that another contour of the same lesion is there too
     * @param ambiguous why no contour of this lesion can be chosen
     */
    public record Contour(Outline outline, List<String> flags, Optional<Reason> ambiguous) {}

    /**
     * Reads the objects with contours of one study.
     *
     * @param trusted whether a reader stands behind the outline
     * @throws IOException if the place of an object fails
     */
    public static Contours read(List<ContourObject> objects, Predicate<Outline> trusted) throws IOException {
        Set<Reason> refused = new LinkedHashSet<>();
        Map<String, List<Outline>> byInstance = new LinkedHashMap<>();
        for (ContourObject object : objects) {
            switch (OutlineReader.read(object.object())) {
                case OutlineReading.Refused(Reason reason) -> {
                    // A report without a region, or a structure set beside a segmentation, is no fault of the study.
                    if (object.mustHaveContours()) {
                        refused.add(reason);
                    }
                }
                case OutlineReading.Read(List<Outline> outlines) -> byInstance.put(object.sopInstanceUid(), outlines);
            }
        }
        return new Contours(
                lesions(resolve(byInstance)).values().stream()
                        .map(o -> choose(o, trusted))
                        .toList(),
                List.copyOf(refused));
    }

    /** Puts segments in the place of references to them; what a report names is no lesion of its own any more. */
    private static List<Outline> resolve(Map<String, List<Outline>> byInstance) {
        List<Outline> outlines =
                byInstance.values().stream().flatMap(List::stream).toList();
        List<Outline> named = outlines.stream()
                .flatMap(o -> referenced(o, byInstance).stream())
                .toList();
        return outlines.stream()
                .filter(o -> !named.contains(o))
                .map(o -> lookUp(o, byInstance).orElse(o))
                .toList();
    }

    /** The outline itself, or with the shape, drawer and date of the segment it refers to; empty if that is not here. */
    static Optional<Outline> lookUp(Outline outline, Map<String, List<Outline>> byInstance) {
        if (!(outline.shape() instanceof Outline.SegmentReference)) {
            return Optional.of(outline);
        }
        return referenced(outline, byInstance)
                .map(s -> new Outline(
                        outline.label(),
                        s.number(),
                        outline.trackingUid().or(s::trackingUid),
                        s.algorithm(),
                        s.contentTime(),
                        s.frameOfReference(),
                        s.shape(),
                        s.sources(),
                        s.flags(),
                        s.object()));
    }

    private static Optional<Outline> referenced(Outline outline, Map<String, List<Outline>> byInstance) {
        return outline.shape() instanceof Outline.SegmentReference(String instance, int number)
                ? byInstance.getOrDefault(instance, List.of()).stream()
                        .filter(s -> s.number() == number)
                        .findFirst()
                : Optional.empty();
    }

    private static Map<String, List<Outline>> lesions(List<Outline> outlines) {
        Map<String, List<Outline>> lesions = new LinkedHashMap<>();
        for (Outline outline : outlines) {
            if (!isBackground(outline)) {
                String untracked = "untracked " + lesions.size();
                lesions.computeIfAbsent(outline.trackingUid().orElse(untracked), k -> new ArrayList<>())
                        .add(outline);
            }
        }
        return lesions;
    }

    /** Segment 0 of a label map. */
    static boolean isBackground(Outline outline) {
        return outline.shape() instanceof Outline.Raster && outline.number() == 0;
    }

    private static Contour choose(List<Outline> outlines, Predicate<Outline> trusted) {
        Comparator<Outline> standing = Comparator.comparingInt(o -> standing(o, trusted));
        List<Outline> ranked = outlines.stream()
                .sorted(standing.thenComparing(
                        Comparator.comparing(Outline::contentTime).reversed()))
                .toList();
        Outline first = ranked.getFirst();
        List<String> flags = new ArrayList<>();
        Optional<Reason> ambiguous = Optional.empty();
        for (Outline other : ranked.subList(1, ranked.size())) {
            boolean equal = standing(other, trusted) == standing(first, trusted);
            int later = other.contentTime().compareTo(first.contentTime());
            if (equal && later == 0 && !sameShape(first, other)) {
                ambiguous = Optional.of(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "lesion"));
            }
            String flag = later > 0 ? Flags.LATER_CONTOUR_NOT_USED : Flags.CONTOUR_SUPERSEDED;
            if (!flags.contains(flag)) {
                flags.add(flag);
            }
        }
        return new Contour(first, List.copyOf(flags), ambiguous);
    }

    private static int standing(Outline outline, Predicate<Outline> trusted) {
        if (trusted.test(outline)) {
            return 0;
        }
        return outline.isDrawnByReader() ? 1 : 2;
    }

    /** The same contour sent twice under two UIDs does no harm. */
    private static boolean sameShape(Outline a, Outline b) {
        return a.shape().equals(b.shape()) && a.algorithm().equals(b.algorithm());
    }
}
