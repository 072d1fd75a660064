package org.vigie.staging.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.staging.Patients;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.StagingPipeline;
import org.vigie.staging.domain.alerts.PatientState;

/** Several events of one patient between two commits. */
class PatientProcessorTest {
    private final MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();
    private final GatheredEvents gathered =
            GatheredEvents.builder(StagingTopology.GATHERED).build();
    private KeyValueStore<String, byte[]> rows;
    private KeyValueStore<String, String> due;
    private PatientProcessor processor;

    @BeforeEach
    void open() {
        rows = store(StagingTopology.TIMELINE, Serdes.ByteArray());
        store(StagingTopology.LEGACY, LegacyState.serde());
        due = store(StagingTopology.DUE, Serdes.String());
        attach(gathered);
        processor = new PatientProcessor(
                Patients.pipeline(),
                new StagingMetrics(new SimpleMeterRegistry()),
                Clock.fixed(Patients.noon(7), ZoneOffset.UTC),
                Duration.ofSeconds(1),
                100);
        processor.init(context);
    }

    private <V> KeyValueStore<String, V> store(String name, Serde<V> values) {
        KeyValueStore<String, V> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingDisabled()
                .build();
        attach(store);
        return store;
    }

    private void attach(StateStore store) {
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    @Test
    void areJudgedOnce() {
        gather(Patients.course());
        gather(Patients.lesion());

        judge();

        PatientState state = Objects.requireNonNull(PatientRows.load(rows, Patients.KEY));
        assertThat(state.timeline().facts()).hasSize(2);
        assertThat(gathered.take(Patients.KEY)).isEmpty();
    }

    @Test
    void areNotLostWithOneThatCannotBeJudged() {
        gather(Patients.course());
        gather(Json.read(
                ("{\"factId\":\"bad\",\"patientKey\":\"" + Patients.KEY
                                + "\",\"recordedAt\":\"2026-01-01T00:00:00Z\",\"recordedBy\":\"u\",\"source\":\"rest\"}")
                        .getBytes(StandardCharsets.UTF_8),
                ClinicalFact.class));
        gather(Patients.lesion());

        judge();

        PatientState state = Objects.requireNonNull(PatientRows.load(rows, Patients.KEY));
        assertThat(state.timeline().facts())
                .containsOnlyKeys(Patients.course().factId(), Patients.lesion().factId());
        List<MockProcessorContext.CapturedForward<? extends String, ? extends byte[]>> dead =
                context.forwarded().stream()
                        .filter(one -> one.childName()
                                .equals(Optional.ofNullable(StagingTopology.DEAD_SINKS.get(Topics.FACT_RECORDED))))
                        .toList();
        assertThat(dead)
                .singleElement()
                .satisfies(one -> assertThat(new String(
                                one.record()
                                        .headers()
                                        .lastHeader("vigie_reason")
                                        .value(),
                                StandardCharsets.UTF_8))
                        .startsWith("cannot be evaluated: "));
    }

    /** What came since the last commit may be the very thing that would be found missing. */
    @Test
    void areJudgedBeforeTheirPatientIsWoken() {
        gather(Patients.course());
        new DueTimes(due).move(Patients.KEY, null, Patients.noon(7));
        new DueTimes(due).move("other", null, Patients.noon(8));

        wake();

        PatientState state = Objects.requireNonNull(PatientRows.load(rows, Patients.KEY));
        assertThat(state.timeline().facts()).containsOnlyKeys(Patients.course().factId());
        assertThat(gathered.take(Patients.KEY)).isEmpty();
        assertThat(new DueTimes(due).take(Patients.noon(7))).isEmpty();
        assertThat(new DueTimes(due).take(Patients.noon(8))).contains("other");
    }

    /** As after an erased timeline: nothing is made up of a time alone. */
    @Test
    void aDueTimeOfNobodyIsForgotten() {
        new DueTimes(due).move("nobody", null, Patients.noon(7));

        wake();

        assertThat(PatientRows.load(rows, "nobody")).isNull();
        assertThat(context.forwarded()).isEmpty();
        try (KeyValueIterator<String, String> left = due.all()) {
            assertThat(left.hasNext()).isFalse();
        }
    }

    private void wake() {
        context.scheduledPunctuators()
                .getFirst()
                .getPunctuator()
                .punctuate(Patients.noon(7).toEpochMilli());
    }

    private void gather(ClinicalFact fact) {
        gathered.add(
                Patients.KEY,
                new GatheredEvents.Event(
                        Topics.FACT_RECORDED,
                        0,
                        new RecordHeaders(),
                        new StagingPipeline.Incoming.Fact(fact),
                        Json.bytes(fact)));
    }

    private void judge() {
        processor.process(new Record<>(Patients.KEY, new byte[] {1}, 0));
    }
}
