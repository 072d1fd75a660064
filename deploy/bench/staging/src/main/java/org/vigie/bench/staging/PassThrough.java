package org.vigie.bench.staging;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.imaging.StudyMeasured;

/**
 * What any topology must do: the same sources, event and store serdes, store and sink; reads what it kept last of the
 * patient, keeps the event and passes it on. No rules, no timeline.
 */
final class PassThrough implements Processor<String, byte[], String, byte[]> {
    private static final String STORE = "last";
    private @Nullable KeyValueStore<String, byte[]> store;
    private @Nullable ProcessorContext<String, byte[]> context;

    static Topology topology() {
        Topology topology = new Topology();
        topology.addSource(
                "events",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.STUDY_MEASURED,
                Topics.FACT_RECORDED);
        topology.addProcessor("pass", PassThrough::new, "events");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray()),
                "pass");
        topology.addSink("out", Topics.PATIENT_ASSESSED, new StringSerializer(), new ByteArraySerializer(), "pass");
        return topology;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        this.context = context;
        this.store = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, byte[]> event) {
        if (store == null || context == null) {
            throw new IllegalStateException("process before init");
        }
        boolean fact = context.recordMetadata()
                .map(metadata -> metadata.topic().equals(Topics.FACT_RECORDED))
                .orElse(false);
        Object read =
                fact ? Json.read(event.value(), ClinicalFact.class) : Json.read(event.value(), StudyMeasured.class);
        byte[] last = store.get(event.key());
        byte[] kept = Json.bytes(read);
        store.put(event.key(), kept);
        context.forward(event.withValue(last == null ? kept : last));
    }
}
