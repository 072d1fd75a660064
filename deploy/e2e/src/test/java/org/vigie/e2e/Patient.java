package org.vigie.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What notify says about one patient. */
record Patient(JsonNode json) {

    List<JsonNode> alerts() {
        return list(
                "alerts", a -> "CLINICAL".equalsIgnoreCase(a.path("category").asText()));
    }

    List<JsonNode> studies() {
        return list("studies", s -> true);
    }

    /** The last revision of each study. */
    List<JsonNode> currentStudies() {
        Map<String, JsonNode> byUid = new TreeMap<>();
        studies()
                .forEach(study -> byUid.merge(
                        study.path("studyUid").asText(),
                        study,
                        (a, b) ->
                                a.path("revision").asInt() < b.path("revision").asInt() ? b : a));
        return List.copyOf(byUid.values());
    }

    List<JsonNode> assessments() {
        return list("assessments", a -> true);
    }

    List<JsonNode> deliveries() {
        return list("deliveries", d -> true);
    }

    boolean hasStudy(String uid) {
        return studies().stream().anyMatch(s -> s.path("studyUid").asText().equals(uid));
    }

    String key() {
        return json.path("patientKey").asText();
    }

    private List<JsonNode> list(String name, Predicate<JsonNode> which) {
        List<JsonNode> found = new ArrayList<>();
        json.path(name).forEach(node -> {
            if (which.test(node)) {
                found.add(node);
            }
        });
        return found;
    }
}
