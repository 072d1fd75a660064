package org.vigie.staging.messaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.domain.timeline.Handed;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.RecordedStudy;

/**
 * How a patient lies in the store: one row per fact, measurement, assessment and alert, each the JSON that came or went
 * as an event, so that an event writes what it changes and no more, however long the patient's story is. Sentences of
 * assessments are kept once for all patients ({@link RowTexts}).
 *
 * <p>Key = {@code <patientKey>|<kind><id>}. Row {@code n} is always there; it holds the next due time.
 */
final class PatientRows {
    private static final char FACT = 'f';
    private static final char FIRST_STATED = 'e';
    private static final char STUDY = 's';
    private static final char ASSESSED = 'a';
    private static final char ALERT = 'l';
    private static final char HANDED = 'h';
    private static final char ASKED = 'p';
    private static final char NEXT_DUE = 'n';
    private static final byte LINE_FEED = '\n';
    private static final StringSerializer KEYS = new StringSerializer();

    private PatientRows() {}

    /** What events carried, so that their bytes are kept instead of made again. */
    static final class Came {
        private final IdentityHashMap<Object, byte[]> bytes = new IdentityHashMap<>();

        /** @param value the very record that was read from these bytes */
        void add(Object value, byte[] json) {
            bytes.put(value, json);
        }

        byte[] jsonOf(Object kept) {
            byte[] json = bytes.get(kept);
            return json == null ? Json.bytes(kept) : json;
        }
    }

    static @Nullable PatientState load(ReadOnlyKeyValueStore<String, byte[]> rows, String patientKey) {
        return load(rows, new RowTexts(rows), patientKey);
    }

    /** @param texts of the same store */
    static @Nullable PatientState load(ReadOnlyKeyValueStore<String, byte[]> rows, RowTexts texts, String patientKey) {
        Read read = new Read(patientKey, texts);
        try (KeyValueIterator<String, byte[]> range = rows.prefixScan(patientKey + "|", KEYS)) {
            range.forEachRemaining(read::add);
        }
        return read.found ? read.state() : null;
    }

