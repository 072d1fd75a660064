package org.vigie.diffusion;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.InstantSource;
import org.vigie.diffusion.channel.IngestStow;
import org.vigie.store.FileObjectStore;
import org.vigie.store.ObjectStore;

/** Puts the parts together from the configuration. */
@ApplicationScoped
public class DiffusionBeans {

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    ObjectStore store(StoreConfig config) throws IOException {
        FileObjectStore store = new FileObjectStore(config.dir());
        store.sweepIncoming("diffusion");
        return store;
    }

    @Produces
    @Singleton
    DiffusionPipeline pipeline(ObjectStore store, RoiConfig roi, DiffusionConfig config, InstantSource clock) {
        StudyMeasurer measurer = new StudyMeasurer(new TrustedSources(roi.trustedAes()), budget(config));
        return new DiffusionPipeline(store, measurer, config.deadline(), clock);
    }

    @Produces
    @Singleton
    ContourReview review(ObjectStore store, RoiConfig roi, DiffusionConfig config) {
        return new ContourReview(store, new TrustedSources(roi.trustedAes()), budget(config));
    }

    @Produces
    @Singleton
    ContourDesk desk(ContourReview review, ContourConfig config, InstantSource clock) {
        return new ContourDesk(review, new IngestStow(config.ingest(), config.password()), clock, config.zone());
    }

    private static long budget(DiffusionConfig config) {
        return Math.min(config.memoryBudgetBytes(), Runtime.getRuntime().maxMemory() / 2);
    }
}
