package org.vigie.staging.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Json;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.forms.JsonRule;
import org.vigie.staging.intake.LabResults;
import org.vigie.staging.intake.Rejected;

/**
 * One fact of a file. A body alone is written by hand: it is taken as strictly as by REST, and a {@code lab} with its
 * unit as REST takes results, converted.
 */
final class FileFact {
    private static final ObjectReader STRICT = Json.mapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
    /** What a fault is called whose place is the whole of what was read. */
    private static final Pattern BODY = Pattern.compile("^body[.]?");

    private static final LabResults LABS = new LabResults();

    /** A result as reported. */
    record Result(
            String kind,
            Analyte analyte,
            ClinicalTime at,
            String value,
            @Nullable String unit,
            @Nullable String referenceLow,
            @Nullable String referenceHigh,
            @Nullable String specimen,
            @Nullable String code) {}

    private FileFact() {}

    /** @throws IllegalArgumentException naming the field and what it should be */
    static ClinicalFact read(JsonNode node, String key, int number) {
        String where = "facts[" + number + "]";
        if (!node.has("kind")) {
            return present(read(where, node, ClinicalFact.class, Json.mapper().reader()), where, Set.of());
        }
        Instant stated = Instant.EPOCH.plusSeconds(number);
        return new ClinicalFact(where, key, stated, "offline", "file", body(node, where));
    }

    private static FactBody body(JsonNode node, String where) {
        if (!node.path("kind").asText().equals("lab") || !node.has("unit")) {
            return present(read(where, asReported(node), FactBody.class, STRICT), where, Set.of());
        }
        Result result = present(read(where, node, Result.class, STRICT), where, Set.of());
        try {
            return LABS.fact(new LabResults.Reported(
                    result.analyte(),
                    result.at(),
                    result.value(),
                    result.unit(),
                    result.referenceLow(),
                    result.referenceHigh(),
                    result.specimen(),
                    result.code()));
        } catch (Rejected e) {
            throw new IllegalArgumentException(where + "." + e.getMessage(), e);
        }
    }

    /** Without a unit a result is in that of its analyte, and reported as that. */
    private static JsonNode asReported(JsonNode node) {
        if (!node.path("kind").asText().equals("lab") || node.has("reportedValue") || !node.hasNonNull("value")) {
            return node;
        }
        ObjectNode whole = node.deepCopy();
        return whole.put("reportedValue", node.path("value").asText());
    }

    /** @throws IllegalArgumentException if something is absent that must be there */
    static <T> T present(T value, String where, Set<String> mayBeAbsent) {
        String lacking = Presence.lacking(value, where, mayBeAbsent);
        if (lacking != null) {
            throw new IllegalArgumentException(lacking + ": present");
        }
        return value;
    }

    /** @throws IllegalArgumentException naming the field and what it should be */
    static <T> T read(String where, JsonNode node, Class<T> type, ObjectReader reader) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(where + ": an object");
        }
        try {
            return reader.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            Fault fault = JsonRule.of(e);
            String object =
                    type == FactBody.class ? BODY.matcher(fault.object()).replaceFirst("") : fault.object();
            throw new IllegalArgumentException(where + "." + Fault.invalid(object, fault.rule()), e);
        }
    }
}
