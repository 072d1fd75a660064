package org.vigie.staging.messaging;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
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
        Topology topology = new Topology();
        topology.addSource(
                "events",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.STUDY_MEASURED,
                Topics.FACT_RECORDED);
        topology.addProcessor(
                "timeline", () -> new PatientProcessor(pipeline, metrics, clock, duePeriod, cachedRows), "events");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(TIMELINE), Serdes.String(), Serdes.ByteArray()),
                "timeline");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(LEGACY), Serdes.String(), LegacyState.serde()),
                "timeline");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(DUE), Serdes.String(), Serdes.String()),
                "timeline");
        sink(topology, ASSESSED_SINK, Topics.PATIENT_ASSESSED);
        sink(topology, ALERT_SINK, Topics.ALERT_RAISED);
        sink(topology, FACT_SINK, Topics.FACT_RECORDED);
        sink(topology, PRIOR_SINK, Topics.PRIOR_REQUESTED);
        DEAD_SINKS.forEach((topic, name) -> sink(topology, name, Topics.deadLetters(topic, SERVICE)));
        return topology;
    }

    private static void sink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), "timeline");
    }
}
