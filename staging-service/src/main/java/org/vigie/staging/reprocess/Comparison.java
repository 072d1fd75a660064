package org.vigie.staging.reprocess;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;

/** What an evaluation under the rules and thresholds in force says, beside what was said. */
public final class Comparison {
    private Comparison() {}

    /** One side of a row. */
    public record Said(
            String assessmentId,
            String outcome,
            @Nullable Double value,
            String ruleVersion,
            String thresholdSetId,
            List<String> flags) {
        static Said of(PatientAssessed assessed) {
            return new Said(
                    assessed.assessmentId(),
                    assessed.outcome(),
                    assessed.value(),
                    assessed.ruleVersion(),
                    assessed.thresholdSetId(),
                    assessed.flags());
        }
    }

    /**
     * @param before null where nothing was said
     * @param outcomeChanged the outcome differs, not only what it was made from
     * @param resultChanged anything a reader is told differs: outcome, value, interval, flags, reasons; otherwise the
     *     assessment was only renewed
     */
    public record Assessed(
            String patientKey,
            String ruleId,
            @Nullable String courseId,
            @Nullable String studyUid,
            @Nullable String lesionTrackingUid,
            @Nullable Said before,
            Said after,
            boolean outcomeChanged,
            boolean resultChanged) {}

    /** @param before state and kind of the last version, null for a new alert */
    public record Alerted(
            String patientKey,
            String alertKey,
            String kind,
            @Nullable String before,
            String after,
            boolean notifies) {
        /** Another state or kind than before, or people are told. */
        boolean changed() {
            return notifies || !after.equals(before);
        }
    }

    /** Whether anything but the making of these results differs. */
    static boolean changed(List<Assessed> assessments, List<Alerted> alerts) {
        return assessments.stream().anyMatch(Assessed::resultChanged)
                || alerts.stream().anyMatch(Alerted::changed);
    }

    /**
     * One lesion and ADC variant of a study.
     *
     * @param before mean ADC of valid voxels in mm2/s, null where it had none
     * @param after null where it has none any more
     * @param outcomeBefore of the study, null if it had no result
     */
    public record Measured(
            String patientKey,
            String studyUid,
            String lesion,
            String variant,
            @Nullable Double before,
            @Nullable Double after,
            @Nullable String outcomeBefore,
            String outcomeAfter,
            @Nullable String algorithmBefore,
            String algorithmAfter) {}

    static List<Assessed> assessed(PatientState state, Evaluation evaluation) {
        Map<String, PatientAssessed> byId = new HashMap<>();
        state.assessed().values().forEach(assessed -> byId.put(assessed.assessmentId(), assessed));
        return evaluation.assessments().stream()
                .map(after -> row(after.supersedes() == null ? null : byId.get(after.supersedes()), after))
                .toList();
    }

    static List<Alerted> alerted(PatientState state, Evaluation evaluation) {
        return evaluation.alerts().stream()
                .map(after -> row(state.alerts().get(after.alertKey()), after))
                .toList();
    }

    static Assessed row(@Nullable PatientAssessed before, PatientAssessed after) {
        return new Assessed(
                after.patientKey(),
                after.ruleId(),
                after.courseId(),
                after.studyUid(),
                after.lesionTrackingUid(),
                before == null ? null : Said.of(before),
                Said.of(after),
                before == null || !before.outcome().equals(after.outcome()),
                before == null || !told(before).equals(told(after)));
    }

    private static List<@Nullable Object> told(PatientAssessed assessed) {
        List<@Nullable Object> told = new ArrayList<>();
        told.add(assessed.outcome());
        told.add(assessed.value());
        told.add(assessed.ci95Low());
        told.add(assessed.ci95High());
        told.add(assessed.timePoint());
        told.add(assessed.gateFailures());
        told.add(assessed.flags());
        told.add(assessed.reasons());
        return told;
    }

    static Alerted row(@Nullable AlertRaised before, AlertRaised after) {
        return new Alerted(
                after.patientKey(),
                after.alertKey(),
                after.kind(),
                before == null ? null : before.state() + " " + before.kind(),
                after.state() + " " + after.kind(),
                after.notifies());
    }

    private record Region(String lesion, String variant) {}

    /** Every lesion and variant of either result; one row without a lesion where neither has any. */
    static List<Measured> measured(String patientKey, @Nullable StudyMeasured before, StudyMeasured after) {
        Map<Region, @Nullable Double> then = before == null ? Map.of() : means(before);
        Map<Region, @Nullable Double> now = means(after);
        Set<Region> regions = new LinkedHashSet<>(then.keySet());
        regions.addAll(now.keySet());
        if (regions.isEmpty()) {
            regions.add(new Region("-", "-"));
        }
        return regions.stream()
                .map(region -> new Measured(
                        patientKey,
                        after.studyUid(),
                        region.lesion(),
                        region.variant(),
                        then.get(region),
                        now.get(region),
                        before == null ? null : before.outcome().name(),
                        after.outcome().name(),
                        before == null ? null : before.algorithmVersion(),
                        after.algorithmVersion()))
                .toList();
    }

    private static Map<Region, @Nullable Double> means(StudyMeasured study) {
        Map<Region, @Nullable Double> means = new LinkedHashMap<>();
        for (LesionAdc lesion : study.lesions()) {
            String name = lesion.trackingUid() == null ? lesion.label() : lesion.trackingUid();
            for (AdcMeasurement m : lesion.measurements()) {
                AdcMeasurement.Statistics valid = m.valid();
                means.put(new Region(name, name(m.key())), valid == null ? null : Double.valueOf(valid.mean()));
            }
        }
        return means;
    }

    private static String name(AdcMeasurement.VariantKey key) {
        return key.variant()
                + " "
                + key.bSecPerMm2().stream()
                        .map(b -> Long.toString(Math.round(b)))
                        .collect(Collectors.joining("/")) + " "
                + key.method();
    }
}
