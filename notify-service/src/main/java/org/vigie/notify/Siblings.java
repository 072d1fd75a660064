package org.vigie.notify;

import jakarta.enterprise.context.ApplicationScoped;
import org.vigie.notify.service.Sibling;

/** The services whose data our pages show. */
@ApplicationScoped
public class Siblings {
    private final Sibling ingest;
    private final Sibling diffusion;
    private final Sibling staging;

    public Siblings(ServicesConfig services, NotifyConfig config) {
        this.ingest = new Sibling("ingest", services.ingest(), config.apiPassword(), services.timeout());
        this.diffusion = new Sibling("diffusion", services.diffusion(), config.apiPassword(), services.timeout());
        this.staging = new Sibling("staging", services.staging(), config.apiPassword(), services.timeout());
    }

    public Sibling ingest() {
        return ingest;
    }

    public Sibling diffusion() {
        return diffusion;
    }

    public Sibling staging() {
        return staging;
    }
}
