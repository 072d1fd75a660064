package org.vigie.diffusion.messaging;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.imaging.StudyReady;

/**
 * A {@code study.ready} as it came from the broker.
 *
 * @param id its {@code ce_id}
 * @param traceparent the trace it belongs to
 * @param reason why it was announced out of the ordinary course, null if it was not
 */
record ReadyRecord(
        StudyReady ready,
        String id,
        @Nullable String traceparent,
        @Nullable String reason) {

    /** @throws MalformedEventException if the record is not what its topic promises */
    static ReadyRecord of(ConsumerRecord<String, byte[]> message) {
        String id = header(message, EventHeaders.ID);
        if (id == null || message.value() == null) {
            throw new MalformedEventException("StudyReady: no ce_id or no payload", null);
        }
        try {
            return new ReadyRecord(
                    Json.read(message.value(), StudyReady.class),
                    id,
                    header(message, EventHeaders.TRACEPARENT),
                    header(message, EventHeaders.REASON));
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException("StudyReady: " + e.getClass().getSimpleName(), null);
        }
    }

    static @Nullable String header(ConsumerRecord<String, byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
