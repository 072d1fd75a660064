package org.vigie.ingest.web;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.vigie.ingest.IngestService;
import org.vigie.store.UploadState;

/** What must hold before ingest is ready; the broker is only shown, since instances are accepted without it. */
@ApplicationScoped
public class ReadinessChecks {
    /** {@code /q/health/group/dicom}: what a balancer before several DICOM ports must know, and no more. */
    private static final String DICOM = "dicom";

    private final IngestService service;

    public ReadinessChecks(IngestService service) {
        this.service = service;
    }

    @Produces
    @Readiness
    @HealthGroup(DICOM)
    HealthCheck dicomPort() {
        return () -> HealthCheckResponse.named("dicom-port")
                .status(service.isListening())
                .build();
    }

    @Produces
    @Readiness
    @HealthGroup(DICOM)
    HealthCheck store() {
        return () -> HealthCheckResponse.named("store")
                .status(service.isStoreWritable())
                .build();
    }

    @Produces
    @Readiness
    HealthCheck assembly() {
        return () -> HealthCheckResponse.named("assembly")
                .status(service.isAssembling())
                .withData("state", service.assemblyState())
                .build();
    }

    @Produces
    @Readiness
    HealthCheck outbox() {
        return () -> HealthCheckResponse.named("outbox")
                .status(service.isPublishing())
                .withData("pendingBytes", service.pendingBytes())
                .withData("brokerAway", service.isBrokerAway())
                .build();
    }

    /** Shown, not asked for: what the bucket has not got yet is safe on the local volume, and is accepted meanwhile. */
    @Produces
    @Readiness
    HealthCheck uploads() {
        return () -> service.backlog()
                .map(state -> HealthCheckResponse.named("uploads")
                        .up()
                        .withData("bucket", bucket(state))
                        .withData("backlogBytes", state.backlogBytes())
                        .withData("oldestSeconds", state.oldest().toSeconds())
                        .build())
                .orElseGet(() -> HealthCheckResponse.named("uploads")
                        .up()
                        .withData("bucket", "none")
                        .build());
    }

    private static String bucket(UploadState state) {
        return state.reachable() ? "reachable" : state.refused() ? "refuses uploads" : "unreachable";
    }
}
