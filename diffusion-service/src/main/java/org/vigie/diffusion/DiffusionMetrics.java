package org.vigie.diffusion;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.store.UploadState;

/** All names of our metrics. Tags are bounded: outcomes and reason codes, never an identifier. */
@Singleton
public class DiffusionMetrics {
    private static final String STUDIES = "diffusion.studies.measured";
    private static final String REASONS = "diffusion.reasons.given";
    private static final String FIT = "diffusion.fit";
    private static final String RELEASED = "diffusion.queue.released";
    private static final String MALFORMED = "diffusion.queue.malformed";

    private final MeterRegistry registry;
    private final Timer fit;

    @Inject
    public DiffusionMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.fit = Timer.builder(FIT)
                .description("from the manifest to the findings of one study")
                .publishPercentileHistogram()
                .register(registry);
        registry.counter(RELEASED);
        registry.counter(MALFORMED);
        for (StudyMeasured.Outcome outcome : StudyMeasured.Outcome.values()) {
            registry.counter(STUDIES, "outcome", tag(outcome));
        }
    }

    /** Times the work of one study, whatever it comes to. */
    public <T> T timed(Callable<T> work) throws Exception {
        return fit.recordCallable(work);
    }

    public void measured(StudyMeasured measured) {
        registry.counter(STUDIES, "outcome", tag(measured.outcome())).increment();
        measured.reasons()
                .forEach(reason -> registry.counter(
                                REASONS, "reason", reason.code().name())
                        .increment());
    }

    /** A study given back to the queue to be tried again. */
    public void released() {
        registry.counter(RELEASED).increment();
    }

    /** An event that was not what its topic promises. */
    public void malformed() {
        registry.counter(MALFORMED).increment();
    }

    /** Only where the store is a bucket. */
    void uploads(Supplier<UploadState> state) {
        Gauge.builder("diffusion.store.upload.pending", () -> state.get().backlogBytes())
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        "diffusion.store.upload.oldest",
                        () -> state.get().oldest().toSeconds())
                .strongReference(true)
                .register(registry);
        Gauge.builder("diffusion.store.upload.refused", () -> state.get().refused() ? 1 : 0)
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder("diffusion.store.upload.retries", state, s ->
                        (double) s.get().retries())
                .register(registry);
    }

    private static String tag(StudyMeasured.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
