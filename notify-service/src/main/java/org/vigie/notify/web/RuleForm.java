package org.vigie.notify.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;

/** From the fields of the try-it form to the inputs staging reads; an empty field is a missing input. */
final class RuleForm {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RuleForm() {}

    /** @throws NumberFormatException with the name of the field */
    static ObjectNode inputs(RuleView.RulePage rule, MultivaluedMap<String, String> form) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode inputs = body.putObject("inputs");
        for (RuleView.Input input : rule.inputs()) {
            String stated = form.getFirst("i." + input.name());
            if (stated == null || stated.isBlank()) {
                continue;
            }
            String unit = form.getFirst("u." + input.name());
            switch (input.kind()) {
                case "choice" -> inputs.put(input.name(), stated);
                case "list" -> list(inputs.putObject(input.name()), input.name(), stated, unit);
                default -> withUnit(inputs.putObject(input.name()), unit).put("value", number(input.name(), stated));
            }
        }
        return body;
    }

    private static void list(
            ObjectNode into, String name, String stated, @org.jspecify.annotations.Nullable String unit) {
        ArrayNode values = withUnit(into, unit).putArray("values");
        for (String one : List.of(stated.split("[;\\s]+", -1))) {
            if (one.equals("?")) {
                values.addNull();
            } else if (!one.isBlank()) {
                values.add(number(name, one));
            }
        }
    }

    private static ObjectNode withUnit(ObjectNode into, @org.jspecify.annotations.Nullable String unit) {
        return unit == null || unit.isBlank() ? into : into.put("unit", unit.strip());
    }

    /** A decimal comma is a decimal point: half of the readers write one. */
    private static double number(String name, String stated) {
        try {
            return Double.parseDouble(stated.strip().replace(',', '.'));
        } catch (NumberFormatException e) {
            throw new NumberFormatException(name);
        }
    }
}
