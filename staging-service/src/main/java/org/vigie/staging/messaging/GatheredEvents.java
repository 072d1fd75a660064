package org.vigie.staging.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.vigie.staging.StagingPipeline;

/**
 * Events that came since the last commit and are not judged yet, by patient. In memory only: a transaction commits after
 * all of them were judged, and what is not committed comes again.
 */
final class GatheredEvents implements StateStore {
    private final String name;
    private final Map<String, List<Event>> byPatient = new HashMap<>();
    private boolean open;

    private GatheredEvents(String name) {
        this.name = name;
    }

    /** @param json as it came */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Event(String topic, long timestamp, Headers headers, StagingPipeline.Incoming incoming, byte[] json) {}

    void add(String patientKey, Event event) {
        byPatient.computeIfAbsent(patientKey, key -> new ArrayList<>()).add(event);
    }

    /** In the order in which they came; they are no longer kept here. */
    List<Event> take(String patientKey) {
        List<Event> events = byPatient.remove(patientKey);
        return events == null ? List.of() : events;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        byPatient.clear();
        open = true;
    }

    @Override
    public void flush() {
        // In memory only.
    }

    @Override
    public void close() {
        byPatient.clear();
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    static StoreBuilder<GatheredEvents> builder(String name) {
        return new Builder(name);
    }

    private record Builder(String name) implements StoreBuilder<GatheredEvents> {
        @Override
        public StoreBuilder<GatheredEvents> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<GatheredEvents> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<GatheredEvents> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("gathered events are never kept");
        }

        @Override
        public StoreBuilder<GatheredEvents> withLoggingDisabled() {
            return this;
        }

        @Override
        public GatheredEvents build() {
            return new GatheredEvents(name);
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }
}
