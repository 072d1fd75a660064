package org.vigie.staging.domain.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Courses;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.RecordedStudy;
import org.vigie.staging.domain.timeline.Stated;

/**
 * Rule {@code NAC-ADC} (clinical rules section 2): every study of a timeline placed in its course and each lesion
 * compared with its baseline. A pure function of the timeline; what time it is plays no part.
 */
public final class NacAdc {
    public static final String ID = "NAC-ADC";
    public static final String VERSION = "1.0";

    private final ThresholdSet thresholds;
    private final ZoneId site;
    private final Windows windows;
    private final NacSetting setting;

    public NacAdc(ThresholdSet thresholds, ZoneId site, String softwareVersion) {
        this.thresholds = thresholds;
        this.site = site;
        this.windows = new Windows(thresholds, site);
        this.setting = NacSetting.of(thresholds, site, softwareVersion);
    }

    /** One finding per study, course and lesion, in that order of first course day, study date and lesion. */
    public List<Finding> evaluate(PatientTimeline timeline) {
        List<Course> courses = Courses.of(timeline, site);
        Inputs inputs = Inputs.of(timeline, site);
        List<NacAnswer> answers =
                timeline.<List<NacAnswer>>kept(this, inputs, last -> read(timeline, courses, inputs, last));
        List<Finding> findings = new ArrayList<>(answers.size());
        for (NacAnswer answer : answers) {
            findings.add(asPlanned(answer.finding(), courses));
        }
        return findings;
    }

