package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AblationFact;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.ConditionFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.contract.clinical.LesionFact;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.contract.clinical.WholeBodyFact;
import org.vigie.contract.imaging.StudyMeasured;

/**
 * Everything stated and measured about one patient. Merging is by id and keeps the latest statement, so that any order
 * of arrival and any repetition give the same timeline.
 *
 * <p>Immutable; what is derived from it is computed once, on first use, and passed on to the next timeline by an event
 * that does not change it.
 */
public final class PatientTimeline {
    private final String patientKey;
    private final StatedFacts facts;
    private final StudyRecords studies;
    private final CourseRecords courses;
    private final KeptResults results;

    /**
     * @param facts by fact id
     * @param studies by (study, revision, algorithm version); older revisions are recorded, never current
     * @param firstStated by statement, see {@link FirstStated}, for facts that were stated more than once
     */
    public PatientTimeline(
            String patientKey,
            Map<String, ClinicalFact> facts,
            Map<String, RecordedStudy> studies,
            Map<String, Instant> firstStated) {
        this(
                patientKey,
                new StatedFacts(patientKey, sorted(facts), FirstStated.of(firstStated)),
                new StudyRecords(sorted(studies)),
                CourseRecords.unread(),
                KeptResults.none());
    }

    private PatientTimeline(
            String patientKey, StatedFacts facts, StudyRecords studies, CourseRecords courses, KeptResults results) {
        this.patientKey = patientKey;
        this.facts = facts;
        this.studies = studies;
        this.courses = courses;
        this.results = results;
    }

    private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    public static PatientTimeline empty(String patientKey) {
        return new PatientTimeline(patientKey, Map.of(), Map.of(), Map.of());
    }

    public String patientKey() {
        return patientKey;
    }

    /** By fact id, in the order of ids. */
    public Map<String, ClinicalFact> facts() {
        return facts.byId();
    }

    /** By (study, revision, algorithm version), in the order of keys. */
    public Map<String, RecordedStudy> studies() {
        return studies.byKey();
    }

    /** When a statement was first made, for those made more than once. */
    public Map<String, Instant> firstStated() {
        return facts.first().at();
    }

    /**
     * The same fact stated again counts as stated at the later time: a correction can be taken back. A hand-over is what
     * it holds.
     */
    public PatientTimeline with(ClinicalFact fact) {
        if (fact.body() instanceof LinkFact.HandedOver handed) {
            PatientTimeline after = this;
            for (ClinicalFact one : handed.facts()) {
                after = after.with(one);
            }
            return after;
        }
        ClinicalFact known = facts.byId().get(fact.factId());
        if (fact.equals(known)) {
            return this;
        }
        boolean samePlace =
                known == null || known.body().getClass() == fact.body().getClass();
        return new PatientTimeline(
                patientKey,
                facts.with(fact),
                samePlace && !changesStudies(fact.body()) ? studies : studies.unread(),
                samePlace && !changesCourses(fact.body()) ? courses : courses.changed(),
                results.passedOn());
    }

    /** Whether other studies, or lesions of other names, may be current after it. */
    private static boolean changesStudies(FactBody body) {
        return switch (body) {
            case LinkFact _, FactBody.Retracted _, FactBody.LesionMatched _ -> true;
            default -> false;
        };
    }

    /** Whether {@link Courses} may read others after it. */
    private static boolean changesCourses(FactBody body) {
        return switch (body) {
            case LaboratoryFact _, ConditionFact _, WholeBodyFact _, AblationFact _, LesionFact _ -> false;
            default -> true;
        };
    }

    public PatientTimeline with(RecordedStudy study) {
        return new PatientTimeline(patientKey, facts, studies.with(study), courses, results.passedOn());
    }

    /** The link that was stated for this key, null if it stands for itself. */
    public @Nullable PatientLink link() {
        return facts.link();
    }

    /** The person is read under another key: nothing is to be concluded here. */
    public boolean isReadElsewhere() {
        return facts.isReadElsewhere();
    }

    /**
     * The current result of every study, own and adopted, with the lesions readers have named, in the order of study
     * UIDs; none where the person is read under another key.
     */
    public List<RecordedStudy> currentStudies() {
        return studies.current(facts);
    }

    /** When each current study first arrived, whatever came of it since, by study UID. */
    public Map<String, Instant> firstArrivals() {
        return studies.arrivals(facts);
    }

    /** As {@link #currentStudies()}, with the names the studies state themselves. */
    public List<RecordedStudy> studiesAsMeasured() {
        return isReadElsewhere() ? List.of() : studies.asMeasured(facts);
    }

    /** The current result of a study that came under this very key, wherever the person is read. */
    public Optional<StudyMeasured> measured(String studyUid) {
        return studies().values().stream()
                .filter(study -> study.measured().studyUid().equals(studyUid))
                .max(RecordedStudy.CURRENCY)
                .map(RecordedStudy::measured);
    }

    /** Alerts that people were told under other keys of this person. */
    public List<AlertRaised> adoptedAlerts() {
        return facts.handed(LinkFact.AdoptedAlert.class)
                .map(LinkFact.AdoptedAlert::alert)
                .toList();
    }

    /** What was stated under this very key and not retracted since, oldest statement first. */
    List<ClinicalFact> statedHere() {
        return facts.here().facts();
    }

    /** When the same was first stated under this very key, null where it was stated once. */
    @Nullable
    Instant statedBefore(ClinicalFact fact) {
        return facts.first().before(fact);
    }

    /**
     * Facts that hold for this person, own and adopted, oldest statement first. Where the person is read under another
     * key only the statements about links are left.
     */
    public List<ClinicalFact> validFacts() {
        return facts.valid();
    }

    /** Valid facts of one kind, oldest statement first. */
    public <T extends FactBody> Stream<Stated<T>> stated(Class<T> kind) {
        return statements(kind).stream();
    }

    /** The same as a list that is not to be changed; of an event that brings none of that kind, the very same list. */
    public <T extends FactBody> List<Stated<T>> statements(Class<T> kind) {
        return facts.statements(kind);
    }

    /**
     * A result that depends on nothing but {@code from}: kept with the timeline and passed on to the next one, so that an
     * event that changes no input computes nothing again.
     *
     * @param by who computes; results of others are replaced
     * @param compute from its last result, null if there is none: what of it still holds need not be made again
     */
    public <R> R kept(Object by, Object from, Function<@Nullable R, R> compute) {
        return results.kept(by, from, compute);
    }

    /**
     * The same for a computation of which nobody says what it depends on: what it reads is written down, and the result
     * holds as long as that is answered in the same way.
     *
     * @param name of the result; another one of the same name is replaced
     */
    public <R> R derived(Object by, String name, Function<Reads, R> compute) {
        return results.derived(this, by, name, compute);
    }

    /** What {@link Courses} reads, read once. */
    List<Course> courses(ZoneId site, Supplier<List<Course>> read) {
        return courses.all(site, read);
    }

    /** Courses without what only plans; where that has not changed the very same list as before the last event. */
    public List<Course> coursesWithoutSchedule(ZoneId site) {
        return courses.withoutSchedule(Courses.of(this, site));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PatientTimeline that
                && patientKey.equals(that.patientKey)
                && facts().equals(that.facts())
                && studies().equals(that.studies())
                && firstStated().equals(that.firstStated());
    }

    @Override
    public int hashCode() {
        return patientKey.hashCode() + 31 * (facts().hashCode() + 31 * studies().hashCode());
    }

    @Override
    public String toString() {
        return "PatientTimeline[facts=" + facts() + ", studies=" + studies() + "]";
    }
}
