package org.vigie.staging.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.RecordedStudy;

/**
 * A timeline as {@code POST /api/patients/timeline} answers it: {@code patientKey}, {@code facts}, {@code studies}. A
 * fact may also be given as its body alone ({@code {"kind": "lab", ...}}); it then counts as stated in the order of the
 * file.
 */
final class TimelineFile {
    private static final String OFFLINE_KEY = "offline";

    private TimelineFile() {}

    /**
     * @throws IllegalArgumentException if a fact or study is not what it should be, naming the field; if there is neither
     */
    static PatientTimeline read(JsonNode root) {
        if (!root.path("facts").isArray() && !root.path("studies").isArray()) {
            throw new IllegalArgumentException(
                    "'facts' or 'studies' (a timeline), or 'rule' and 'inputs', or 'cases' expected");
        }
        String key =
                root.path("patientKey").isTextual() ? root.path("patientKey").asText() : OFFLINE_KEY;
        PatientTimeline timeline = PatientTimeline.empty(key);
        int number = 0;
        for (JsonNode fact : root.path("facts")) {
            timeline = timeline.with(FileFact.read(fact, key, number++));
        }
        number = 0;
        for (JsonNode node : root.path("studies")) {
            StudyMeasured study = FileStudy.read(node, number++);
            timeline = timeline.with(new RecordedStudy(study.readyEventId(), study));
        }
        return timeline;
    }
}
