package org.vigie.ingest.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.IngestService;
import org.vigie.ingest.WebConfig;

/** Lets bodies with images in, so many at a time, and none where they could not be kept. */
@ApplicationScoped
public class Gate {
    private final IngestService service;
    private final Semaphore places;

    public Gate(IngestService service, WebConfig config) {
        this.service = service;
        this.places = new Semaphore(config.maxRequests());
    }

    /** What is done with a body. */
    @FunctionalInterface
    interface Work {
        Response run() throws IOException;
    }

    /** Answers 503 ({@link RetryAfter}) before a byte is read where it cannot be kept; 400 where the sender breaks off. */
    Response pass(Work work) {
        if (!service.hasRoom()) {
            return fault(503, "come again", "store", "disk floor reached, or the store cannot be written");
        }
        if (!places.tryAcquire()) {
            return fault(503, "come again", "requests", "vigie.web.max-requests at a time");
        }
        try {
            return work.run();
        } catch (IOException gone) {
            return fault(400, "body broken off", "body", gone.getClass().getSimpleName());
        } finally {
            places.release();
        }
    }

    /** Null for none and for what is none. */
    static @Nullable MediaType mediaType(@Nullable String contentType) {
        try {
            return contentType == null || contentType.isBlank() ? null : MediaType.valueOf(contentType);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    static Response fault(int status, String error, String object, String rule) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(new Answers.Fault(error, object, rule))
                .build();
    }
}
