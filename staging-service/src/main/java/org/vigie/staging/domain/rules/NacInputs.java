package org.vigie.staging.domain.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.RecordedStudy;
import org.vigie.staging.domain.timeline.Stated;

/** All that findings of {@code NAC-ADC} can depend on. */
record NacInputs(
        String patientKey,
        List<Course> courses,
        List<RecordedStudy> studies,
        Map<String, Instant> arrivals,
        List<Stated<FactBody.Lesion>> lesions,
        List<Stated<FactBody.LesionNotMeasurable>> gone,
        List<Stated<FactBody.PhantomChecked>> phantoms) {
    static NacInputs of(PatientTimeline timeline, ZoneId site) {
        return new NacInputs(
                timeline.patientKey(),
                timeline.coursesWithoutSchedule(site),
                timeline.currentStudies(),
                timeline.firstArrivals(),
                timeline.statements(FactBody.Lesion.class),
                timeline.statements(FactBody.LesionNotMeasurable.class),
                timeline.statements(FactBody.PhantomChecked.class));
    }
}
