package org.vigie.ingest.messaging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.ingest.domain.StudyState;

/** The three stores of the assembly, kept consistent with each other. */
final class StudyStores {
    private static final byte[] MARK = {1};

    private final KeyValueStore<String, byte[]> instances;
    private final KeyValueStore<String, byte[]> studies;
    private final KeyValueStore<String, byte[]> due;

    StudyStores(ProcessorContext<String, byte[]> context) {
        this.instances = Objects.requireNonNull(context.getStateStore(AssemblyTopology.INSTANCES));
        this.studies = Objects.requireNonNull(context.getStateStore(AssemblyTopology.STUDIES));
        this.due = Objects.requireNonNull(context.getStateStore(AssemblyTopology.DUE));
    }

    @Nullable
    StudyState study(String studyUid) {
        byte[] json = studies.get(studyUid);
        return json == null ? null : Json.read(json, StudyState.class);
    }

    /** True if another replica took other content under this UID: neither could know of the other's. */
    boolean isContradicted(String studyUid, InstanceStored instance) {
        byte[] known = instance.conflicting() ? null : instances.get(studyUid + "|" + instance.sopInstanceUid());
        return known != null && !Json.read(known, InstanceStored.class).object().equals(instance.object());
    }

    /** False if this very instance is there already. */
    boolean addInstance(String studyUid, InstanceStored instance) {
        String key = studyUid + "|" + instance.sopInstanceUid()
                + (instance.conflicting() ? "|" + instance.object().sha256() : "");
        return instances.putIfAbsent(key, Json.bytes(instance)) == null;
    }

    List<InstanceStored> instances(String studyUid) {
        List<InstanceStored> found = new ArrayList<>();
        // '|' is followed by digits, and '}' comes after '|'.
        try (KeyValueIterator<String, byte[]> range = instances.range(studyUid + "|", studyUid + "}")) {
            range.forEachRemaining(entry -> found.add(Json.read(entry.value, InstanceStored.class)));
        }
        return found;
    }

    /** Writes the summary and moves its entry of the due-time index. */
    void put(@Nullable StudyState before, StudyState after) {
        String old = dueKey(before);
        String next = dueKey(after);
        if (old != null && !old.equals(next)) {
            due.delete(old);
        }
        if (next != null && !next.equals(old)) {
            due.put(next, MARK);
        }
        studies.put(after.studyUid(), Json.bytes(after));
    }

    /** Studies whose time has come, the longest waiting first. */
    List<String> due(Instant now) {
        List<String> studyUids = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> range = due.range(time(Instant.EPOCH), time(now) + "}")) {
            while (range.hasNext()) {
                KeyValue<String, byte[]> entry = range.next();
                studyUids.add(entry.key.substring(entry.key.indexOf('|') + 1));
            }
        }
        return studyUids;
    }

    private static @Nullable String dueKey(@Nullable StudyState state) {
        return state == null || state.round() == null
                ? null
                : time(state.round().dueAt()) + "|" + state.studyUid();
    }

    private static String time(Instant at) {
        return "%016x".formatted(at.toEpochMilli());
    }
}
