package org.vigie.staging.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Json;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.intake.AnalyteCodes;
import org.vigie.staging.intake.LabResults;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.intake.StatedPatient;
import org.vigie.staging.intake.Statement;
import org.vigie.staging.intake.Submission;

/** From one row to one statement: column {@code kind} says which, the other columns are the fields of that kind. */
final class RowReader {
    private static final Set<String> ABOUT = Set.of("patientId", "issuer", "sourceId");
    private static final ObjectReader FIELDS = Json.mapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .without(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    private static final Set<String> LAB = Set.of(
            "patientId",
            "issuer",
            "sourceId",
            "kind",
            "analyte",
            "at",
            "value",
            "unit",
            "referenceLow",
            "referenceHigh",
            "specimen",
            "code");

    private final AnalyteCodes codes;
    private final LabResults labs;

    RowReader(AnalyteCodes codes, LabResults labs) {
        this.codes = codes;
        this.labs = labs;
    }

    /** @throws Rejected naming the column */
    Submission read(Map<String, String> cells, UnaryOperator<Fault> at) {
        String kind = Rejected.present(cells.get("kind"), "kind");
        FactBody body = kind.equals("lab") ? lab(cells) : body(cells);
        Statement made = new Statement.Made(body, cells.get("sourceId"), null, at);
        return new Submission(
                StatedPatient.of(Rejected.present(cells.get("patientId"), "patientId"), cells.get("issuer")),
                List.of(made));
    }

    private FactBody lab(Map<String, String> cells) {
        lost(cells.keySet(), LAB);
        String analyte = Rejected.present(cells.get("analyte"), "analyte");
        return labs.fact(new LabResults.Reported(
                codes.nameOrLoinc(analyte)
                        .orElseThrow(() -> new Rejected("analyte", "a name of an analyte or its LOINC code")),
                time(Rejected.present(cells.get("at"), "at")),
                Rejected.present(cells.get("value"), "value"),
                cells.get("unit"),
                cells.get("referenceLow"),
                cells.get("referenceHigh"),
                cells.get("specimen"),
                cells.get("code")));
    }

    private static ClinicalTime time(String text) {
        try {
            return ClinicalTime.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Rejected("at", "a date of ISO 8601, with its time where it is known");
        }
    }

    private static FactBody body(Map<String, String> cells) {
        ObjectNode fields = Json.mapper().createObjectNode();
        cells.forEach((name, value) -> {
            if (!ABOUT.contains(name)) {
                fields.put(name, value);
            }
        });
        try {
            FactBody body = FIELDS.treeToValue(fields, FactBody.class);
            unknown(fields, body);
            return body;
        } catch (JsonMappingException e) {
            throw new Rejected(column(e), "readable as a field of that kind");
        } catch (JsonProcessingException e) {
            throw new Rejected("kind", "a kind of fact with the fields it needs");
        }
    }

    private static void unknown(ObjectNode fields, FactBody body) {
        ObjectNode read = Json.mapper().valueToTree(body);
        Set<String> known = new HashSet<>(ABOUT);
        read.fieldNames().forEachRemaining(known::add);
        Set<String> stated = new LinkedHashSet<>();
        fields.fieldNames().forEachRemaining(stated::add);
        lost(stated, known);
    }

    /** A column that the kind does not have would be lost in silence, and with it what its cell says of the others. */
    private static void lost(Set<String> stated, Set<String> known) {
        List<Fault> faults = stated.stream()
                .filter(name -> !known.contains(name))
                .map(name -> Fault.invalid(name, "empty: this kind has no such field"))
                .toList();
        if (!faults.isEmpty()) {
            throw new Rejected(faults);
        }
    }

    private static String column(JsonMappingException e) {
        @Nullable
        String name = e.getPath().isEmpty() ? null : e.getPath().getFirst().getFieldName();
        return name == null ? "kind" : name;
    }
}
