package org.vigie.ingest.messaging;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.vigie.contract.Topics;

/** Instances in, ready studies and dead letters out. */
public final class AssemblyTopology {
    /** Study and SOP instance to event. */
    static final String INSTANCES = "instances";

    /** Study to summary. */
    static final String STUDIES = "studies";

    /** Time and study, in the order of time: what to look at next. */
    static final String DUE = "due";

    /** Study and SOP instance to series: what senders announced. */
    static final String EXPECTED = "expected";

    /** Replica to how far it is. */
    static final String REPLICAS = "replicas";

    static final String READY = "ready";
    static final String REPORTED_DEAD_LETTERS = "reported-dead-letters";
    static final String DEAD_LETTERS = "dead-letters";

    private AssemblyTopology() {}

    /**
     * @param tick how often the due-time index is looked at
     * @param absentAfter a replica that says nothing for so long is no longer waited for
     */
    public record Timing(Duration tick, Duration absentAfter) {}

    static Topology build(Announcer announcer, Timing timing) {
        Topology topology = new Topology();
        topology.addSource(
                "stored", Serdes.String().deserializer(), Serdes.ByteArray().deserializer(), Topics.INSTANCE_STORED);
        topology.addSource(
                "reported", Serdes.String().deserializer(), Serdes.ByteArray().deserializer(), Topics.INTAKE_REPORTED);
        topology.addProcessor("assembly", () -> new AssemblyProcessor(announcer, timing), "stored", "reported");
        topology.addStateStore(store(INSTANCES), "assembly");
        topology.addStateStore(store(STUDIES), "assembly");
        topology.addStateStore(store(DUE), "assembly");
        topology.addStateStore(store(EXPECTED), "assembly");
        topology.addStateStore(store(REPLICAS), "assembly");
        topology.addSink(
                READY,
                Topics.STUDY_READY,
                Serdes.String().serializer(),
                Serdes.ByteArray().serializer(),
                "assembly");
        topology.addSink(
                REPORTED_DEAD_LETTERS,
                Topics.deadLetters(Topics.INTAKE_REPORTED, "ingest"),
                Serdes.String().serializer(),
                Serdes.ByteArray().serializer(),
                "assembly");
        topology.addSink(
                DEAD_LETTERS,
                Topics.deadLetters(Topics.INSTANCE_STORED, "ingest"),
                Serdes.String().serializer(),
                Serdes.ByteArray().serializer(),
                "assembly");
        return topology;
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }
}
