package org.vigie.staging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.vigie.contract.identity.Issuers;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.staging.thresholds.ThresholdRegistry;

/** Builds the parts from configuration; a fault stops the start and names what is wrong. */
@ApplicationScoped
public class StagingBeans {
    private final SiteConfig site;
    private final WatchConfig watch;
    private final String softwareVersion;

    public StagingBeans(
            SiteConfig site,
            WatchConfig watch,
            @ConfigProperty(name = "quarkus.application.version") String softwareVersion) {
        this.site = site;
        this.watch = watch;
        this.softwareVersion = softwareVersion;
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    ThresholdRegistry thresholds() {
        return ThresholdRegistry.load(site.thresholds());
    }

    @Produces
    @Singleton
    StagingPipeline pipeline(ThresholdRegistry thresholds) {
        return new StagingPipeline(thresholds.inForce(), watch.delays(), site.zone(), softwareVersion);
    }

    @Produces
    @Singleton
    Issuers issuers() {
        return new Issuers(site.defaultIssuer(), site.issuers());
    }

    @Produces
    @Singleton
    SiteSecret secret() {
        try {
            return SiteSecret.read(site.secretFile());
        } catch (IOException e) {
            throw new IllegalStateException("vigie.site.secret-file: cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "vigie.site.secret-file: hexadecimal text of at least 32 bytes expected", e);
        }
    }

    /** What is wrong with the configuration, all of it; empty if nothing is. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (!Files.isReadable(site.secretFile())) {
            faults.add("vigie.site.secret-file: no readable file at " + site.secretFile());
        } else {
            collect(faults, this::secret);
        }
        collect(faults, this::issuers);
        collect(faults, this::thresholds);
        watch.delays().faults().forEach(fault -> faults.add("vigie.staging.watch." + fault));
        return List.copyOf(faults);
    }

    private static void collect(List<String> faults, Runnable part) {
        try {
            part.run();
        } catch (IllegalArgumentException | IllegalStateException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
    }
}
