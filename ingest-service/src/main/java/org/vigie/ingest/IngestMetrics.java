package org.vigie.ingest;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.vigie.contract.imaging.StudyReady.Completeness;
import org.vigie.ingest.IngestPipeline.Outcome;
import org.vigie.ingest.dicom.wire.DropReason;
import org.vigie.ingest.domain.PriorSearchState;
import org.vigie.ingest.domain.QuarantineReason;
import org.vigie.ingest.storage.Quarantined;
import org.vigie.ingest.storage.RetentionRun;
import org.vigie.store.UploadState;

/** Every metric of ingest and its name. */
@ApplicationScoped
public class IngestMetrics {
    private final MeterRegistry registry;
    private final AtomicLong silenceKnownMillis = new AtomicLong();

    public IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
        gauge("ingest.assembly.silence.age", () -> silenceKnownMillis.get() / 1e3);
    }

    void received(Outcome outcome, long nanos) {
        registry.counter("ingest.instances.received", "outcome", tag(outcome)).increment();
        Timer.builder("ingest.store.duration")
                .register(registry)
                .record(nanos, java.util.concurrent.TimeUnit.NANOSECONDS);
    }

    /** An instance whose stored bytes had lost their hash was sent again and stored again. */
    void mended() {
        registry.counter("ingest.instances.mended").increment();
    }

    /** An object refers to more studies than are told. */
    void referencesCut() {
        registry.counter("ingest.references.cut").increment();
    }

    void quarantined(QuarantineReason reason) {
        registry.counter("ingest.instances.received", "outcome", "quarantined").increment();
        registry.counter("ingest.quarantine.added", "reason", tag(reason)).increment();
    }

    void refused() {
        registry.counter("ingest.instances.received", "outcome", "refused").increment();
    }

    public void ready(Completeness completeness, boolean incomplete) {
        registry.counter(
                        "ingest.studies.ready",
                        "completeness",
                        tag(completeness),
                        "incomplete",
                        Boolean.toString(incomplete))
                .increment();
    }

    /** Studies whose ready event was not in the topic at start. */
    public void announcedAgain(int studies) {
        registry.counter("ingest.studies.reannounced").increment(studies);
    }

    void priorAnswered(PriorSearchState.State end, int instances, int refused) {
        registry.counter("ingest.priors.answered", "outcome", tag(end)).increment();
        registry.counter("ingest.priors.instances", "outcome", "stored").increment(instances);
        registry.counter("ingest.priors.instances", "outcome", "refused").increment(refused);
    }

    void quarantineResolved(Quarantined.Act act) {
        registry.counter("ingest.quarantine.resolved", "act", tag(act)).increment();
    }

    void priorsWaiting(Supplier<Number> count) {
        gauge("ingest.priors.waiting", count);
    }

    void uploaded(long stored, long failed, long skipped) {
        registry.counter("ingest.uploads.files", "outcome", "stored").increment((double) stored);
        registry.counter("ingest.uploads.files", "outcome", "failed").increment((double) failed);
        registry.counter("ingest.uploads.files", "outcome", "skipped").increment((double) skipped);
    }

    /** How long ago the slowest replica could say that all it accepted is published. */
    public void silenceKnown(Duration ago) {
        silenceKnownMillis.set(ago.toMillis());
    }

    public void deadLettered() {
        registry.counter("ingest.events.deadlettered").increment();
    }

    public void publishFailed() {
        registry.counter("ingest.outbox.failed").increment();
    }

    public void associated(String outcome, String reason) {
        registry.counter("ingest.associations", "outcome", outcome, "reason", reason)
                .increment();
    }

    public void pressed(Pressure.Cause cause) {
        registry.counter("ingest.pressure", "cause", tag(cause)).increment();
    }

    public void dropped(DropReason reason) {
        registry.counter("ingest.connections.dropped", "reason", tag(reason)).increment();
    }

    public void committed(String outcome) {
        registry.counter("ingest.commitments", "outcome", outcome).increment();
    }

    public void pendingCommitments(Supplier<Number> count) {
        gauge("ingest.commitments.pending", count);
    }

    public void associations(Supplier<Number> open) {
        gauge("ingest.associations.open", open);
    }

    public void connections(Supplier<Number> open) {
        gauge("ingest.connections.open", open);
    }

    public void pendingBytes(Supplier<Number> bytes) {
        gauge("ingest.outbox.pending", bytes);
    }

    public void knownInstances(Supplier<Number> count) {
        gauge("ingest.instances.known", count);
    }

    public void quarantineSize(Supplier<Number> count) {
        gauge("ingest.quarantine.size", count);
    }

    public void damagedLines(int lines) {
        gauge("ingest.journal.damaged", () -> lines);
    }

    void retained(RetentionRun run) {
        registry.counter("ingest.retention.runs", "outcome", "done").increment();
        registry.counter("ingest.retention.dropped").increment(run.freedObjects());
        registry.counter("ingest.retention.freed").increment((double) run.freedBytes());
    }

    void retentionFailed() {
        registry.counter("ingest.retention.runs", "outcome", "failed").increment();
    }

    /** Only where the store is a bucket. */
    void uploads(Supplier<UploadState> state) {
        gauge("ingest.store.upload.pending", () -> state.get().backlogBytes());
        gauge("ingest.store.upload.oldest", () -> state.get().oldest().toSeconds());
        gauge("ingest.store.upload.reachable", () -> state.get().reachable() ? 1 : 0);
        gauge("ingest.store.upload.refused", () -> state.get().refused() ? 1 : 0);
        counter("ingest.store.uploads", state, UploadState::uploads);
        counter("ingest.store.upload.retries", state, UploadState::retries);
        counter("ingest.store.evicted", state, UploadState::evictedBytes);
    }

    private void counter(String name, Supplier<UploadState> state, ToLongFunction<UploadState> count) {
        FunctionCounter.builder(name, state, s -> (double) count.applyAsLong(s.get()))
                .register(registry);
    }

    /** Held strongly: the registry alone would let the source go. */
    private void gauge(String name, Supplier<Number> value) {
        Gauge.builder(name, value).strongReference(true).register(registry);
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
