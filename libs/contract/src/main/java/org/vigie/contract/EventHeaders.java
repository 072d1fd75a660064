package org.vigie.contract;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 attributes in binary mode: each becomes one Kafka header.
 *
 * @param id {@code ce_id}, see {@link EventId}
 * @param type {@code ce_type}, the topic name
 * @param source {@code ce_source}, the service
 * @param time {@code ce_time}
 * @param traceparent W3C trace context, null where the chain starts
 * @param reason {@code ce_reason}, for example {@code reprocess}; null for the ordinary course
 */
public record EventHeaders(
        String id,
        String type,
        String source,
        Instant time,
        @Nullable String traceparent,
        @Nullable String reason) {
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String TIME = "ce_time";
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String CONTENT_TYPE = "content-type";
    public static final String REASON = "ce_reason";
    public static final String TRACEPARENT = "traceparent";

    /** Header names and values as they stand on a Kafka record. */
    public Map<String, String> asMap() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(SPEC_VERSION, "1.0");
        headers.put(ID, id);
        headers.put(TYPE, type);
        headers.put(SOURCE, source);
        headers.put(TIME, time.toString());
        headers.put(CONTENT_TYPE, "application/json");
        if (traceparent != null) {
            headers.put(TRACEPARENT, traceparent);
        }
        if (reason != null) {
            headers.put(REASON, reason);
        }
        return headers;
    }
}
