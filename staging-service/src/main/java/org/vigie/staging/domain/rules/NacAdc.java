package org.vigie.staging.domain.rules;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Courses;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.RecordedStudy;

/**
 * Rule {@code NAC-ADC} (clinical rules section 2): every study of a timeline placed in its course and each lesion
 * compared with its baseline. A pure function of the timeline; what time it is plays no part.
 */
public final class NacAdc {
    public static final String ID = "NAC-ADC";
    public static final String VERSION = "1.0";

    private final ZoneId site;
    private final Windows windows;
    private final CourseClaims claims;
    private final PhantomChecks phantoms;
    private final NacSetting setting;

    public NacAdc(ThresholdSet thresholds, ZoneId site, String softwareVersion) {
        this.site = site;
        this.windows = new Windows(thresholds, site);
        this.claims = new CourseClaims(thresholds, windows, site);
        this.phantoms = new PhantomChecks(thresholds, site);
        this.setting = NacSetting.of(thresholds, site, softwareVersion);
    }

    /** One finding per study, course and lesion, in that order of first course day, study date and lesion. */
    public List<Finding> evaluate(PatientTimeline timeline) {
        List<Course> courses = Courses.of(timeline, site);
        NacInputs inputs = NacInputs.of(timeline, site);
        List<NacAnswer> answers =
                timeline.<List<NacAnswer>>kept(this, inputs, last -> read(timeline, courses, inputs, last));
        List<Finding> findings = new ArrayList<>(answers.size());
        for (NacAnswer answer : answers) {
            findings.add(asPlanned(answer.finding(), courses));
        }
        return findings;
    }

    /** The finding with its course as planned now. */
    private static Finding asPlanned(Finding finding, List<Course> courses) {
        Course known = finding.course();
        if (known == null) {
            return finding;
        }
        for (Course course : courses) {
            if (course.courseId().equals(known.courseId())) {
                return course.equals(known) ? finding : finding.with(course);
            }
        }
        return finding;
    }

    private List<NacAnswer> read(
            PatientTimeline timeline, List<Course> courses, NacInputs inputs, @Nullable List<NacAnswer> last) {
        List<NacAnswer> answers = new ArrayList<>();
        List<RecordedStudy> dated = new ArrayList<>();
        for (RecordedStudy study : inputs.studies()) {
            if (study.measured().outcome() == StudyMeasured.Outcome.NOT_APPLICABLE) {
                continue;
            }
            Reason fault = StudyDates.fault(study, site);
            if (fault != null) {
                unplaced(timeline, study, null, fault, answers);
            } else if (courses.isEmpty()) {
                unplaced(timeline, study, null, Reason.of(ReasonCode.MISSING_INPUT, "c1d1"), answers);
            } else {
                dated.add(study);
            }
        }
        dated.sort(Comparator.comparing((RecordedStudy s) -> StudyDates.of(s).instantIn(site))
                .thenComparing(s -> s.measured().studyUid()));
        for (int i = 0; i < courses.size(); i++) {
            ofCourse(timeline, courses, i, dated, inputs, last == null ? List.of() : last, answers);
        }
        return List.copyOf(answers);
    }

    /** Whether any study was placed in a window of the course, whatever it measured. */
    public boolean hasStudyOf(PatientTimeline timeline, Course course) {
        return Arrays.stream(TimePoint.values()).anyMatch(point -> hasStudyAt(timeline, course, point));
    }

    /** Whether a study was placed at one time-point of a course, whatever it measured. */
    public boolean hasStudyAt(PatientTimeline timeline, Course course, TimePoint point) {
        for (RecordedStudy study : timeline.currentStudies()) {
            if (study.measured().outcome() != StudyMeasured.Outcome.NOT_APPLICABLE
                    && StudyDates.fault(study, site) == null
                    && windows.of(course, StudyDates.of(study)).timePoint() == point) {
                return true;
            }
        }
        return false;
    }

    private void unplaced(
            PatientTimeline timeline,
            RecordedStudy study,
            @Nullable Course course,
            Reason reason,
            List<NacAnswer> answers) {
        TreeSet<String> uids = new TreeSet<>();
        for (LesionAdc lesion : study.measured().lesions()) {
            if (lesion.trackingUid() != null) {
                uids.add(lesion.trackingUid());
            }
        }
        List<@Nullable String> lesions = new ArrayList<>(uids);
        if (lesions.isEmpty()) {
            lesions.add(null);
        }
        for (String uid : lesions) {
            answers.add(new NacAnswer(draft(timeline, course, null, study, uid).indeterminate(List.of(reason)), null));
        }
    }

