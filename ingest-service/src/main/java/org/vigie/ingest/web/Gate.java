package org.vigie.ingest.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.vigie.ingest.IngestService;
import org.vigie.ingest.WebConfig;

/** Lets bodies with images in, so many at a time, and none where they could not be kept. */
@ApplicationScoped
public class Gate {
    private final IngestService service;
    private final Semaphore places;
    private final long retryAfterSeconds;

    public Gate(IngestService service, WebConfig config) {
        this.service = service;
        this.places = new Semaphore(config.maxRequests());
        this.retryAfterSeconds = Math.max(1, config.retryAfter().toSeconds());
    }

    /** What is done with a body. */
    @FunctionalInterface
    interface Work {
        Response run() throws IOException;
    }

    /** Answers 503 before a byte is read where it cannot be kept; 400 where the sender breaks off. */
    Response pass(Work work) {
        if (!service.hasRoom()) {
            return unavailable("store", "disk floor reached, or the store cannot be written");
        }
        if (!places.tryAcquire()) {
            return unavailable("requests", "vigie.web.max-requests at a time");
        }
        try {
            Response answer = work.run();
            return answer.getStatus() == 503
                    ? Response.fromResponse(answer)
                            .header(HttpHeaders.RETRY_AFTER, retryAfterSeconds)
                            .build()
                    : answer;
        } catch (IOException gone) {
            return fault(400, "body broken off", "body", gone.getClass().getSimpleName());
        } finally {
            places.release();
        }
    }

    private Response unavailable(String object, String rule) {
        return Response.fromResponse(fault(503, "come again", object, rule))
                .header(HttpHeaders.RETRY_AFTER, retryAfterSeconds)
                .build();
    }

    static Response fault(int status, String error, String object, String rule) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(new Answers.Fault(error, object, rule))
                .build();
    }
}
