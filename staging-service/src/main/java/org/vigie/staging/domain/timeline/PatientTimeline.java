package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventId;
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
 * <p>Immutable; what is derived from it is computed once, on first use.
 */
public final class PatientTimeline {
    /** The greater statement counts: the later one, then by content so that no tie is left to the order of arrival. */
    private static final Comparator<ClinicalFact> STATED = Comparator.comparing(ClinicalFact::asOf)
            .thenComparing(ClinicalFact::recordedAt)
            .thenComparing(fact -> fact.body().toString())
            .thenComparing(ClinicalFact::recordedBy);

    private static final Comparator<ClinicalFact> IN_TIME =
            Comparator.comparing(ClinicalFact::asOf).thenComparing(ClinicalFact::factId);

    private final String patientKey;
    private final SortedMap<String, ClinicalFact> facts;
    private final SortedMap<String, RecordedStudy> studies;
    private final SortedMap<String, Instant> firstStated;

    private @Nullable List<ClinicalFact> here;
    private @Nullable List<ClinicalFact> valid;
    /** As {@link #firstStated}, of what was handed over. */
    private Map<String, Instant> handedFirst = Map.of();

    private boolean linkRead;
    private @Nullable PatientLink link;
    private @Nullable List<RecordedStudy> current;
    private @Nullable Map<String, Instant> arrivals;
    private @Nullable Map<Class<?>, List<Stated<?>>> statedByKind;
    private @Nullable ZoneId coursesZone;
    private @Nullable List<Course> courses;
    private @Nullable List<Course> plainCourses;
    private @Nullable List<Course> plainBefore;
    private @Nullable Map<String, Instant> retractions;
    private Map<String, Derived> derived = Map.of();

    /** @param from what the result depends on: an equal value, or a {@link Reads} that holds */
    private record Derived(Object by, Object from, Object result) {}

    /**
     * @param facts by fact id
     * @param studies by (study, revision, algorithm version); older revisions are recorded, never current
     * @param firstStated by statement, see {@link #statement}, for facts that were stated more than once
     */
    public PatientTimeline(
            String patientKey,
            Map<String, ClinicalFact> facts,
            Map<String, RecordedStudy> studies,
            Map<String, Instant> firstStated) {
        this(patientKey, sorted(facts), sorted(studies), sorted(firstStated));
    }

    private PatientTimeline(
            String patientKey,
            SortedMap<String, ClinicalFact> facts,
            SortedMap<String, RecordedStudy> studies,
            SortedMap<String, Instant> firstStated) {
        this.patientKey = patientKey;
        this.facts = facts;
        this.studies = studies;
        this.firstStated = firstStated;
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
        return facts;
    }

    /** By (study, revision, algorithm version), in the order of keys. */
    public Map<String, RecordedStudy> studies() {
        return studies;
    }

    /** When a statement was first made, for those made more than once. */
    public Map<String, Instant> firstStated() {
        return firstStated;
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
        ClinicalFact known = facts.get(fact.factId());
        if (fact.equals(known)) {
            return this;
        }
        TreeMap<String, ClinicalFact> merged = new TreeMap<>(facts);
        merged.merge(fact.factId(), fact, (a, b) -> STATED.compare(a, b) < 0 ? b : a);
        return new PatientTimeline(
                        patientKey,
                        Collections.unmodifiableSortedMap(merged),
                        studies,
                        known == null ? firstStated : firstStated(known, fact))
                .withFactOf(this, fact, known);
    }

    private SortedMap<String, Instant> firstStated(ClinicalFact known, ClinicalFact again) {
        TreeMap<String, Instant> first = new TreeMap<>(firstStated);
        first.merge(statement(known), known.asOf(), PatientTimeline::earlier);
        first.merge(statement(again), again.asOf(), PatientTimeline::earlier);
        return Collections.unmodifiableSortedMap(first);
    }

    private static Instant earlier(Instant a, Instant b) {
        return b.isBefore(a) ? b : a;
    }

    /** What was said under an id: a corrected fact is another statement of the same id. */
    private static String statement(ClinicalFact fact) {
        return fact.factId() + "|" + EventId.of(List.of(fact.body().toString()), "staging.statement", "1");
    }

    private Instant firstAt(ClinicalFact fact) {
        if (firstStated.isEmpty() && handedFirst.isEmpty()) {
            return fact.asOf();
        }
        String statement = statement(fact);
        Instant own = firstStated.getOrDefault(statement, fact.asOf());
        return earlier(own, handedFirst.getOrDefault(statement, own));
    }

    /** When the same was first stated under this very key, null where it was stated once. */
    @Nullable
    Instant statedBefore(ClinicalFact fact) {
        Instant first = firstStated.isEmpty() ? null : firstStated.get(statement(fact));
        return first == null || !first.isBefore(fact.asOf()) ? null : first;
    }

