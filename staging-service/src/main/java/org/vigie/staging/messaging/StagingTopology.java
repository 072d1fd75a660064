package org.vigie.staging.messaging;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.Stores;
import org.vigie.contract.Topics;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.StagingPipeline;

/** Two topics in, one store of patients with an index of due times, two topics and two dead-letter topics out. */
public final class StagingTopology {
    static final String SERVICE = "staging";
    /** Rows of {@link PatientRows}. */
    static final String TIMELINE = "timeline";
    /** What version 0.1 wrote; only read and emptied. */
    static final String LEGACY = "patients";

    static final String DUE = "due";
    static final String GATHERED = "gathered";
    static final String ONCE = "judge-once";
    /** Patients told apart between two commits. */
    private static final int MOST_REMEMBERED = 1000;

    static final String ASSESSED_SINK = "assessed";
    static final String ALERT_SINK = "alerts";
    static final String FACT_SINK = "facts";
    static final String PRIOR_SINK = "priors";
    /** Dead-letter sinks by the topic the bad record came from. */
    static final Map<String, String> DEAD_SINKS =
            Map.of(Topics.STUDY_MEASURED, "dead-measured", Topics.FACT_RECORDED, "dead-facts");

    private StagingTopology() {}

    /** @param cachedRows rows of patients kept decoded, per partition */
    public static Topology build(
            StagingPipeline pipeline, StagingMetrics metrics, Clock clock, Duration duePeriod, int cachedRows) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(TIMELINE), Serdes.String(), Serdes.ByteArray()));
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(LEGACY), Serdes.String(), LegacyState.serde()));
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(DUE), Serdes.String(), Serdes.String()));
        builder.addStateStore(GatheredEvents.builder(GATHERED));
        builder.stream(
                        List.of(Topics.STUDY_MEASURED, Topics.FACT_RECORDED),
                        Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("events"))
                .processValues(() -> new EventGatherer(metrics), Named.as("gather"), GATHERED)
                .groupByKey(Grouped.with(Serdes.String(), Serdes.ByteArray()))
                // Its cache passes a patient on once for all its events, when it is full and before every commit.
                .reduce(
                        (earlier, later) -> later,
                        Named.as(ONCE),
                        Materialized.<String, byte[]>as(Stores.lruMap("once", MOST_REMEMBERED))
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.ByteArray())
                                .withLoggingDisabled()
                                .withCachingEnabled())
                .toStream(Named.as("patients"))
                .process(
                        () -> new PatientProcessor(pipeline, metrics, clock, duePeriod, cachedRows),
                        Named.as("timeline"),
                        TIMELINE,
                        LEGACY,
                        DUE,
                        GATHERED);
        Topology topology = builder.build();
        sink(topology, ASSESSED_SINK, Topics.PATIENT_ASSESSED);
        sink(topology, ALERT_SINK, Topics.ALERT_RAISED);
        sink(topology, FACT_SINK, Topics.FACT_RECORDED);
        sink(topology, PRIOR_SINK, Topics.PRIOR_REQUESTED);
        DEAD_SINKS.forEach((topic, name) -> topology.addSink(
                name,
                Topics.deadLetters(topic, SERVICE),
                new StringSerializer(),
                new ByteArraySerializer(),
                "gather",
                "timeline"));
        return topology;
    }

    private static void sink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), "timeline");
    }
}
