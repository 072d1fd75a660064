package org.vigie.staging.domain.rules;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.staging.domain.logic.Decimals;
import org.vigie.staging.domain.logic.Text;
import org.vigie.staging.domain.logic.Truth;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.RecordedStudy;

/** Where a study stands in its course, as clauses: the time-point, then the limits of its window. */
final class PlaceClauses {
    private static final String SECTION = "clinical rules 2.3";

    private final ThresholdSet thresholds;
    private final ZoneId site;
    private final Map<String, Text> bounds = new ConcurrentHashMap<>();

    PlaceClauses(ThresholdSet thresholds, ZoneId site) {
        this.thresholds = thresholds;
        this.site = site;
    }

    void add(ClauseList clauses, @Nullable Course course, Windows.@Nullable Place place, RecordedStudy study) {
        ClinicalTime at = study.measured().studyTime();
        if (course == null || place == null) {
            clauses.add(
                    "time-point",
                    Text.of(
                            "the study lies in a window of a course",
                            "l'examen se situe dans une fenêtre d'un traitement"),
                    Truth.UNKNOWN,
                    SECTION,
                    values(at, null, null));
            return;
        }
        TimePoint point = place.timePoint();
        clauses.add(
                "time-point",
                point == null
                        ? Text.of(
                                "day " + place.day() + " is in no window",
                                "jour " + place.day() + " hors de toute fenêtre")
                        : Text.of(
                                "day " + place.day() + " is " + point.code(),
                                "jour " + place.day() + " : " + point.code()),
                place.undecided() ? Truth.UNKNOWN : Truth.of(point != null),
                SECTION,
                values(at, course, place));
        if (place.day() != 0 && !endedBefore(course, at)) {
            limits(clauses, place);
        }
    }

    private boolean endedBefore(Course course, @Nullable ClinicalTime at) {
        ClinicalTime ended = course.endedAt();
        return at != null && ended != null && at.dateIn(site).isAfter(ended.dateIn(site));
    }

    private void limits(ClauseList clauses, Windows.Place place) {
        switch (place.timePoint()) {
            case null -> atLeast(clauses, place, "baseline-from");
            case BASELINE -> within(clauses, place, "baseline-from", "too-early-from");
            case TOO_EARLY -> within(clauses, place, "too-early-from", "w1-from");
            case W1 -> within(clauses, place, "w1-from", "c1-from");
            case C1 -> within(clauses, place, "c1-from", "interim-from");
            case INTERIM -> within(clauses, place, "interim-from", "mid-from");
            case MID -> {
                atLeast(clauses, place, "mid-from");
                atMost(clauses, place);
            }
            case POST -> atMost(clauses, place);
        }
    }

    private void within(ClauseList clauses, Windows.Place place, String from, String before) {
        atLeast(clauses, place, from);
        compare(clauses, place, "<", before, place.day() < thresholds.days(before));
    }

    private void atLeast(ClauseList clauses, Windows.Place place, String from) {
        compare(clauses, place, "≥", from, place.day() >= thresholds.days(from));
    }

    private void atMost(ClauseList clauses, Windows.Place place) {
        compare(clauses, place, "≤", "mid-to", place.day() <= thresholds.days("mid-to"));
    }

    private void compare(ClauseList clauses, Windows.Place place, String sign, String thresholdId, boolean holds) {
        Threshold limit = thresholds.get(thresholdId);
        clauses.add(
                "day" + sign + thresholdId,
                bounds.computeIfAbsent(sign + thresholdId, _ -> bound(sign, limit)),
                Truth.of(holds),
                limit,
                ClauseList.number("day", place.day(), "d"));
    }

    private static Text bound(String sign, Threshold limit) {
        String bound = " " + sign + " " + Decimals.text(limit.value()) + " ";
        return Text.of("day of the course" + bound + "d", "jour du traitement" + bound + "j");
    }

    private static NamedInput[] values(
            @Nullable ClinicalTime at, @Nullable Course course, Windows.@Nullable Place place) {
        List<NamedInput> values = new ArrayList<>();
        if (place != null) {
            values.add(ClauseList.number("day", place.day(), "d"));
        }
        if (course != null) {
            values.add(ClauseList.recorded("c1d1", course.c1d1(), null));
        }
        values.add(ClauseList.recorded("study-date", at, null));
        return values.toArray(NamedInput[]::new);
    }
}
