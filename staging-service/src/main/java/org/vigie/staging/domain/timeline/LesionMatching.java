package org.vigie.staging.domain.timeline;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.EventId;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.LesionPosition;
import org.vigie.contract.imaging.StudyMeasured;

/**
 * Which lesion a region is. The tracking UID decides; where a region states none, or one that no other study knows, its
 * position gives a proposal, which counts only after a reader has confirmed it.
 *
 * <p>Confidence of a proposal (project policy, no literature claim): {@code exp(-(d / 20 mm)^2)} for distance d of the
 * centroids in one frame of reference, half of it in different frames (the patient lay anew), times {@code 1 - d1 / d2}
 * where a second lesion lies at distance d2. Below 0.2 nothing is proposed.
 */
public final class LesionMatching {
    private static final double SCALE_MM = 20;
    private static final double OTHER_FRAME = 0.5;
    private static final double LEAST = 0.2;
    static final String MATCHED_BY_READER = "lesion-matched-by-reader";

    private LesionMatching() {}

    /**
     * @param regionId to confirm or reject it by
     * @param stated tracking UID the region has itself, null if none
     * @param trackingUid lesion it may be
     * @param distanceMm between the centroids
     * @param confidence 0 to 1
     * @param sameFrame both positions are in one frame of reference
     */
    public record Proposal(
            String studyUid,
            String regionId,
            String label,
            @Nullable String stated,
            String trackingUid,
            String knownFromStudyUid,
            double distanceMm,
            double confidence,
            boolean sameFrame) {}

    /** The same contour of the same study keeps its id over revisions. */
    public static String regionId(String studyUid, LesionAdc lesion) {
        String object =
                lesion.roi().object() == null ? "-" : lesion.roi().object().sha256();
        String stated = lesion.trackingUid() == null ? "-" : lesion.trackingUid();
        return EventId.of(List.of(studyUid, object, stated, lesion.label()), "staging.region", "1")
                .toString();
    }

    /** Studies with the lesions readers have named; the latest word on a region counts. */
    static List<RecordedStudy> named(List<RecordedStudy> studies, List<Stated<FactBody.LesionMatched>> words) {
        if (words.isEmpty()) {
            return studies;
        }
        Map<String, FactBody.LesionMatched> byRegion = new HashMap<>();
        words.forEach(word -> byRegion.put(word.body().regionId(), word.body()));
        return studies.stream().map(study -> named(study, byRegion)).toList();
    }

    private static RecordedStudy named(RecordedStudy study, Map<String, FactBody.LesionMatched> byRegion) {
        StudyMeasured measured = study.measured();
        List<LesionAdc> lesions = new ArrayList<>();
        boolean changed = false;
        for (LesionAdc lesion : measured.lesions()) {
            FactBody.LesionMatched word = byRegion.get(regionId(measured.studyUid(), lesion));
            if (word != null && word.trackingUid() != null) {
                lesions.add(renamed(lesion, word.trackingUid()));
                changed = true;
            } else {
                lesions.add(lesion);
            }
        }
        return changed ? new RecordedStudy(study.eventId(), with(measured, lesions)) : study;
    }

    private static LesionAdc renamed(LesionAdc lesion, @Nullable String trackingUid) {
        return new LesionAdc(
                trackingUid,
                lesion.label(),
                lesion.roi(),
                lesion.acquisition(),
                lesion.measurements(),
                lesion.picture(),
                lesion.position());
    }

    private static StudyMeasured with(StudyMeasured m, List<LesionAdc> lesions) {
        List<String> flags = new ArrayList<>(m.flags());
        flags.add(MATCHED_BY_READER);
        return new StudyMeasured(
                m.patientKey(),
                m.studyUid(),
                m.revision(),
                m.studyTime(),
                m.arrivedAt(),
                m.outcome(),
                m.incomplete(),
                List.copyOf(lesions),
                List.copyOf(flags),
                m.reasons(),
                m.manifest(),
                m.readyEventId(),
                m.algorithmVersion(),
                m.measuredAt());
    }

    private record Region(String studyUid, LesionAdc lesion, LesionPosition position) {}

