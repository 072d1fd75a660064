package org.vigie.staging.messaging;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.vigie.contract.Json;

/** Records as JSON in stores. */
final class JsonSerde {
    private JsonSerde() {}

    static <T> Serde<T> of(Class<T> type) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : Json.bytes(value),
                (topic, bytes) -> bytes == null ? null : Json.read(bytes, type));
    }
}
