package org.vigie.staging.messaging;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.StagingBeans;
import org.vigie.staging.StagingConfig;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.StagingPipeline;
import org.vigie.staging.domain.alerts.PatientState;

/** Life of the Streams application: started with the service, healed when the broker is away, read by queries. */
@ApplicationScoped
public class TimelineStreams {
    private static final Logger LOG = Logger.getLogger(TimelineStreams.class);
    private static final Duration HEAL_PERIOD = Duration.ofSeconds(2);
    private static final Duration PAUSE_AFTER_DEATH = Duration.ofSeconds(1);

    private final StagingBeans beans;
    private final StagingConfig config;
    private final StagingPipeline pipeline;
    private final StagingMetrics metrics;
    private final Clock clock;
    private final String bootstrap;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable KafkaStreams streams;
    private volatile boolean reachable;

    public TimelineStreams(
            StagingBeans beans,
            StagingConfig config,
            StagingPipeline pipeline,
            StagingMetrics metrics,
            Clock clock,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        this.beans = beans;
        this.config = config;
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.clock = clock;
        this.bootstrap = bootstrap;
    }

    void start(@Observes StartupEvent event) {
        List<String> faults = beans.faults();
        if (!faults.isEmpty()) {
            throw new IllegalStateException("configuration: " + String.join("; ", faults));
        }
        Thread.ofPlatform().name("staging-streams-keeper").daemon().start(this::keepRunning);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.set(true);
        KafkaStreams running = streams;
        if (running != null) {
            running.close(Duration.ofSeconds(5));
        }
    }

    /** Topics may not exist yet and the broker may be away: a client that gave up is replaced by a new one. */
    private void keepRunning() {
        while (!closing.get()) {
            try {
                KafkaStreams running = streams;
                if (running == null
                        || running.state() == KafkaStreams.State.ERROR
                        || running.state() == KafkaStreams.State.NOT_RUNNING) {
                    restart(running);
                }
            } catch (RuntimeException e) {
                LOG.warnf("streams not started, trying again: %s", e.getClass().getSimpleName());
            }
            reachable = brokerAnswers();
            try {
                Thread.sleep(HEAL_PERIOD);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized void restart(@Nullable KafkaStreams broken) {
        if (broken != null) {
            broken.close(Duration.ofSeconds(5));
        }
        if (closing.get()) {
            return;
        }
        KafkaStreams fresh = new KafkaStreams(
                StagingTopology.build(pipeline, metrics, clock, config.duePeriod(), config.cachedRows()), properties());
        fresh.setUncaughtExceptionHandler(e -> {
            LOG.errorf("stream thread died and is replaced: %s", e.getClass().getName());
            metrics.threadReplaced();
            LockSupport.parkNanos(PAUSE_AFTER_DEATH.toNanos());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams = fresh;
        fresh.start();
    }

    private Properties properties() {
        return StreamsSettings.of(
                config.applicationId(),
                config.instanceId(),
                bootstrap,
                config.stateDir(),
                config.threads(),
                config.replicationFactor());
    }

    /** True while every partition of ours is processed and the broker answered when last asked. */
    public boolean running() {
        KafkaStreams current = streams;
        return current != null && current.state() == KafkaStreams.State.RUNNING && reachable;
    }

    private boolean brokerAnswers() {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 1500,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 1000))) {
            admin.describeCluster().nodes().get();
            return true;
        } catch (ExecutionException | KafkaException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** For the health page: the state of the client. */
    public String state() {
        KafkaStreams current = streams;
        return current == null ? "NOT_STARTED" : current.state().name();
    }

    /**
     * What is known of one patient, empty if nothing is.
     *
     * @throws IllegalStateException while the store is not readable (starting, rebalancing)
     */
    public Optional<PatientState> find(String patientKey) {
        KafkaStreams current = streams;
        if (current == null) {
            throw new IllegalStateException("timeline store not started");
        }
        try {
            PatientState state = PatientRows.load(store(current, StagingTopology.TIMELINE), patientKey);
            if (state != null) {
                return Optional.of(state);
            }
            return Optional.ofNullable(TimelineStreams.<LegacyState>store(current, StagingTopology.LEGACY)
                            .get(patientKey))
                    .map(LegacyState::state);
        } catch (InvalidStateStoreException e) {
            throw new IllegalStateException("timeline store not readable now", e);
        }
    }

    /**
     * Every patient held by this instance, one after the other; what version 0.1 left is not among them until it is
     * touched.
     *
     * @throws IllegalStateException while the store is not readable
     */
    public void forEach(Consumer<PatientState> patients) {
        KafkaStreams current = streams;
        if (current == null) {
            throw new IllegalStateException("timeline store not started");
        }
        try {
            PatientRows.forEach(store(current, StagingTopology.TIMELINE), patients);
        } catch (InvalidStateStoreException e) {
            throw new IllegalStateException("timeline store not readable now", e);
        }
    }

    private static <V> ReadOnlyKeyValueStore<String, V> store(KafkaStreams streams, String name) {
        return streams.store(
                StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<String, V>keyValueStore()));
    }
}
