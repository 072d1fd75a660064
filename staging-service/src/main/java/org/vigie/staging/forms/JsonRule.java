package org.vigie.staging.forms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.staging.domain.facts.Fault;

/** What JSON that could not be read should have been: named by its place, never quoted. */
public final class JsonRule {
    private JsonRule() {}

    public static Fault of(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(ref -> ref.getFieldName() == null ? "[" + ref.getIndex() + "]" : ref.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        String object = path.isEmpty() ? "body" : path;
        return Fault.invalid(e instanceof InvalidTypeIdException ? object + ".kind" : object, rule(e));
    }

    private static String rule(JsonProcessingException e) {
        return switch (e) {
            case UnrecognizedPropertyException _ -> "a documented field: there is none of this name here";
            case InvalidTypeIdException _ -> "one of the documented kinds of fact";
            case ValueInstantiationException made -> ofType(made.getType().getRawClass());
            case MismatchedInputException mismatched -> ofType(mismatched.getTargetType());
            default -> READABLE;
        };
    }

    private static final String READABLE = "readable JSON of the documented type";

    private static String ofType(@Nullable Class<?> type) {
        if (type == null) {
            return READABLE;
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (type == ClinicalTime.class) {
            return "a date or a date with time, as 2026-03-02 or 2026-03-02T09:30";
        }
        return Number.class.isAssignableFrom(type) || type == double.class || type == int.class ? "a number" : READABLE;
    }
}
