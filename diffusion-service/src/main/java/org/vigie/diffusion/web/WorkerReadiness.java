package org.vigie.diffusion.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.vigie.diffusion.messaging.BrokerProbe;
import org.vigie.diffusion.messaging.StudyWorker;
import org.vigie.store.OpenedStore;

/** Ready means: a study announced now is measured now. */
@Readiness
@ApplicationScoped
public class WorkerReadiness implements HealthCheck {
    private final StudyWorker worker;
    private final BrokerProbe broker;
    private final OpenedStore store;

    @Inject
    public WorkerReadiness(StudyWorker worker, BrokerProbe broker, OpenedStore store) {
        this.worker = worker;
        this.broker = broker;
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        StudyWorker.State state = worker.state();
        boolean reachable = broker.reachable();
        return HealthCheckResponse.named("diffusion")
                .withData("worker", state.name())
                .withData("broker", reachable ? "reachable" : "unreachable")
                .withData(
                        "bucket",
                        store.state()
                                .map(s -> s.reachable() ? "reachable" : s.refused() ? "refuses uploads" : "unreachable")
                                .orElse("none"))
                .status(reachable && state == StudyWorker.State.WORKING)
                .build();
    }
}
