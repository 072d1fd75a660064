package org.vigie.staging.messaging;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.vigie.contract.MalformedEventException;

/** An event that cannot be used goes to the dead letters of its topic as it came, with the reason as one more header. */
final class DeadLetters {
    private static final String REASON = "vigie_reason";

    private DeadLetters() {}

    static Headers headers(Headers came, MalformedEventException why) {
        RecordHeaders headers = new RecordHeaders(came);
        headers.add(REASON, String.valueOf(why.getMessage()).getBytes(StandardCharsets.UTF_8));
        return headers;
    }
}
