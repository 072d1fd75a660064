package org.vigie.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One JSON dialect for events and stored documents: ISO dates, absent instead of null, unknown fields ignored. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private Json() {}

    /** The shared mapper; thread-safe, never reconfigured. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not representable as JSON: " + value.getClass().getSimpleName(), e);
        }
    }

    /** @throws MalformedEventException if the bytes are not JSON of that type; its text never quotes the payload */
    public static <T> T read(byte @Nullable [] json, Class<T> type) {
        if (json == null) {
            throw new MalformedEventException(type.getSimpleName() + ": no payload", null);
        }
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new MalformedEventException(type.getSimpleName() + ": JSON null", null);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new MalformedEventException(
                    type.getSimpleName() + ": " + e.getClass().getSimpleName() + " at "
                            + (e.getLocation() == null
                                    ? "?"
                                    : "line " + e.getLocation().getLineNr() + " column "
                                            + e.getLocation().getColumnNr()),
                    null);
        } catch (IOException e) {
            throw new MalformedEventException(type.getSimpleName() + ": unreadable", e);
        }
    }
}
