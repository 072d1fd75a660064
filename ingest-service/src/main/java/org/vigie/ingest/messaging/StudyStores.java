package org.vigie.ingest.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.IntakeReported.StudyAnnounced;
import org.vigie.ingest.domain.Expectations;
import org.vigie.ingest.domain.StudyState;

/** The stores of the assembly about studies, kept consistent with each other. */
final class StudyStores {
    private static final byte[] MARK = {1};
    /** No key of another study or of what counts begins so. */
    private static final String UNCOMPARED = "?|";

    private final KeyValueStore<String, byte[]> instances;
    private final KeyValueStore<String, byte[]> studies;
    private final KeyValueStore<String, byte[]> due;
    private final KeyValueStore<String, byte[]> expected;

    StudyStores(ProcessorContext<String, byte[]> context) {
        this.instances = Objects.requireNonNull(context.getStateStore(AssemblyTopology.INSTANCES));
        this.studies = Objects.requireNonNull(context.getStateStore(AssemblyTopology.STUDIES));
        this.due = Objects.requireNonNull(context.getStateStore(AssemblyTopology.DUE));
        this.expected = Objects.requireNonNull(context.getStateStore(AssemblyTopology.EXPECTED));
    }

    @Nullable
    StudyState study(String studyUid) {
        byte[] json = studies.get(studyUid);
        return json == null ? null : Json.read(json, StudyState.class);
    }

    /** What counts under the UID of an instance, if it is other bytes: replicas need not know of each other's. */
    Optional<ObjectRef> otherObject(String studyUid, InstanceStored instance) {
        return accepted(studyUid, instance).filter(known -> !known.equals(instance.object()));
    }

    private Optional<ObjectRef> accepted(String studyUid, InstanceStored instance) {
        return Optional.ofNullable(instances.get(studyUid + "|" + instance.sopInstanceUid()))
                .map(json -> Json.read(json, InstanceStored.class).object());
    }

    /** False if this very instance is there already. */
    boolean addInstance(String studyUid, InstanceStored instance) {
        if (instance.conflicting()
                && accepted(studyUid, instance)
                        .filter(instance.object()::equals)
                        .isPresent()) {
            // Another replica took it first, and what this one holds was refused there.
            return false;
        }
        String key = studyUid + "|" + instance.sopInstanceUid()
                + (instance.conflicting() ? "|" + instance.object().sha256() : "");
        return instances.putIfAbsent(key, Json.bytes(instance)) == null;
    }

    /** Keeps beside what could not be compared with what counts under its UID; it is never measured. */
    void addUncompared(String studyUid, InstanceStored instance) {
        instances.putIfAbsent(uncomparedKey(studyUid, instance), Json.bytes(instance));
    }

    void forgetUncompared(String studyUid, InstanceStored instance) {
        instances.delete(uncomparedKey(studyUid, instance));
    }

    private static String uncomparedKey(String studyUid, InstanceStored instance) {
        return studyUid + UNCOMPARED + instance.sopInstanceUid() + "|"
                + instance.object().sha256();
    }

    /** What {@link #addUncompared} kept and nobody has forgotten. */
    List<InstanceStored> uncompared(String studyUid) {
        List<InstanceStored> found = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> range = instances.range(studyUid + UNCOMPARED, studyUid + "?}")) {
            range.forEachRemaining(entry -> found.add(Json.read(entry.value, InstanceStored.class)));
        }
        return found;
    }

    List<InstanceStored> instances(String studyUid) {
        List<InstanceStored> found = new ArrayList<>();
        // '|' is followed by digits, and '}' comes after '|'.
        try (KeyValueIterator<String, byte[]> range = instances.range(studyUid + "|", studyUid + "}")) {
            range.forEachRemaining(entry -> found.add(Json.read(entry.value, InstanceStored.class)));
        }
        return found;
    }

    /** Instances a sender announced. */
    void expect(StudyAnnounced announced) {
        announced
                .series()
                .forEach(series -> series.sopInstanceUids()
                        .forEach(uid -> expected.put(
                                announced.studyUid() + "|" + uid,
                                series.seriesUid().getBytes(StandardCharsets.US_ASCII))));
    }

    Expectations expected(String studyUid) {
        Map<String, String> seriesOfInstance = new HashMap<>();
        try (KeyValueIterator<String, byte[]> range = expected.range(studyUid + "|", studyUid + "}")) {
            range.forEachRemaining(e -> seriesOfInstance.put(
                    e.key.substring(studyUid.length() + 1), new String(e.value, StandardCharsets.US_ASCII)));
        }
        return new Expectations(seriesOfInstance);
    }

    /** To be called when all of it has come. */
    void forget(String studyUid, Expectations met) {
        met.seriesOfInstance().keySet().forEach(uid -> expected.delete(studyUid + "|" + uid));
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