    /** All that a finding can depend on. */
    private record Inputs(
            String patientKey,
            List<Course> courses,
            List<RecordedStudy> studies,
            Map<String, Instant> arrivals,
            List<Stated<FactBody.Lesion>> lesions,
            List<Stated<FactBody.LesionNotMeasurable>> gone,
            List<Stated<FactBody.PhantomChecked>> phantoms) {
        static Inputs of(PatientTimeline timeline, ZoneId site) {
            return new Inputs(
                    timeline.patientKey(),
                    timeline.coursesWithoutSchedule(site),
                    timeline.currentStudies(),
                    timeline.firstArrivals(),
                    timeline.statements(FactBody.Lesion.class),
                    timeline.statements(FactBody.LesionNotMeasurable.class),
                    timeline.statements(FactBody.PhantomChecked.class));
        }
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
            PatientTimeline timeline, List<Course> courses, Inputs inputs, @Nullable List<NacAnswer> last) {
        List<NacAnswer> answers = new ArrayList<>();
        List<RecordedStudy> dated = new ArrayList<>();
        for (RecordedStudy study : inputs.studies()) {
            if (study.measured().outcome() == StudyMeasured.Outcome.NOT_APPLICABLE) {
                continue;
            }
            Reason fault = dateFault(study);
            if (fault != null) {
                unplaced(timeline, study, null, fault, answers);
            } else if (courses.isEmpty()) {
                unplaced(timeline, study, null, Reason.of(ReasonCode.MISSING_INPUT, "c1d1"), answers);
            } else {
                dated.add(study);
            }
        }
        dated.sort(Comparator.comparing((RecordedStudy s) -> date(s).instantIn(site))
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
                    && dateFault(study) == null
                    && windows.of(course, date(study)).timePoint() == point) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Reason dateFault(RecordedStudy study) {
        ClinicalTime at = study.measured().studyTime();
        if (at == null) {
            return Reason.of(ReasonCode.MISSING_INPUT, "study-date");
        }
        boolean future = at.dateIn(site)
                .isAfter(study.measured().arrivedAt().atZone(site).toLocalDate());
        return future ? Reason.of(ReasonCode.INVALID_VALUE, "study-date") : null;
    }

    private static ClinicalTime date(RecordedStudy study) {
        return Objects.requireNonNull(study.measured().studyTime(), "only dated studies are placed");
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
            Inputs inputs,
            List<NacAnswer> last,
            List<NacAnswer> answers) {
        Course course = courses.get(index);
        TreeSet<String> uids = new TreeSet<>(course.lesionUids());
        List<RecordedStudy> placed =
                dated.stream().filter(study -> belongs(courses, course, study)).toList();
        List<RecordedStudy> baselines = new ArrayList<>();
        List<RecordedStudy> undecided = dated.stream()
                .filter(study -> windows.of(course, date(study)).undecided() && !contradicted(courses, study))
                .toList();
        for (RecordedStudy study : placed) {
            for (LesionAdc lesion : study.measured().lesions()) {
                if (lesion.trackingUid() != null) {
                    uids.add(lesion.trackingUid());
                }
            }
            if (windows.of(course, date(study)).timePoint() == TimePoint.BASELINE && !contradicted(courses, study)) {
                baselines.add(study);
            }
        }
        List<@Nullable String> lesions = new ArrayList<>(uids);
        if (lesions.isEmpty()) {
            lesions.add(null);
        }
        for (RecordedStudy study : placed) {
            Windows.Place place = windows.of(course, date(study));
            boolean twice = contested(courses, study);
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

    /**
     * A study belongs to each course that places it, and to the latest course where none does; one that two courses
     * contest is an open question of each of them.
     */
    private boolean belongs(List<Course> courses, Course course, RecordedStudy study) {
        if (courses.size() == 1) {
            return true;
        }
        TimePoint here = windows.of(course, date(study)).timePoint();
        List<Course> inside = courses.stream()
                .filter(c -> windows.of(c, date(study)).timePoint() != null)
                .toList();
        if (inside.isEmpty()) {
            return course.equals(courses.getLast());
        }
        if (contested(courses, study)) {
            return (here != null && here != TimePoint.POST)
                    || course.covers(date(study).dateIn(site), site);
        }
        boolean elsewhere =
                inside.stream().anyMatch(c -> windows.of(c, date(study)).timePoint() != TimePoint.POST);
        return here != null && (here != TimePoint.POST || !elsewhere);
    }

    /**
     * Two courses claim the day of the study, or contradict each other about the weeks it lies in. Where one begins on the
     * last day of the other only that day is in question, and a study of it is still the later one's baseline.
     */
    private boolean contested(List<Course> courses, RecordedStudy study) {
        LocalDate day = date(study).dateIn(site);
        return courses.stream().filter(course -> course.covers(day, site)).count() > 1 || contradicted(courses, study);
    }

    private boolean contradicted(List<Course> courses, RecordedStudy study) {
        return Courses.contradict(courses, date(study).dateIn(site), -thresholds.days("baseline-from"), site);
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
        LesionReading before = baseline(baselines, uid);
        List<LesionReading.Measured> perhaps = perhapsBaseline(undecided, uid);
        if (!perhaps.isEmpty()) {
            draft.flag("baseline-order-unknown");
        }
        Finding found = draft.compare(before, now, phantomsValid(timeline, before, now));
        for (LesionReading.Measured other : perhaps) {
            Finding completed =
                    draft(timeline, course, place, study, uid).compare(other, now, phantomsValid(timeline, other, now));
            if (!agrees(found, completed)) {
                Reason lacking = Objects.requireNonNull(
                        windows.of(course, date(other.study())).reason());
                return draft(timeline, course, place, study, uid).indeterminate(List.of(lacking));
            }
        }
        return found;
    }

    /** The same outcome, as fit for an alert (clinical rules 0.3). */
    private static boolean agrees(Finding one, Finding other) {
        return one.assessed().outcome().equals(other.assessed().outcome()) && one.result() == other.result();
    }

    /** Studies of the first day that may have come before the first infusion or after it, where the lesion was measured. */
    private static List<LesionReading.Measured> perhapsBaseline(List<RecordedStudy> undecided, @Nullable String uid) {
        List<LesionReading.Measured> perhaps = new ArrayList<>();
        for (RecordedStudy study : undecided) {
            if (LesionReading.of(study, uid, "A0") instanceof LesionReading.Measured measured) {
                perhaps.add(measured);
            }
        }
        return perhaps;
    }

    private static boolean notMeasurable(PatientTimeline timeline, RecordedStudy study, String uid) {
        return timeline.stated(FactBody.LesionNotMeasurable.class)
                .anyMatch(stated -> stated.body().trackingUid().equals(uid)
                        && stated.body().studyUid().equals(study.measured().studyUid()));
    }

    /** The measured baseline nearest to c1d1; where none is measured, the nearest with its reasons. */
    private static @Nullable LesionReading baseline(List<RecordedStudy> baselines, @Nullable String uid) {
        LesionReading nearest = null;
        for (RecordedStudy study : baselines.reversed()) {
            LesionReading reading = LesionReading.of(study, uid, "A0");
            if (reading instanceof LesionReading.Measured) {
                return reading;
            }
            if (nearest == null) {
                nearest = reading;
            }
        }
        return nearest;
    }

    private boolean phantomsValid(PatientTimeline timeline, @Nullable LesionReading before, LesionReading now) {
        return before instanceof LesionReading.Measured b
                && now instanceof LesionReading.Measured n
                && phantomValid(timeline, b)
                && phantomValid(timeline, n);
    }

    /** By the last check before the study; of two of one time by what was stated last. */
    private boolean phantomValid(PatientTimeline timeline, LesionReading.Measured reading) {
        Acquisition scan = reading.lesion().acquisition();
        ClinicalTime at = date(reading.study());
        return timeline.stated(FactBody.PhantomChecked.class)
                .map(stated -> stated.body())
                .filter(check -> check.deviceSerial().equals(scan.deviceSerial()))
                .filter(check -> !check.at().dateIn(site).isAfter(at.dateIn(site)))
                .reduce((one, other) ->
                        other.at().instantIn(site).isBefore(one.at().instantIn(site)) ? one : other)
                .filter(check -> check.passed() && isOf(check, scan))
                .filter(check -> !check.at()
                        .dateIn(site)
                        .plusDays(thresholds.days("phantom-validity"))
                        .isBefore(at.dateIn(site)))
                .isPresent();
    }

    /** A check that names the scanner's serial number with another model or field was made on something else. */
    private boolean isOf(FactBody.PhantomChecked check, Acquisition scan) {
        Double tesla = scan.fieldStrengthTesla();
        return check.model().equals(scan.model())
                && tesla != null
                && AdcChange.rounded(Math.abs(check.fieldStrengthTesla() - tesla)) <= thresholds.value("gate-field");
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
