package org.vigie.staging.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.vigie.contract.Json;
import org.vigie.contract.clinical.ClinicalFact;
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
     * @throws org.vigie.contract.MalformedEventException if a fact or study is not what it should be; the text says which
     * @throws IllegalArgumentException if there is neither a fact nor a study
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
            timeline = timeline.with(fact(fact, key, number++));
        }
        number = 0;
        for (JsonNode node : root.path("studies")) {
            StudyMeasured study = read("studies[" + number++ + "]", node, StudyMeasured.class);
            timeline = timeline.with(new RecordedStudy(study.readyEventId(), study));
        }
        return timeline;
    }

    private static ClinicalFact fact(JsonNode node, String key, int number) {
        if (!node.has("kind")) {
            return read("facts[" + number + "]", node, ClinicalFact.class);
        }
        ObjectNode whole = Json.mapper().createObjectNode();
        whole.put("factId", "facts[" + number + "]")
                .put("patientKey", key)
                .put("recordedAt", Instant.EPOCH.plusSeconds(number).toString())
                .put("recordedBy", "offline")
                .put("source", "file")
                .set("body", node);
        return read("facts[" + number + "]", whole, ClinicalFact.class);
    }

    private static <T> T read(String where, JsonNode node, Class<T> type) {
        try {
            return Json.read(Json.bytes(node), type);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }
}