    /** Every patient of the store, one after the other. */
    static void forEach(ReadOnlyKeyValueStore<String, byte[]> rows, Consumer<PatientState> patients) {
        Read read = null;
        RowTexts texts = new RowTexts(rows);
        try (KeyValueIterator<String, byte[]> all = rows.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> row = all.next();
                if (RowTexts.isPiece(row.key)) {
                    continue;
                }
                String patientKey = row.key.substring(0, row.key.indexOf('|'));
                if (read == null || !read.patientKey.equals(patientKey)) {
                    if (read != null) {
                        patients.accept(read.state());
                    }
                    read = new Read(patientKey, texts);
                }
                read.add(row);
            }
        }
        if (read != null) {
            patients.accept(read.state());
        }
    }

    private static final class Read {
        private final String patientKey;
        private final Map<String, ClinicalFact> facts = new HashMap<>();
        private final Map<String, Instant> firstStated = new HashMap<>();
        private final Map<String, RecordedStudy> studies = new HashMap<>();
        private final Map<String, PatientAssessed> assessed = new HashMap<>();
        private final Map<String, AlertRaised> alerts = new HashMap<>();
        private final Map<String, Handed> handed = new HashMap<>();
        private final Set<String> asked = new HashSet<>();
        private @Nullable Instant nextDueAt;
        private final RowTexts texts;
        private boolean found;

        private Read(String patientKey, RowTexts texts) {
            this.patientKey = patientKey;
            this.texts = texts;
        }

        private void add(KeyValue<String, byte[]> row) {
            found = true;
            int kind = patientKey.length() + 1;
            String id = row.key.substring(kind + 1);
            switch (row.key.charAt(kind)) {
                case FACT -> facts.put(id, Json.read(row.value, ClinicalFact.class));
                case FIRST_STATED -> firstStated.put(id, Instant.parse(new String(row.value, StandardCharsets.UTF_8)));
                case STUDY -> studies.put(id, study(row.value));
                case ASSESSED -> assessed.put(id, Json.read(texts.whole(row.value), PatientAssessed.class));
                case ALERT -> alerts.put(id, Json.read(row.value, AlertRaised.class));
                case HANDED -> handed.put(id, Json.read(row.value, Handed.class));
                case ASKED -> asked.add(id);
                case NEXT_DUE -> nextDueAt = instant(row.value);
                default -> throw new IllegalStateException("timeline store: a row of an unknown kind");
            }
        }

        private PatientState state() {
            return new PatientState(
                    new PatientTimeline(patientKey, facts, studies, firstStated),
                    assessed,
                    alerts,
                    handed,
                    asked,
                    nextDueAt);
        }
    }

    /** Writes what differs between two states; what the event carried and what it makes leave is not written twice. */
    static void save(
            KeyValueStore<String, byte[]> rows,
            @Nullable PatientState before,
            PatientState after,
            Came came,
            IdentityHashMap<Object, byte[]> left) {
        String prefix = after.timeline().patientKey() + "|";
        PatientState known =
                before == null ? PatientState.empty(after.timeline().patientKey()) : before;
        put(rows, prefix + FACT, known.timeline().facts(), after.timeline().facts(), came::jsonOf);
        put(
                rows,
                prefix + FIRST_STATED,
                known.timeline().firstStated(),
                after.timeline().firstStated(),
                first -> first.toString().getBytes(StandardCharsets.UTF_8));
        put(
                rows,
                prefix + STUDY,
                known.timeline().studies(),
                after.timeline().studies(),
                study -> joined(study.eventId(), came.jsonOf(study.measured())));
        put(rows, prefix + ASSESSED, known.assessed(), after.assessed(), a -> json(a, left));
        put(rows, prefix + ALERT, known.alerts(), after.alerts(), a -> json(a, left));
        put(rows, prefix + HANDED, known.handed(), after.handed(), Json::bytes);
        for (String id : after.asked()) {
            if (!known.asked().contains(id)) {
                rows.put(prefix + ASKED + id, new byte[0]);
            }
        }
        if (before == null || !Objects.equals(before.nextDueAt(), after.nextDueAt())) {
            rows.put(prefix + NEXT_DUE, bytes(after.nextDueAt()));
        }
    }

    private interface Bytes<V> {
        byte[] of(V value);
    }

    @SuppressWarnings("ReferenceEquality") // what an evaluation leaves alone it leaves as the same object
    private static <V> void put(
            KeyValueStore<String, byte[]> rows,
            String prefix,
            Map<String, V> before,
            Map<String, V> after,
            Bytes<V> bytes) {
        if (before == after) {
            return;
        }
        after.forEach((id, value) -> {
            if (before.get(id) != value) {
                rows.put(prefix + id, bytes.of(value));
            }
        });
        before.keySet().stream().filter(id -> !after.containsKey(id)).forEach(id -> rows.delete(prefix + id));
    }

    private static byte[] json(Object value, IdentityHashMap<Object, byte[]> left) {
        byte[] known = left.get(value);
        return known == null ? Json.bytes(value) : known;
    }

    private static byte[] joined(String eventId, byte[] json) {
        byte[] id = eventId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(id.length + 1 + json.length)
                .put(id)
                .put(LINE_FEED)
                .put(json)
                .array();
    }

    private static RecordedStudy study(byte[] row) {
        int end = 0;
        while (row[end] != LINE_FEED) {
            end++;
        }
        return new RecordedStudy(
                new String(row, 0, end, StandardCharsets.UTF_8),
                Json.read(Arrays.copyOfRange(row, end + 1, row.length), StudyMeasured.class));
    }

    private static byte[] bytes(@Nullable Instant at) {
        return at == null
                ? new byte[0]
                : ByteBuffer.allocate(Long.BYTES).putLong(at.toEpochMilli()).array();
    }

    private static @Nullable Instant instant(byte[] row) {
        return row.length == 0
                ? null
                : Instant.ofEpochMilli(ByteBuffer.wrap(row).getLong());
    }
}