    private void ofCourse(
            PatientTimeline timeline,
            List<Course> courses,
            int index,
            List<RecordedStudy> dated,
            NacInputs inputs,
            List<NacAnswer> last,
            List<NacAnswer> answers) {
        Course course = courses.get(index);
        TreeSet<String> uids = new TreeSet<>(course.lesionUids());
        List<RecordedStudy> placed = dated.stream()
                .filter(study -> claims.belongs(courses, course, study))
                .toList();
        List<RecordedStudy> baselines = new ArrayList<>();
        List<RecordedStudy> undecided = dated.stream()
                .filter(study ->
                        windows.of(course, StudyDates.of(study)).undecided() && !claims.contradicted(courses, study))
                .toList();
        for (RecordedStudy study : placed) {
            for (LesionAdc lesion : study.measured().lesions()) {
                if (lesion.trackingUid() != null) {
                    uids.add(lesion.trackingUid());
                }
            }
            if (windows.of(course, StudyDates.of(study)).timePoint() == TimePoint.BASELINE
                    && !claims.contradicted(courses, study)) {
                baselines.add(study);
            }
        }
        List<@Nullable String> lesions = new ArrayList<>(uids);
        if (lesions.isEmpty()) {
            lesions.add(null);
        }
        for (RecordedStudy study : placed) {
            Windows.Place place = windows.of(course, StudyDates.of(study));
            boolean twice = claims.contested(courses, study);
            for (String uid : lesions) {
                if (place.timePoint() == TimePoint.BASELINE && !speaksOf(study, uid)) {
                    continue;
                }
                NacQuestion question = new NacQuestion(
                        study,
                        inputs.arrivals().get(study.measured().studyUid()),
                        inputs.courses().get(index),
                        uid,
                        twice,
                        baselines,
                        undecided,
                        inputs.lesions(),
                        inputs.gone(),
                        inputs.phantoms());
                NacAnswer known = question.among(last);
                answers.add(
                        known != null
                                ? known
                                : new NacAnswer(
                                        assess(timeline, twice, course, baselines, undecided, study, place, uid),
                                        question));
            }
        }
    }

    private static boolean speaksOf(RecordedStudy study, @Nullable String uid) {
        List<LesionAdc> lesions = study.measured().lesions();
        return lesions.isEmpty()
                || lesions.stream()
                        .anyMatch(
                                l -> l.trackingUid() == null || l.trackingUid().equals(uid));
    }

    private Finding assess(
            PatientTimeline timeline,
            boolean twice,
            Course course,
            List<RecordedStudy> baselines,
            List<RecordedStudy> undecided,
            RecordedStudy study,
            Windows.Place place,
            @Nullable String uid) {
        FindingDraft draft = draft(timeline, course, place, study, uid);
        if (twice) {
            return draft.indeterminate(List.of(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "course")));
        }
        if (place.reason() != null) {
            return draft.indeterminate(List.of(place.reason()));
        }
        if (uid != null && notMeasurable(timeline, study, uid)) {
            return draft.notMeasurable();
        }
        LesionReading now = LesionReading.of(study, uid, "A1");
        if (place.timePoint() == TimePoint.BASELINE) {
            return draft.baseline(LesionReading.of(study, uid, "A0"));
        }
        LesionReading before = BaselineChoice.nearest(baselines, uid);
        List<LesionReading.Measured> perhaps = BaselineChoice.perhaps(undecided, uid);
        if (!perhaps.isEmpty()) {
            draft.flag("baseline-order-unknown");
        }
        Finding found = draft.compare(before, now, phantoms.bothValid(timeline, before, now));
        for (LesionReading.Measured other : perhaps) {
            Finding completed = draft(timeline, course, place, study, uid)
                    .compare(other, now, phantoms.bothValid(timeline, other, now));
            if (!agrees(found, completed)) {
                Reason lacking = Objects.requireNonNull(
                        windows.of(course, StudyDates.of(other.study())).reason());
                return draft(timeline, course, place, study, uid).indeterminate(List.of(lacking));
            }
        }
        return found;
    }

    /** The same outcome, as fit for an alert (clinical rules 0.3). */
    private static boolean agrees(Finding one, Finding other) {
        return one.assessed().outcome().equals(other.assessed().outcome()) && one.result() == other.result();
    }

    private static boolean notMeasurable(PatientTimeline timeline, RecordedStudy study, String uid) {
        return timeline.stated(FactBody.LesionNotMeasurable.class)
                .anyMatch(stated -> stated.body().trackingUid().equals(uid)
                        && stated.body().studyUid().equals(study.measured().studyUid()));
    }

    private FindingDraft draft(
            PatientTimeline timeline,
            @Nullable Course course,
            Windows.@Nullable Place place,
            RecordedStudy study,
            @Nullable String uid) {
        return new FindingDraft(setting, new NacSubject(timeline, course, place, study, uid));
    }
}
