package org.vigie.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
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
