package org.vigie.ingest.messaging;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventHeaders;

/** Event attributes on Kafka records. */
final class OutboxHeaders {
    /** Set to {@code unknown} where an object names no patient. */
    static final String PATIENT = "vigie_patient";

    /** On the last instance of a study that is announced again: its ready event is not in the topic. */
    static final String AGAIN = "vigie_again";

    private OutboxHeaders() {}

    static void write(Headers target, EventHeaders event) {
        event.asMap().forEach((name, value) -> put(target, name, value));
    }

    static void put(Headers target, String name, String value) {
        target.remove(name);
        target.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable String read(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
