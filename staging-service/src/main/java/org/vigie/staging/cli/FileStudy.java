package org.vigie.staging.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.vigie.contract.Json;
import org.vigie.contract.imaging.StudyMeasured;

/** One study of a file. A list that is not there is empty; what no rule reads may be left out. */
final class FileStudy {
    private static final Set<String> NOT_READ = Set.of(
            "patientKey",
            "outcome",
            "manifest",
            "algorithmVersion",
            "measuredAt",
            "label",
            "method",
            "seriesUid",
            "excluded",
            "variant");

    private FileStudy() {}

    /** @throws IllegalArgumentException naming the field and what it should be */
    static StudyMeasured read(JsonNode node, int number) {
        String where = "studies[" + number + "]";
        JsonNode whole = node.deepCopy();
        lists(whole, "flags", "reasons");
        for (JsonNode lesion : whole.path("lesions")) {
            lists(lesion.path("acquisition"), "bSecPerMm2");
            for (JsonNode measurement : lesion.path("measurements")) {
                lists(measurement, "flags", "reasons");
            }
        }
        return FileFact.present(
                FileFact.read(where, whole, StudyMeasured.class, Json.mapper().reader()), where, NOT_READ);
    }

    private static void lists(JsonNode node, String... names) {
        if (node instanceof ObjectNode object) {
            for (String name : names) {
                if (!object.hasNonNull(name)) {
                    object.putArray(name);
                }
            }
        }
    }
}
