package org.vigie.staging.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.EventId;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.staging.SiteConfig;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.domain.facts.CourseRules;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Courses;
import org.vigie.staging.domain.timeline.PatientLink;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.messaging.PatientLinks;
import org.vigie.staging.messaging.TimelineStreams;

/** Courses as they stand, those included that were stated a moment ago and are still on their way to the timeline. */
@ApplicationScoped
public class CourseBook {
    private static final int REMEMBERED_PATIENTS = 500;

    private final TimelineStreams streams;
    private final PatientLinks links;
    private final ZoneId site;
    private final Map<String, List<ClinicalFact>> underway = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<ClinicalFact>> eldest) {
            return size() > REMEMBERED_PATIENTS;
        }
    };

    CourseBook(TimelineStreams streams, PatientLinks links, SiteConfig config) {
        this.streams = streams;
        this.links = links;
        this.site = config.zone();
    }

    /**
     * The courses of the person a key stands for, under whichever key of theirs they were stated.
     *
     * @param draft facts of the same message, of this patient or others
     * @throws IllegalStateException while the timeline cannot be read
     */
    List<Course> of(String patientKey, List<ClinicalFact> draft) {
        Set<String> keys = new LinkedHashSet<>();
        PatientTimeline person = person(patientKey, keys);
        Set<String> others = new HashSet<>();
        for (ClinicalFact fact : draft) {
            boolean same = keys.contains(fact.patientKey())
                    || (others.add(fact.patientKey())
                            && follow(fact.patientKey(), new HashSet<>())
                                    .patientKey()
                                    .equals(person.patientKey())
                            && keys.add(fact.patientKey()));
            person = same && isOfCourses(fact.body()) ? person.with(fact) : person;
        }
        return Courses.of(person, site);
    }

    /** The timeline under which a key is read, with what may still be on its way to it, and every key of it. */
    private PatientTimeline person(String patientKey, Set<String> keys) {
        PatientTimeline person = follow(patientKey, keys);
        for (String source : links.mergedInto(person.patientKey())) {
            follow(source, keys);
        }
        for (String key : keys) {
            if (!key.equals(person.patientKey())) {
                for (ClinicalFact fact : timeline(key).facts().values()) {
                    person = isOfCourses(fact.body()) ? person.with(fact) : person;
                }
            }
        }
        return person;
    }

    /** The timeline under which a key is read, and every key on the way to it. */
    private PatientTimeline follow(String patientKey, Set<String> keys) {
        PatientTimeline timeline = timeline(patientKey);
        keys.add(patientKey);
        for (PatientLink link = timeline.link();
                link != null && timeline.isReadElsewhere() && keys.add(link.targetKey());
                link = timeline.link()) {
            timeline = timeline(link.targetKey());
        }
        return timeline;
    }

    private PatientTimeline timeline(String patientKey) {
        PatientTimeline timeline =
                streams.find(patientKey).map(PatientState::timeline).orElseGet(() -> PatientTimeline.empty(patientKey));
        for (ClinicalFact fact : links.underway(patientKey)) {
            timeline = timeline.with(fact);
        }
        synchronized (underway) {
            for (ClinicalFact fact : underway.getOrDefault(patientKey, List.of())) {
                timeline = timeline.with(fact);
            }
        }
        return timeline;
    }

    /** What a merge would make of the courses of both; nothing where the source is read under the target already. */
    List<Fault> faultsOfMerge(String fromKey, String intoKey) {
        String target = follow(intoKey, new HashSet<>()).patientKey();
        if (follow(fromKey, new HashSet<>()).patientKey().equals(target)) {
            return List.of();
        }
        List<ClinicalFact> brought = broughtBy(fromKey, new HashSet<>(Set.of(target)));
        return CourseRules.merged(
                Courses.of(told(PatientTimeline.empty(fromKey), brought), site),
                of(intoKey, List.of()),
                Courses.of(told(person(intoKey, new LinkedHashSet<>()), brought), site),
                site);
    }

    /** What comes with a key: its own statements about courses and those of keys that are read under it. */
    private List<ClinicalFact> broughtBy(String patientKey, Set<String> seen) {
        List<ClinicalFact> brought = new ArrayList<>();
        if (seen.add(patientKey)) {
            timeline(patientKey).facts().values().stream()
                    .filter(fact -> isOfCourses(fact.body()) || fact.body() instanceof LinkFact.AdoptedFact)
                    .forEach(brought::add);
            links.mergedInto(patientKey).forEach(source -> brought.addAll(broughtBy(source, seen)));
        }
        return brought;
    }

    private static PatientTimeline told(PatientTimeline timeline, List<ClinicalFact> facts) {
        PatientTimeline after = timeline;
        for (ClinicalFact fact : facts) {
            after = after.with(fact);
        }
        return after;
    }

    private static boolean isOfCourses(FactBody body) {
        return switch (body) {
            case FactBody.NacCourse _,
                    FactBody.CourseEnded _,
                    FactBody.Surgery _,
                    FactBody.NextCycle _,
                    FactBody.RegimenChanged _,
                    FactBody.Retracted _ -> true;
            default -> false;
        };
    }

    private static List<ClinicalFact> stated(List<ClinicalFact> draft) {
        return draft.stream()
                .filter(fact -> !(fact.body() instanceof FactBody.Retracted))
                .toList();
    }

    /** What the facts of one message make of the courses that is not so already, each with its place in the message. */
    List<Fault> faults(List<ClinicalFact> draft, List<UnaryOperator<Fault>> places) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < draft.size(); i++) {
            ClinicalFact fact = draft.get(i);
            if (isOfCourses(fact.body())) {
                List<Course> before =
                        of(fact.patientKey(), fact.body() instanceof FactBody.Retracted ? stated(draft) : List.of());
                List<Course> after = of(fact.patientKey(), draft);
                CourseRules.faults(before, after, fact.body(), site).stream()
                        .map(places.get(i))
                        .forEach(faults::add);
            }
        }
        return faults;
    }

    /** Course id of a statement that names none: the course of that first day, else a new one. */
    public String courseId(String patientKey, ClinicalTime c1d1) {
        return CourseRules.sameFirstDay(of(patientKey, List.of()), c1d1, site)
                .orElseGet(() -> EventId.of(List.of(patientKey, c1d1.toString()), "staging.course-id", "1")
                        .toString());
    }

    void published(List<ClinicalFact> facts) {
        synchronized (underway) {
            for (ClinicalFact fact : facts) {
                if (isOfCourses(fact.body())) {
                    underway.computeIfAbsent(fact.patientKey(), key -> new ArrayList<>())
                            .add(fact);
                }
            }
        }
    }
}
