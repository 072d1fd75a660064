package org.vigie.staging.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.EventId;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.SiteConfig;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.domain.facts.CourseRules;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Courses;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.messaging.TimelineStreams;

/** Courses as they stand, those included that were stated a moment ago and are still on their way to the timeline. */
@ApplicationScoped
public class CourseBook {
    private static final int REMEMBERED_PATIENTS = 500;

    private final TimelineStreams streams;
    private final ZoneId site;
    private final Map<String, List<ClinicalFact>> underway = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<ClinicalFact>> eldest) {
            return size() > REMEMBERED_PATIENTS;
        }
    };

    CourseBook(TimelineStreams streams, SiteConfig config) {
        this.streams = streams;
        this.site = config.zone();
    }

    /**
     * @param draft facts of the same message, of this patient or others
     * @throws IllegalStateException while the timeline cannot be read
     */
    List<Course> of(String patientKey, List<ClinicalFact> draft) {
        PatientTimeline timeline =
                streams.find(patientKey).map(PatientState::timeline).orElseGet(() -> PatientTimeline.empty(patientKey));
        synchronized (underway) {
            for (ClinicalFact fact : underway.getOrDefault(patientKey, List.of())) {
                timeline = timeline.with(fact);
            }
        }
        for (ClinicalFact fact : draft) {
            if (fact.patientKey().equals(patientKey)) {
                timeline = timeline.with(fact);
            }
        }
        return Courses.of(timeline, site);
    }

    Optional<Fault> overlap(String patientKey, FactBody.NacCourse stated, List<ClinicalFact> draft) {
        return CourseRules.overlap(of(patientKey, draft), stated, site);
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
                switch (fact.body()) {
                    case FactBody.NacCourse _, FactBody.CourseEnded _, FactBody.Surgery _, FactBody.Retracted _ ->
                        underway.computeIfAbsent(fact.patientKey(), key -> new ArrayList<>())
                                .add(fact);
                    default -> {}
                }
            }
        }
    }
}
