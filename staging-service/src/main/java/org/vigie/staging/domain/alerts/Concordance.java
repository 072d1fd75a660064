package org.vigie.staging.domain.alerts;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.FactBody.RecistAssessed;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.staging.domain.rules.TimePoint;
import org.vigie.staging.domain.rules.Windows;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Courses;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.Stated;

/**
 * Another sign, at the same time-point of the same course, that a tumour grows: with it an ADC that does not rise is S3
 * (clinical rules 9.2).
 *
 * @param lesionUid null where the sign is about all lesions together
 * @param flag what the alert then carries
 */
record Concordance(
        String courseId, String timePoint, @Nullable String lesionUid, String flag) {
    static final String RECIST_PD = "concordant-recist-pd";
    static final String FTV_INCREASE = "concordant-ftv-increase";

    boolean agrees(String course, TimePoint point, @Nullable String lesion) {
        return courseId.equals(course)
                && timePoint.equals(point.code())
                && (lesionUid == null || lesionUid.equals(lesion));
    }

    /** From what rules say now, and from what radiologists stated last of each study. */
    static List<Concordance> of(
            PatientTimeline timeline, Map<String, PatientAssessed> assessed, ThresholdSet nac, ZoneId site) {
        List<Concordance> found = new ArrayList<>();
        for (PatientAssessed a : assessed.values()) {
            String course = a.courseId();
            String point = a.timePoint();
            if (course == null || point == null) {
                continue;
            }
            if (a.ruleId().equals("RECIST") && a.outcome().equals("PD")) {
                found.add(new Concordance(course, point, null, RECIST_PD));
            }
            if (a.ruleId().equals("FTV")
                    && a.outcome().equals("ftv-no-decrease")
                    && a.flags().contains("ftv-concordance")) {
                found.add(new Concordance(course, point, a.lesionTrackingUid(), FTV_INCREASE));
            }
        }
        Windows windows = new Windows(nac, site);
        for (Course course : Courses.of(timeline, site)) {
            Stated.latest(
                            timeline.stated(RecistAssessed.class),
                            stated -> stated.body().studyUid())
                    .stream()
                    .filter(stated -> stated.body().response().equals("PD"))
                    .map(stated -> windows.of(course, stated.body().at()).timePoint())
                    .filter(Objects::nonNull)
                    .forEach(point -> found.add(new Concordance(course.courseId(), point.code(), null, RECIST_PD)));
        }
        return List.copyOf(found);
    }
}
