package org.vigie.staging.domain.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.vigie.contract.Reason;
import org.vigie.contract.clinical.LesionFact.LesionSized;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.LesionFact.NewLesionRead;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.rules.breast.BreastRules;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Reads;
import org.vigie.staging.domain.timeline.Stated;

/**
 * Sums of target lesions by study. A target that was not measured makes a sum a lower bound, never a sum; lesions that
 * cannot be targets, or too many of them, make none at all.
 */
final class RecistCases {
    private static final Rule RECIST = BreastRules.byId("RECIST");
    /** A target node is normal below this short axis (clinical rules 6.4). */
    private static final double NORMAL_NODE_MM = 10;

    private final Reads timeline;
    private final Chronology chronology;
    private final Sizes sizes;
    private final RecistTargets admission;

    RecistCases(Reads timeline, Chronology chronology, Sizes sizes, ThresholdSet thresholds) {
        this.timeline = timeline;
        this.chronology = chronology;
        this.sizes = sizes;
        this.admission = new RecistTargets(thresholds);
    }

    /** @param complete every target was measured */
    private record Sum(double mm, boolean complete) {}

    List<RuleCase> all() {
        List<Sizes.Reading> readings = sizes.readings(RecistCases::isTarget);
        List<RuleCase> cases = new ArrayList<>();
        for (Sizes.Reading now : readings) {
            Course course = chronology.courseOf(now.at());
            if (course != null && !chronology.isBaseline(course, now.at())) {
                cases.add(response(course, readings, now));
            }
        }
        return cases;
    }

    private static boolean isTarget(LesionSized sized) {
        return Boolean.TRUE.equals(sized.target())
                && (sized.modality() == Modality.MR || sized.modality() == Modality.CT);
    }

    private RuleCase response(Course course, List<Sizes.Reading> all, Sizes.Reading now) {
        Sizes.Reading baseline = all.stream()
                .filter(one -> chronology.isBaseline(course, one.at()))
                .reduce((older, newer) -> newer)
                .orElse(null);
        Readings readings = new Readings().read(now.ids()).read(course.factIds());
        if (baseline != null) {
            Set<String> targets = new TreeSet<>();
            baseline.lesions().forEach(one -> targets.add(one.body().trackingUid()));
            Sum current = sum(now, targets);
            Reason unfit = admission.fault(baseline.lesions());
            Reading nadir = nadir(all, baseline, now, targets, readings);
            readings.read(baseline.ids())
                    .put("baseline", unfit == null ? reading(sum(baseline, targets)) : new Reading.Invalid(unfit))
                    .put("current", reading(current))
                    .put("nadir", unfit == null ? nadir : new Reading.Invalid(unfit));
            choiceOf(now, targets, current, readings);
        }
        newLesion(now, readings);
        return new RuleCase(
                RECIST,
                course.courseId() + "|" + now.key(),
                now.at(),
                course.courseId(),
                null,
                now.studyUid(),
                baseline == null ? null : baseline.studyUid(),
                readings.byName(),
                readings.ids());
    }

    private static Reading reading(Sum sum) {
        return sum.complete()
                ? new Reading.Measured(sum.mm(), "mm", null)
                : new Reading.Within(sum.mm(), null, "mm", null);
    }

    /** Smallest sum from the baseline up to the study before this one. */
    private Reading nadir(
            List<Sizes.Reading> all,
            Sizes.Reading baseline,
            Sizes.Reading now,
            Set<String> targets,
            Readings readings) {
        double least = Double.POSITIVE_INFINITY;
        double leastComplete = Double.POSITIVE_INFINITY;
        for (Sizes.Reading earlier : all.subList(all.indexOf(baseline), all.indexOf(now))) {
            Sum sum = sum(earlier, targets);
            readings.read(earlier.ids());
            least = Math.min(least, sum.mm());
            leastComplete = sum.complete() ? Math.min(leastComplete, sum.mm()) : leastComplete;
        }
        return least == leastComplete
                ? new Reading.Measured(least, "mm", null)
                : new Reading.Within(
                        least, Double.isInfinite(leastComplete) ? null : Double.valueOf(leastComplete), "mm", null);
    }

    private static Sum sum(Sizes.Reading reading, Set<String> targets) {
        double mm = 0;
        int measured = 0;
        for (Stated<LesionSized> lesion : reading.lesions()) {
            Double size = RecistTargets.size(lesion.body());
            if (size != null && targets.contains(lesion.body().trackingUid())) {
                mm += size;
                measured++;
            }
        }
        return new Sum(mm, measured == targets.size());
    }

    private static void choiceOf(Sizes.Reading now, Set<String> targets, Sum current, Readings readings) {
        boolean someLeft = now.lesions().stream().anyMatch(lesion -> {
            Double size = RecistTargets.size(lesion.body());
            boolean node = Boolean.TRUE.equals(lesion.body().lymphNode());
            return size != null
                    && targets.contains(lesion.body().trackingUid())
                    && (node ? size >= NORMAL_NODE_MM : size > 0);
        });
        if (someLeft) {
            readings.choice("targetsGone", "no", null);
        } else if (current.complete()) {
            readings.choice("targetsGone", "yes", null);
        }
    }

    private void newLesion(Sizes.Reading now, Readings readings) {
        timeline.stated(NewLesionRead.class)
                .filter(one -> now.studyUid() == null
                        ? one.body()
                                .at()
                                .dateIn(chronology.site())
                                .equals(now.at().dateIn(chronology.site()))
                        : now.studyUid().equals(one.body().studyUid()))
                .reduce((older, newer) -> newer)
                .ifPresent(one -> readings.yesNo("newLesion", one.body().newLesion(), one.factId()));
    }
}
