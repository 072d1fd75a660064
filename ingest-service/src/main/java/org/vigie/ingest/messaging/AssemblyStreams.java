package org.vigie.ingest.messaging;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jboss.logging.Logger;
import org.vigie.contract.Json;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.ingest.domain.StudyState;

/** Runs the assembly. A thread that dies is replaced; meanwhile the service is not ready. */
public final class AssemblyStreams implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AssemblyStreams.class);

    private final KafkaStreams streams;
    private final Reannouncing again;

    public AssemblyStreams(
            Announcer announcer, KafkaSettings settings, AssemblyTopology.Timing timing, IdleFloor floor) {
        this.streams = new KafkaStreams(AssemblyTopology.build(announcer, timing), settings.streams());
        this.again = new Reannouncing(announcer, settings);
        streams.setUncaughtExceptionHandler(e -> {
            LOG.errorf("assembly thread died and is replaced: %s", cause(e));
            pause();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.setStateListener((now, before) -> {
            if (now == State.RUNNING) {
                floor.serviceReady();
            }
        });
    }

    public void start() {
        streams.start();
    }

    public boolean isRunning() {
        return streams.state() == State.RUNNING;
    }

    public String state() {
        return streams.state().name();
    }

    /**
     * Studies this process assembles, the last changed first; empty while it takes up its work.
     *
     * @param max of the result
     */
    public Optional<List<StudyState>> latest(int max) {
        try {
            ReadOnlyKeyValueStore<String, byte[]> store = store();
            List<StudyState> all = new ArrayList<>();
            try (KeyValueIterator<String, byte[]> entries = store.all()) {
                entries.forEachRemaining(e -> all.add(Json.read(e.value, StudyState.class)));
            }
            return Optional.of(all.stream()
                    .sorted(Comparator.comparing(StudyState::lastReceivedAt).reversed())
                    .limit(max)
                    .toList());
        } catch (InvalidStateStoreException | IllegalStateException notNow) {
            return Optional.empty();
        }
    }

    /** What came for a study that this process assembles; empty while it takes up its work. */
    public Optional<List<InstanceStored>> instances(String studyUid) {
        try {
            ReadOnlyKeyValueStore<String, byte[]> store = streams.store(StoreQueryParameters.fromNameAndType(
                    AssemblyTopology.INSTANCES, QueryableStoreTypes.keyValueStore()));
            List<InstanceStored> all = new ArrayList<>();
            try (KeyValueIterator<String, byte[]> entries = store.range(studyUid + "|", studyUid + "}")) {
                entries.forEachRemaining(e -> all.add(Json.read(e.value, InstanceStored.class)));
            }
            return Optional.of(all);
        } catch (InvalidStateStoreException | IllegalStateException notNow) {
            return Optional.empty();
        }
    }

    /**
     * Announces studies once more, for a run of reprocessing.
     *
     * @throws IOException if the broker did not take all of them in time, or a manifest is not readable
     */
    public List<Reannouncing.Again> reannounce(List<StudyState> studies, String runId, boolean dryRun)
            throws IOException {
        return again.announce(studies, runId, dryRun);
    }

    @Override
    public void close() {
        streams.close(Duration.ofSeconds(10));
    }

    private ReadOnlyKeyValueStore<String, byte[]> store() {
        return streams.store(
                StoreQueryParameters.fromNameAndType(AssemblyTopology.STUDIES, QueryableStoreTypes.keyValueStore()));
    }

    private static String cause(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .limit(10)
                .map(t -> t.getClass().getSimpleName())
                .collect(Collectors.joining(" < "));
    }

    /** A cause that lasts, such as a missing topic, must not spin. */
    private static void pause() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
