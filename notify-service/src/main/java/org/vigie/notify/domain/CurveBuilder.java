package org.vigie.notify.domain;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured;

/** Joins measurements and assessments of one patient into one curve per lesion. */
public final class CurveBuilder {
    private static final String RULE = "NAC-ADC";
    private static final double DEFAULT_RC_PERCENT = 13.0;
    private static final Set<String> COMPARED = Set.of("adc-rise", "adc-no-change", "adc-fall");

    private final ZoneId site;
    private final List<StudyMeasured> studies;
    private final List<PatientAssessed> assessments;
    private final List<AlertRaised> alerts;

    /** @param studies current revision of each study; {@code assessments} those not superseded, of any rule */
    public CurveBuilder(
            ZoneId site, List<StudyMeasured> studies, List<PatientAssessed> assessments, List<AlertRaised> alerts) {
        this.site = site;
        this.alerts = List.copyOf(alerts);
        this.studies = studies.stream()
                .sorted(Comparator.comparing(this::date, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
        this.assessments =
                assessments.stream().filter(a -> a.ruleId().equals(RULE)).toList();
    }

    public List<AdcCurve> curves() {
        Map<String, LesionAdc> lesions = new LinkedHashMap<>();
        for (StudyMeasured study : studies) {
            study.lesions().forEach(lesion -> lesions.put(key(lesion), lesion));
        }
        return lesions.entrySet().stream()
                .flatMap(e -> curvesOf(e.getKey(), e.getValue()))
                .toList();
    }

    /** One curve per baseline that something was compared with: an interval in percent is of that baseline alone. */
    private Stream<AdcCurve> curvesOf(String key, LesionAdc last) {
        Set<String> used = new LinkedHashSet<>();
        for (StudyMeasured study : studies) {
            PatientAssessed assessed = assessed(study.studyUid(), last);
            if (assessed != null && isCompared(assessed) && assessed.baselineStudyUid() != null) {
                used.add(assessed.baselineStudyUid());
            }
        }
        if (used.size() > 1) {
            return used.stream().map(uid -> curve(key, last, uid, last.label() + " · " + dateOf(uid)));
        }
        @Nullable
        String baselineUid =
                used.isEmpty() ? waitingBaseline(last) : used.iterator().next();
        return Stream.of(curve(key, last, baselineUid, last.label()));
    }

    private AdcCurve curve(String key, LesionAdc last, @Nullable String baselineUid, String label) {
        @Nullable Double baseline = baselineUid == null ? null : adc(baselineUid, key);
        List<AdcCurve.Row> rows = new ArrayList<>();
        for (StudyMeasured study : studies) {
            for (LesionAdc lesion : study.lesions()) {
                if (key(lesion).equals(key)) {
                    rows.add(row(study, lesion, baselineUid));
                }
            }
        }
        return new AdcCurve(
                last.trackingUid(), label, repeatability(last), baseline, points(rows, baseline, baselineUid), rows);
    }

    /** What nothing was compared with yet: the baseline nearest to the first dose, of the latest course. */
    private @Nullable String waitingBaseline(LesionAdc lesion) {
        @Nullable String nearest = null;
        for (StudyMeasured study : studies) {
            PatientAssessed assessed = assessed(study.studyUid(), lesion);
            if (assessed != null && baselineOf(assessed) != null) {
                nearest = baselineOf(assessed);
            }
        }
        return nearest;
    }

    private static boolean isCompared(PatientAssessed assessed) {
        return COMPARED.contains(assessed.outcome());
    }

    private String dateOf(String studyUid) {
        return studies.stream()
                .filter(s -> s.studyUid().equals(studyUid))
                .map(this::date)
                .findFirst()
                .map(String::valueOf)
                .orElse("?");
    }

    private static List<AdcCurve.Point> points(
            List<AdcCurve.Row> rows, @Nullable Double baseline, @Nullable String baselineUid) {
        List<AdcCurve.Point> points = new ArrayList<>();
        for (AdcCurve.Row row : rows) {
            Integer day = row.day();
            Double adc = row.adc();
            String outcome = row.outcome();
            boolean compared = outcome != null && COMPARED.contains(outcome) && isOf(row, baselineUid);
            if (baseline == null || day == null || adc == null || !(row.baseline() || compared)) {
                continue;
            }
            points.add(new AdcCurve.Point(
                    day,
                    String.valueOf(row.date()),
                    row.timePoint(),
                    adc,
                    onAdcScale(baseline, row.baseline() ? null : row.ci95Low()),
                    onAdcScale(baseline, row.baseline() ? null : row.ci95High()),
                    row.baseline() || outcome == null ? "baseline" : outcome));
        }
        points.sort(Comparator.comparingInt(AdcCurve.Point::day));
        return points;
    }

    private static boolean isOf(AdcCurve.Row row, @Nullable String baselineUid) {
        return baselineUid != null && baselineUid.equals(row.baselineStudyUid());
    }

    private static @Nullable Double onAdcScale(double baseline, @Nullable Double percent) {
        return percent == null ? null : baseline * (1 + percent / 100);
    }

    private AdcCurve.Row row(StudyMeasured study, LesionAdc lesion, @Nullable String baselineUid) {
        @Nullable PatientAssessed assessed = assessed(study.studyUid(), lesion);
        boolean baseline = study.studyUid().equals(baselineUid);
        @Nullable Double adc = adc(lesion);
        List<String> notes = new ArrayList<>();
        if (assessed != null) {
            notes.addAll(assessed.gateFailures());
            notes.addAll(assessed.flags());
            assessed.reasons().forEach(r -> notes.add(r.toString()));
        }
        return new AdcCurve.Row(
                study.studyUid(),
                date(study),
                day(study, lesion, assessed, baseline),
                baseline ? "BASELINE" : assessed == null ? null : assessed.timePoint(),
                adc,
                assessed == null || baseline ? null : assessed.value(),
                assessed == null ? null : assessed.ci95Low(),
                assessed == null ? null : assessed.ci95High(),
                assessed == null ? null : assessed.outcome(),
                baseline,
                assessed == null ? null : assessed.baselineStudyUid(),
                notes);
    }

    private @Nullable Integer day(
            StudyMeasured study, LesionAdc lesion, @Nullable PatientAssessed assessed, boolean baseline) {
        if (assessed != null && assessed.dayOfCourse() != null) {
            return assessed.dayOfCourse();
        }
        if (!baseline) {
            return null;
        }
        LocalDate own = date(study);
        for (PatientAssessed other : assessments) {
            Integer day = other.dayOfCourse();
            LocalDate otherDate = studies.stream()
                    .filter(s -> s.studyUid().equals(other.studyUid()))
                    .findFirst()
                    .map(this::date)
                    .orElse(null);
            if (Objects.equals(other.lesionTrackingUid(), lesion.trackingUid())
                    && study.studyUid().equals(other.baselineStudyUid())
                    && day != null
                    && own != null
                    && otherDate != null) {
                return day - (int) ChronoUnit.DAYS.between(own, otherDate);
            }
        }
        return null;
    }

    private @Nullable PatientAssessed assessed(String studyUid, LesionAdc lesion) {
        return assessments.stream()
                .filter(a -> studyUid.equals(a.studyUid()))
                .filter(a -> Objects.equals(a.lesionTrackingUid(), lesion.trackingUid()))
                .max(Comparator.comparing(PatientAssessed::computedAt))
                .orElse(null);
    }

    private static @Nullable String baselineOf(PatientAssessed a) {
        return "BASELINE".equals(a.timePoint()) && a.baselineStudyUid() == null ? a.studyUid() : a.baselineStudyUid();
    }

    /** RC as the alerts of this lesion state it; the rule's default where there is none. */
    private double repeatability(LesionAdc lesion) {
        return alerts.stream()
                .filter(a -> Objects.equals(a.lesionTrackingUid(), lesion.trackingUid()))
                .map(AlertRaised::story)
                .filter(Objects::nonNull)
                .map(AdcStory::repeatabilityPercent)
                .findFirst()
                .orElse(DEFAULT_RC_PERCENT);
    }

    private @Nullable Double adc(String studyUid, String lesionKey) {
        return studies.stream()
                .filter(s -> s.studyUid().equals(studyUid))
                .flatMap(s -> s.lesions().stream())
                .filter(l -> key(l).equals(lesionKey))
                .map(CurveBuilder::adc)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The primary value in 10⁻³ mm²/s: mean over valid voxels of the first measurement. */
    private static @Nullable Double adc(LesionAdc lesion) {
        if (lesion.measurements().isEmpty()) {
            return null;
        }
        AdcMeasurement.Statistics valid = lesion.measurements().getFirst().valid();
        return valid == null ? null : valid.mean() * 1e3;
    }

    private @Nullable LocalDate date(StudyMeasured study) {
        return study.studyTime() == null ? null : study.studyTime().dateIn(site);
    }

    private static String key(LesionAdc lesion) {
        String uid = lesion.trackingUid();
        return uid == null ? "label " + lesion.label() : uid;
    }
}
