package org.vigie.staging.messaging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Patients by the time at which they are to be looked at again. */
final class DueTimes {
    private final KeyValueStore<String, String> due;

    DueTimes(KeyValueStore<String, String> due) {
        this.due = due;
    }

    void move(String patientKey, @Nullable Instant before, @Nullable Instant after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before != null) {
            due.delete(key(before, patientKey));
        }
        if (after != null) {
            due.put(key(after, patientKey), patientKey);
        }
    }

    /** Takes out the patients whose time has come, earliest first. */
    List<String> take(Instant now) {
        List<KeyValue<String, String>> found = new ArrayList<>();
        try (KeyValueIterator<String, String> range = due.range(key(Instant.EPOCH, ""), key(now, "~"))) {
            range.forEachRemaining(found::add);
        }
        List<String> patients = new ArrayList<>();
        for (KeyValue<String, String> entry : found) {
            due.delete(entry.key);
            patients.add(entry.value);
        }
        return patients;
    }

    /** Sorts by time, then patient. */
    private static String key(Instant at, String patientKey) {
        String millis = Long.toString(at.toEpochMilli());
        return "0".repeat(15 - millis.length()) + millis + "|" + patientKey;
    }
}
