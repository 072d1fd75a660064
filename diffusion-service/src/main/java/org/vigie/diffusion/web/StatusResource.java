package org.vigie.diffusion.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.vigie.diffusion.Algorithm;
import org.vigie.diffusion.messaging.BrokerProbe;
import org.vigie.diffusion.messaging.StudyWorker;

/** What the worker is doing, for operators. */
@Path("/api/status")
@RolesAllowed("service")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
    private final StudyWorker worker;
    private final BrokerProbe broker;

    @Inject
    public StatusResource(StudyWorker worker, BrokerProbe broker) {
        this.worker = worker;
        this.broker = broker;
    }

    /** @param algorithmVersion results are keyed by it */
    public record Status(String worker, boolean brokerReachable, String algorithmVersion) {}

    @GET
    public Status status() {
        return new Status(worker.state().name(), broker.reachable(), Algorithm.VERSION);
    }
}
