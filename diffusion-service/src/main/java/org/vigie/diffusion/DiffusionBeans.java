package org.vigie.diffusion;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.InstantSource;
import org.eclipse.microprofile.config.Config;
import org.vigie.diffusion.channel.IngestStow;
import org.vigie.store.ObjectStore;
import org.vigie.store.OpenedStore;
import org.vigie.store.StoreSettings;

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
    OpenedStore opened(Config config, DiffusionMetrics metrics) throws IOException {
        OpenedStore opened = OpenedStore.open(StoreSettings.read(key -> config.getOptionalValue(key, String.class))
                .orThrow());
        opened.local().sweepIncoming("diffusion");
        if (opened.uploads() != null) {
            metrics.uploads(opened.uploads()::state);
        }
        return opened;
    }

    void close(@Disposes OpenedStore opened) {
        opened.close();
    }

    @Produces
    @Singleton
    ObjectStore store(OpenedStore opened) {
        return opened.store();
    }

    @Produces
    @Singleton
    DiffusionPipeline pipeline(
            ObjectStore store, RoiConfig roi, LimitsConfig limits, DiffusionConfig config, InstantSource clock) {
        StudyMeasurer measurer = new StudyMeasurer(new TrustedSources(roi.trustedAes()), budget(config));
        return new DiffusionPipeline(store, limits.parser(), measurer, config.deadline(), clock);
    }

    @Produces
    @Singleton
    ContourReview review(ObjectStore store, RoiConfig roi, LimitsConfig limits, DiffusionConfig config) {
        return new ContourReview(store, limits.parser(), new TrustedSources(roi.trustedAes()), budget(config));
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