    /** What a reader should look at: one proposal at most for a region nobody has spoken about. */
    public static List<Proposal> proposals(PatientTimeline timeline) {
        boolean placed = timeline.currentStudies().stream()
                .flatMap(study -> study.measured().lesions().stream())
                .anyMatch(lesion -> lesion.position() != null);
        if (!placed) {
            return List.of();
        }
        Set<String> spoken = new HashSet<>();
        timeline.stated(FactBody.LesionMatched.class)
                .forEach(stated -> spoken.add(stated.body().regionId()));
        Map<String, List<Region>> byUid = new TreeMap<>();
        List<Region> unnamed = new ArrayList<>();
        Map<String, Set<String>> uidsByStudy = new HashMap<>();
        for (RecordedStudy study : timeline.currentStudies()) {
            for (LesionAdc lesion : study.measured().lesions()) {
                LesionPosition position = lesion.position();
                String uid = lesion.trackingUid();
                String studyUid = study.measured().studyUid();
                if (uid != null) {
                    uidsByStudy
                            .computeIfAbsent(studyUid, key -> new HashSet<>())
                            .add(uid);
                }
                if (position == null) {
                    continue;
                }
                Region region = new Region(studyUid, lesion, position);
                if (uid == null) {
                    unnamed.add(region);
                } else {
                    byUid.computeIfAbsent(uid, key -> new ArrayList<>()).add(region);
                }
            }
        }
        List<Region> open = new ArrayList<>(unnamed);
        // A lesion that only one study knows may be a known one under a new name; the first named one is the known one.
        String first = firstStudy(timeline);
        byUid.values().stream()
                .filter(regions ->
                        regions.size() == 1 && !regions.getFirst().studyUid().equals(first))
                .forEach(open::addAll);
        List<Proposal> proposals = new ArrayList<>();
        for (Region region : open) {
            if (!spoken.contains(regionId(region.studyUid(), region.lesion()))) {
                propose(region, byUid, uidsByStudy).ifPresent(proposals::add);
            }
        }
        return List.copyOf(proposals);
    }

    private record Dated(LocalDate date, String studyUid) {}

    private static String firstStudy(PatientTimeline timeline) {
        List<Dated> dated = new ArrayList<>();
        for (RecordedStudy study : timeline.currentStudies()) {
            StudyMeasured measured = study.measured();
            ClinicalTime at = measured.studyTime();
            if (at != null && measured.lesions().stream().anyMatch(lesion -> lesion.trackingUid() != null)) {
                dated.add(new Dated(at.date(), measured.studyUid()));
            }
        }
        return dated.stream()
                .min(Comparator.comparing(Dated::date).thenComparing(Dated::studyUid))
                .map(Dated::studyUid)
                .orElse("");
    }

    private static Optional<Proposal> propose(
            Region region, Map<String, List<Region>> byUid, Map<String, Set<String>> uidsByStudy) {
        Region nearest = null;
        double d1 = Double.POSITIVE_INFINITY;
        double d2 = Double.POSITIVE_INFINITY;
        Set<String> taken = uidsByStudy.getOrDefault(region.studyUid(), Set.of());
        for (Map.Entry<String, List<Region>> known : byUid.entrySet()) {
            // A lesion that the study itself names is not a second time in it.
            if (taken.contains(known.getKey())) {
                continue;
            }
            Region closest = known.getValue().getFirst();
            double d = distance(region.position(), closest.position());
            for (Region other : known.getValue()) {
                double there = distance(region.position(), other.position());
                if (there < d) {
                    d = there;
                    closest = other;
                }
            }
            if (d < d1) {
                d2 = d1;
                d1 = d;
                nearest = closest;
            } else if (d < d2) {
                d2 = d;
            }
        }
        if (nearest == null || nearest.lesion().trackingUid() == null) {
            return Optional.empty();
        }
        boolean sameFrame = region.position()
                .frameOfReferenceUid()
                .equals(nearest.position().frameOfReferenceUid());
        double confidence = confidence(d1, d2, sameFrame);
        return confidence < LEAST
                ? Optional.empty()
                : Optional.of(new Proposal(
                        region.studyUid(),
                        regionId(region.studyUid(), region.lesion()),
                        region.lesion().label(),
                        region.lesion().trackingUid(),
                        nearest.lesion().trackingUid(),
                        nearest.studyUid(),
                        d1,
                        confidence,
                        sameFrame));
    }

    /** @param second distance of the second nearest lesion, infinite if there is none; both in mm */
    static double confidence(double nearest, double second, boolean sameFrame) {
        double near = Math.exp(-(nearest / SCALE_MM) * (nearest / SCALE_MM));
        double unique = Double.isInfinite(second) ? 1 : second == 0 ? 0 : 1 - nearest / second;
        return near * unique * (sameFrame ? 1 : OTHER_FRAME);
    }

    private static double distance(LesionPosition one, LesionPosition other) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double d = one.centroidMm().get(i) - other.centroidMm().get(i);
            sum += d * d;
        }
        return Math.sqrt(sum);
    }
}
