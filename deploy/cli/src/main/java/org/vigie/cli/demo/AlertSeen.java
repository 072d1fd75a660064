package org.vigie.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** An alert or item as the notify service shows it. */
record AlertSeen(
        String kind,
        String severity,
        String category,
        @Nullable String timePoint,
        String state,
        int version) {
    static AlertSeen of(JsonNode alert) {
        return new AlertSeen(
                alert.path("kind").asText(),
                alert.path("severity").asText(),
                alert.path("category").asText(),
                alert.path("timePoint").asText(null),
                alert.path("state").asText(),
                alert.path("version").asInt());
    }

    boolean isOpen() {
        return state.equals("RAISED") || state.equals("AMENDED");
    }

    /** Asks a person to act on the patient: what nobody should have without need. */
    boolean isClinicalAlert() {
        return isOpen() && (severity.equals("S2") || severity.equals("S3"));
    }
}