    public PatientTimeline with(RecordedStudy study) {
        TreeMap<String, RecordedStudy> merged = new TreeMap<>(studies);
        merged.merge(study.key(), study, (a, b) -> RecordedStudy.CURRENCY.compare(a, b) < 0 ? b : a);
        return new PatientTimeline(patientKey, facts, Collections.unmodifiableSortedMap(merged), firstStated)
                .withStudyOf(this);
    }

    /** The link that was stated for this key, null if it stands for itself. */
    public @Nullable PatientLink link() {
        if (!linkRead) {
            link = PatientLink.of(patientKey, statedHere());
            linkRead = true;
        }
        return link;
    }

    /** The person is read under another key: nothing is to be concluded here. */
    public boolean isReadElsewhere() {
        PatientLink stated = link();
        return stated != null && !stated.isVoid();
    }

    /**
     * The current result of every study, own and adopted, with the lesions readers have named, in the order of study
     * UIDs; none where the person is read under another key.
     */
    public List<RecordedStudy> currentStudies() {
        List<RecordedStudy> known = current;
        if (known == null) {
            known = isReadElsewhere()
                    ? List.of()
                    : LesionMatching.named(
                            readCurrent(), stated(FactBody.LesionMatched.class).toList());
            current = known;
        }
        return known;
    }

    /** When each current study first arrived, whatever came of it since, by study UID. */
    public Map<String, Instant> firstArrivals() {
        Map<String, Instant> known = arrivals;
        if (known == null) {
            Map<String, Instant> first = new TreeMap<>();
            currentStudies()
                    .forEach(study -> first.put(
                            study.measured().studyUid(), study.measured().arrivedAt()));
            Stream.concat(studies.values().stream(), adoptedStudies())
                    .forEach(study -> first.computeIfPresent(
                            study.measured().studyUid(),
                            (uid, at) -> earlier(at, study.measured().arrivedAt())));
            known = Collections.unmodifiableMap(first);
            arrivals = known;
        }
        return known;
    }

    /** As {@link #currentStudies()}, with the names the studies state themselves. */
    public List<RecordedStudy> studiesAsMeasured() {
        return isReadElsewhere() ? List.of() : readCurrent();
    }

    /** The current result of a study that came under this very key, wherever the person is read. */
    public Optional<StudyMeasured> measured(String studyUid) {
        return studies.values().stream()
                .filter(study -> study.measured().studyUid().equals(studyUid))
                .max(RecordedStudy.CURRENCY)
                .map(RecordedStudy::measured);
    }

    private List<RecordedStudy> readCurrent() {
        Map<String, RecordedStudy> byStudy = new TreeMap<>();
        for (RecordedStudy study : studies.values()) {
            current(byStudy, study);
        }
        adoptedStudies().forEach(study -> current(byStudy, study));
        return List.copyOf(byStudy.values());
    }

    /** Every revision that other keys hold. */
    private Stream<RecordedStudy> adoptedStudies() {
        return statedHere().stream()
                .map(ClinicalFact::body)
                .filter(LinkFact.AdoptedStudy.class::isInstance)
                .map(LinkFact.AdoptedStudy.class::cast)
                .map(adopted -> new RecordedStudy(adopted.eventId(), adopted.study()));
    }

    private static void current(Map<String, RecordedStudy> byStudy, RecordedStudy study) {
        byStudy.merge(study.measured().studyUid(), study, (a, b) -> RecordedStudy.CURRENCY.compare(a, b) < 0 ? b : a);
    }

    /** Alerts that people were told under other keys of this person. */
    public List<AlertRaised> adoptedAlerts() {
        return statedHere().stream()
                .map(ClinicalFact::body)
                .filter(LinkFact.AdoptedAlert.class::isInstance)
                .map(body -> ((LinkFact.AdoptedAlert) body).alert())
                .toList();
    }

    /** What was stated under this very key and not retracted since, oldest statement first. */
    List<ClinicalFact> statedHere() {
        List<ClinicalFact> known = here;
        if (known == null) {
            known = readHere();
            here = known;
        }
        return known;
    }

    private List<ClinicalFact> readHere() {
        Map<String, Instant> retractedAt = new HashMap<>();
        for (ClinicalFact fact : facts.values()) {
            if (fact.body() instanceof FactBody.Retracted retracted) {
                retractedAt.merge(retracted.retractedFactId(), fact.asOf(), (a, b) -> a.isBefore(b) ? b : a);
            }
        }
        retractions = retractedAt;
        List<ClinicalFact> read = new ArrayList<>(facts.size());
        for (ClinicalFact fact : facts.values()) {
            boolean release =
                    fact.body() instanceof FactBody.Retracted && fact.source().equals(Handover.SOURCE);
            if (!release && holds(fact, retractedAt)) {
                read.add(fact);
            }
        }
        read.sort(IN_TIME);
        return List.copyOf(read);
    }

