package org.vigie.staging.domain.cases;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.LesionFact.LesionSized;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.Side;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.rules.breast.BreastRules;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Stated;

/** Extent and selection for surgery: the lesions of each breast on the last MRI before treatment. */
final class ExtentCases {
    private static final Rule EXTENT = BreastRules.byId("EXTENT");
    private static final Rule SURGERY = BreastRules.byId("CONS-SURG");

    private final Chronology chronology;
    private final Sizes sizes;

    ExtentCases(Chronology chronology, Sizes sizes) {
        this.chronology = chronology;
        this.sizes = sizes;
    }

    List<RuleCase> all() {
        Sizes.Reading staging = null;
        Course of = null;
        for (Sizes.Reading reading : sizes.readings(ExtentCases::isBreastMri)) {
            Course course = chronology.courseOf(reading.at());
            boolean before =
                    course == null ? !chronology.contested(reading.at()) : chronology.isBaseline(course, reading.at());
            if (before) {
                staging = reading;
                of = course;
            }
        }
        List<RuleCase> cases = new ArrayList<>();
        if (staging != null) {
            for (Side side : Side.values()) {
                if (staging.lesions().stream().anyMatch(one -> one.body().side() == side)) {
                    Readings readings = readings(staging, side);
                    cases.add(ruleCase(EXTENT, staging, side, of, readings));
                    cases.add(ruleCase(SURGERY, staging, side, of, readings));
                }
            }
        }
        return cases;
    }

    private static boolean isBreastMri(LesionSized sized) {
        boolean gone = sized.longestDiameterMm() != null && sized.longestDiameterMm() == 0;
        return sized.modality() == Modality.MR
                && !gone
                && !Boolean.TRUE.equals(sized.lymphNode())
                && (sized.organ() == null || sized.organ().equals("breast"));
    }

    /** Readings of both rules; a lesion without side or quadrant makes a count an interval. */
    Readings readings(Sizes.Reading staging, Side side) {
        Readings readings = new Readings().read(staging.ids());
        List<Stated<LesionSized>> here = staging.lesions().stream()
                .filter(one -> one.body().side() == side)
                .toList();
        int sideless = (int) staging.lesions().stream()
                .filter(one -> one.body().side() == null)
                .count();
        readings.put("lesions", between(here.size(), here.size() + sideless));
        Set<Object> quadrants = new HashSet<>();
        here.forEach(one -> quadrants.add(Objects.requireNonNullElse(one.body().quadrant(), "unknown")));
        int known = quadrants.contains("unknown") ? quadrants.size() - 1 : quadrants.size();
        int open = sideless
                + (int) here.stream()
                        .filter(one -> one.body().quadrant() == null)
                        .count();
        readings.put(
                "quadrants",
                between(Math.max(1, known), Math.min(5, Math.max(1, known) + (known == 0 ? open - 1 : open))));
        boolean other = staging.lesions().stream()
                .anyMatch(one -> one.body().side() != null && one.body().side() != side);
        if (other || sideless == 0) {
            readings.choice("otherBreast", other ? "yes" : "no", null);
        }
        diameter(staging, here, readings);
        return readings;
    }

    private static Reading between(int low, int high) {
        return low == high
                ? new Reading.Measured(low, null, null)
                : new Reading.Within((double) low, (double) high, null, null);
    }

    private void diameter(Sizes.Reading staging, List<Stated<LesionSized>> here, Readings readings) {
        Stated<LesionSized> largest = null;
        boolean allMeasured = true;
        for (Stated<LesionSized> one : here) {
            Double mm = one.body().longestDiameterMm();
            allMeasured &= mm != null;
            if (mm != null && (largest == null || mm > longest(largest))) {
                largest = one;
            }
        }
        if (largest == null) {
            return;
        }
        double mm = longest(largest);
        readings.put(
                "diameter",
                allMeasured
                        ? new Reading.Measured(mm, "mm", largest.factId())
                        : new Reading.Within(mm, null, "mm", largest.factId()));
        String uid = largest.body().trackingUid();
        Sizes.Measured ultrasound = sizes.latest(one -> one.modality() == Modality.US
                && one.trackingUid().equals(uid)
                && !one.at()
                        .dateIn(chronology.site())
                        .isAfter(staging.at().dateIn(chronology.site()).plusDays(28)));
        if (ultrasound != null) {
            readings.number("usDiameter", ultrasound.longestMm(), "mm", ultrasound.factId());
        }
    }

    private static double longest(Stated<LesionSized> one) {
        return Objects.requireNonNull(one.body().longestDiameterMm());
    }

    private static RuleCase ruleCase(
            Rule rule, Sizes.Reading staging, Side side, @Nullable Course course, Readings readings) {
        Map<String, Reading> used = readings.byName();
        return new RuleCase(
                rule,
                (course == null ? "-" : course.courseId()) + "|" + side,
                staging.at(),
                course == null ? null : course.courseId(),
                null,
                staging.studyUid(),
                null,
                used,
                readings.ids());
    }
}
