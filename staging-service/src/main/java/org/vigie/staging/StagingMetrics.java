package org.vigie.staging;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;

/** Every meter of staging. */
@ApplicationScoped
public class StagingMetrics {
    private final MeterRegistry registry;

    public StagingMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * @param kind of the fact's body, as written in events
     * @param source {@code rest}, {@code fhir}, {@code hl7}, {@code csv}
     */
    public void factRecorded(String kind, String source) {
        registry.counter("staging.facts.recorded", "kind", kind, "source", source)
                .increment();
    }

    /**
     * @param source the way in
     * @param reason code of the first rule broken
     */
    public void refused(String source, String reason) {
        registry.counter("staging.intake.refused", "source", source, "reason", reason)
                .increment();
    }

    /** @param outcome accepted, duplicate, refused, unavailable, failed */
    public void received(String outcome) {
        registry.counter("staging.hl7.messages", "outcome", outcome).increment();
    }

    public void assessed(PatientAssessed assessment) {
        registry.counter("staging.assessments", "rule", assessment.ruleId(), "outcome", assessment.outcome())
                .increment();
    }

    public void raised(AlertRaised alert) {
        registry.counter(
                        "staging.alerts",
                        "severity",
                        alert.severity().name(),
                        "state",
                        alert.state().name().toLowerCase(Locale.ROOT))
                .increment();
    }

    public void deadLettered(String topic) {
        registry.counter("staging.events.deadlettered", "topic", topic).increment();
    }

    public void priorRequested() {
        registry.counter("staging.priors.requested").increment();
    }

    public void threadReplaced() {
        registry.counter("staging.streams.threads.replaced").increment();
    }
}