    private static boolean holds(ClinicalFact fact, Map<String, Instant> retractedAt) {
        Instant retracted = retractedAt.get(fact.factId());
        return retracted == null || retracted.isBefore(fact.asOf());
    }

    /**
     * Facts that hold for this person, own and adopted, oldest statement first. Where the person is read under another
     * key only the statements about links are left.
     */
    public List<ClinicalFact> validFacts() {
        List<ClinicalFact> known = valid;
        if (known == null) {
            known = readValid();
            valid = known;
        }
        return known;
    }

    private List<ClinicalFact> readValid() {
        List<ClinicalFact> stated = statedHere();
        if (isReadElsewhere()) {
            return stated.stream()
                    .filter(fact -> fact.body() instanceof LinkFact.PatientMerged
                            || fact.body() instanceof LinkFact.PatientUnlinked)
                    .toList();
        }
        if (stated.stream().noneMatch(fact -> fact.body() instanceof LinkFact)) {
            return stated;
        }
        Map<String, ClinicalFact> byId = new HashMap<>();
        Map<String, Instant> first = new HashMap<>();
        for (ClinicalFact fact : stated) {
            switch (fact.body()) {
                case LinkFact.AdoptedFact adopted -> {
                    byId.merge(adopted.fact().factId(), adopted.fact(), (a, b) -> STATED.compare(a, b) < 0 ? b : a);
                    if (adopted.firstStatedAt() != null) {
                        first.merge(statement(adopted.fact()), adopted.firstStatedAt(), PatientTimeline::earlier);
                    }
                }
                case LinkFact.AdoptedStudy adopted -> {}
                case LinkFact.AdoptedAlert adopted -> {}
                case LinkFact.LinkSeen seen -> {}
                default -> byId.merge(fact.factId(), fact, (a, b) -> STATED.compare(a, b) < 0 ? b : a);
            }
        }
        handedFirst = first;
        return byId.values().stream().sorted(IN_TIME).toList();
    }

    /** Valid facts of one kind, oldest statement first. */
    public <T extends FactBody> Stream<Stated<T>> stated(Class<T> kind) {
        return statements(kind).stream();
    }

    /** The same as a list that is not to be changed; of an event that brings none of that kind, the very same list. */
    @SuppressWarnings("unchecked") // the list under a kind holds statements of that kind only
    public <T extends FactBody> List<Stated<T>> statements(Class<T> kind) {
        if (kind.isInterface()) {
            return validFacts().stream()
                    .filter(fact -> kind.isInstance(fact.body()))
                    .map(fact -> new Stated<>(fact.factId(), fact.asOf(), kind.cast(fact.body()), firstAt(fact)))
                    .toList();
        }
        return (List<Stated<T>>) (List<?>) byKind().getOrDefault(kind, List.of());
    }

    private Map<Class<?>, List<Stated<?>>> byKind() {
        Map<Class<?>, List<Stated<?>>> known = statedByKind;
        if (known == null) {
            known = new HashMap<>();
            for (ClinicalFact fact : validFacts()) {
                known.computeIfAbsent(fact.body().getClass(), kind -> new ArrayList<>())
                        .add(new Stated<>(fact.factId(), fact.asOf(), fact.body(), firstAt(fact)));
            }
            statedByKind = known;
        }
        return known;
    }

    /** What is derived from what the study does not change is passed on. */
    private PatientTimeline withStudyOf(PatientTimeline before) {
        here = before.here;
        valid = before.valid;
        handedFirst = before.handedFirst;
        retractions = before.retractions;
        statedByKind = before.statedByKind;
        linkRead = before.linkRead;
        link = before.link;
        coursesZone = before.coursesZone;
        courses = before.courses;
        plainCourses = before.plainCourses;
        plainBefore = before.plainBefore;
        derived = before.derived;
        return this;
    }

    /** What is derived from what the fact does not change is passed on. */
    private PatientTimeline withFactOf(PatientTimeline before, ClinicalFact fact, @Nullable ClinicalFact known) {
        derived = before.derived;
        plainBefore = before.plainCourses == null ? before.plainBefore : before.plainCourses;
        if (known == null) {
            addTo(before, fact);
        }
        if (known != null && known.body().getClass() != fact.body().getClass()) {
            return this;
        }
        switch (fact.body()) {
            case LinkFact _, FactBody.Retracted _, FactBody.LesionMatched _ -> {}
            case LaboratoryFact _, ConditionFact _, WholeBodyFact _, AblationFact _, LesionFact _ -> {
                current = before.current;
                arrivals = before.arrivals;
                coursesZone = before.coursesZone;
                courses = before.courses;
                plainCourses = before.plainCourses;
            }
            default -> {
                current = before.current;
                arrivals = before.arrivals;
            }
        }
        return this;
    }

