package org.vigie.staging.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Json;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.PatientAssessed.Clause;
import org.vigie.contract.clinical.PatientAssessed.Explained;
import org.vigie.contract.clinical.PatientAssessed.Localised;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.contract.clinical.PatientAssessed.PartOutcome;
import org.vigie.contract.clinical.PatientAssessed.UsedThreshold;

class AssessedWriterTest {
    private static final String SENTENCE = "ΔADC \"above\" the limit\\ of repeatability\n\t\b\f\r\u0002, ≥ 3 𝛥";

    private KeyValueStore<String, byte[]> rows;

    @BeforeEach
    void open() {
        rows = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("rows"), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        rows.init(context.getStateStoreContext(), rows);
    }

    @AfterEach
    void close() {
        rows.close();
    }

    @Test
    void theEventIsWhatTheCommonDialectWrites() {
        AssessedWriter writer = new AssessedWriter(rows);

        for (PatientAssessed one : List.of(full(), full(), least())) {
            assertThat(new String(writer.write(one).event(), StandardCharsets.UTF_8))
                    .isEqualTo(new String(Json.bytes(one), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aRowIsReadBackWholeByAnother() {
        byte[] row = new AssessedWriter(rows).write(full()).row();

        assertThat(row.length).isLessThan(Json.bytes(full()).length);
        assertThat(new String(row, StandardCharsets.UTF_8)).doesNotContain("repeatability");
        assertThat(Json.read(new RowTexts(rows).whole(row), PatientAssessed.class))
                .isEqualTo(full());
    }

    @Test
    void aSentenceIsKeptOnce() {
        AssessedWriter writer = new AssessedWriter(rows);
        writer.write(full());
        long kept = rows.approximateNumEntries();

        writer.write(full());
        new AssessedWriter(rows).write(full());

        assertThat(kept).isEqualTo(5);
        assertThat(rows.approximateNumEntries()).isEqualTo(kept);
    }

    @Test
    void aRowOfAnEarlierVersionReadsAsItIs() {
        byte[] row = Json.bytes(full());

        assertThat(new RowTexts(rows).whole(row)).isSameAs(row);
    }

    @Test
    void aMissingSentenceIsNotPassedOver() {
        byte[] row = new AssessedWriter(rows).write(full()).row();
        rows.all().forEachRemaining(entry -> rows.delete(entry.key));

        assertThatThrownBy(() -> new RowTexts(rows).whole(row))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shared text is missing");
    }

    private static PatientAssessed least() {
        return new PatientAssessed(
                "id",
                null,
                "key",
                "NAC-ADC",
                "1.0",
                "set",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "indeterminate",
                Double.NaN,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Clause("short", "true", null)),
                List.of(),
                "0.1",
                Instant.EPOCH);
    }

    private static PatientAssessed full() {
        UsedThreshold threshold = new UsedThreshold("rc", 13.2, "%", "none", "S", "QIBA profile, 95 % repeatability");
        List<NamedInput> values = List.of(
                new NamedInput("A0", "0.00112", "mm2/s", "event-1"), new NamedInput("A1", "0.0013", null, null));
        return new PatientAssessed(
                "id",
                "before",
                "key",
                "NAC-ADC",
                "1.0",
                "set",
                "course",
                "1.2.3",
                "W1",
                -7,
                "1.2",
                2,
                "1.1",
                "adc-rise",
                1.0e-7,
                "%",
                -0.0,
                1.234567890123E18,
                List.of("field", "serie \"x\""),
                List.of("at-limit"),
                List.of(Reason.of(ReasonCode.MISSING_INPUT, "c1d1"), Reason.of(ReasonCode.NO_BASELINE)),
                values,
                List.of(
                        new Clause(
                                SENTENCE,
                                "true",
                                "QIBA profile [S]",
                                "deltaADC>rc",
                                "variation supérieure",
                                values,
                                threshold),
                        new Clause(SENTENCE, "unknown", null, "other", null, List.of(), null)),
                List.of("event-1", "fact-é"),
                "0.1",
                Instant.parse("2026-03-04T05:06:07.080900Z"),
                new Explained(
                        "2.5",
                        new Localised("Early change of ADC", "Variation précoce de l'ADC"),
                        List.of(new PartOutcome("part", "yes", List.of(Reason.of(ReasonCode.OUT_OF_WINDOW)))),
                        List.of(new NamedInput("deltaADC", "16.1", "%", null)),
                        List.of("c1d1"),
                        List.of(new Localised("A note that is long enough to be shared.", "Une note."))));
    }
}
