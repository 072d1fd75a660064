package org.vigie.ingest.web;

import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.vigie.ingest.WebConfig;

/** Whatever answers 503 says when to come again (RFC 9110, 15.6.4). */
@Provider
public class RetryAfter implements ContainerResponseFilter {
    /** Looked up late: filters are made before the configuration of the running service is. */
    private final Instance<WebConfig> config;

    public RetryAfter(Instance<WebConfig> config) {
        this.config = config;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == 503) {
            long seconds = Math.max(1, config.get().retryAfter().toSeconds());
            response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, seconds);
        }
    }
}