    /** A fact of a new id is put in its place among those that were read before; where links are stated all is read. */
    @SuppressWarnings("ReferenceEquality") // the very same list: no link was stated
    private void addTo(PatientTimeline before, ClinicalFact fact) {
        List<ClinicalFact> read = before.valid;
        if (read == null
                || read != before.here
                || fact.body() instanceof LinkFact
                || fact.body() instanceof FactBody.Retracted) {
            return;
        }
        retractions = before.retractions;
        linkRead = before.linkRead;
        link = before.link;
        here = read;
        valid = read;
        statedByKind = before.statedByKind;
        if (retractions == null || !holds(fact, retractions)) {
            return;
        }
        List<ClinicalFact> more = new ArrayList<>(read.size() + 1);
        more.addAll(read);
        int at = more.size();
        while (at > 0 && IN_TIME.compare(more.get(at - 1), fact) > 0) {
            at--;
        }
        more.add(at, fact);
        here = Collections.unmodifiableList(more);
        valid = here;
        if (statedByKind != null) {
            Class<?> kind = fact.body().getClass();
            int place = 0;
            statedByKind = new HashMap<>(statedByKind);
            List<Stated<?>> same = new ArrayList<>(statedByKind.getOrDefault(kind, List.of()));
            for (ClinicalFact one : more.subList(0, at)) {
                place += one.body().getClass() == kind ? 1 : 0;
            }
            same.add(place, new Stated<>(fact.factId(), fact.asOf(), fact.body(), firstAt(fact)));
            statedByKind.put(kind, same);
        }
    }

    /**
     * A result that depends on nothing but {@code from}: kept with the timeline and passed on to the next one, so that an
     * event that changes no input computes nothing again.
     *
     * @param by who computes; results of others are replaced
     * @param compute from its last result, null if there is none: what of it still holds need not be made again
     */
    @SuppressWarnings("unchecked") // the same computer gives results of the same type
    public <R> R kept(Object by, Object from, Function<@Nullable R, R> compute) {
        Derived known = derived.get(by.getClass().getName());
        boolean same = known != null && known.by().equals(by);
        if (known != null && same && known.from().equals(from)) {
            return (R) known.result();
        }
        R result = compute.apply(known != null && same ? (R) known.result() : null);
        remember(by.getClass().getName(), new Derived(by, from, Objects.requireNonNull(result)));
        return result;
    }

    /**
     * The same for a computation of which nobody says what it depends on: what it reads is written down, and the result
     * holds as long as that is answered in the same way.
     *
     * @param name of the result; another one of the same name is replaced
     */
    @SuppressWarnings("unchecked") // the same computer gives results of the same type under the same name
    public <R> R derived(Object by, String name, Function<Reads, R> compute) {
        Derived known = derived.get(name);
        if (known != null && known.by().equals(by) && known.from() instanceof Reads reads && reads.holdFor(this)) {
            return (R) known.result();
        }
        Reads reads = new Reads(this);
        R result = compute.apply(reads);
        remember(name, new Derived(by, reads, Objects.requireNonNull(result)));
        return result;
    }

    private void remember(String name, Derived result) {
        Map<String, Derived> more = new HashMap<>(derived);
        more.put(name, result);
        derived = more;
    }

    /** What {@link Courses} reads, read once. */
    List<Course> courses(ZoneId site, Supplier<List<Course>> read) {
        List<Course> known = courses;
        if (known == null || !site.equals(coursesZone)) {
            known = read.get();
            coursesZone = site;
            courses = known;
            plainCourses = null;
        }
        return known;
    }

    /** Courses without what only plans; where that has not changed the very same list as before the last event. */
    public List<Course> coursesWithoutSchedule(ZoneId site) {
        List<Course> all = Courses.of(this, site);
        List<Course> known = plainCourses;
        if (known == null) {
            List<Course> plain = all.stream().map(Course::withoutSchedule).toList();
            known = plain.equals(plainBefore) ? Objects.requireNonNull(plainBefore) : plain;
            plainCourses = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PatientTimeline that
                && patientKey.equals(that.patientKey)
                && facts.equals(that.facts)
                && studies.equals(that.studies)
                && firstStated.equals(that.firstStated);
    }

    @Override
    public int hashCode() {
        return patientKey.hashCode() + 31 * (facts.hashCode() + 31 * studies.hashCode());
    }

    @Override
    public String toString() {
        return "PatientTimeline[facts=" + facts + ", studies=" + studies + "]";
    }
}
