package org.vigie.notify;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;
import org.vigie.contract.identity.Issuers;
import org.vigie.store.ObjectStore;
import org.vigie.store.OpenedStore;
import org.vigie.store.StoreSettings;

/** What notify is made of and does not make itself. */
@ApplicationScoped
public class NotifyBeans {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Issuers issuers(SiteConfig site) {
        return new Issuers(site.defaultIssuer(), site.issuers());
    }

    @Produces
    @Singleton
    OpenedStore opened(Config config) throws IOException {
        return OpenedStore.open(StoreSettings.read(key -> config.getOptionalValue(key, String.class))
                .orThrow());
    }

    /** Opened now, and not with the first picture: a wrong bucket must stop the start. */
    void start(@Observes StartupEvent event, OpenedStore opened) {
        opened.state();
    }

    void close(@Disposes OpenedStore opened) {
        opened.close();
    }

    @Produces
    @Singleton
    ObjectStore objectStore(OpenedStore opened) {
        return opened.store();
    }
}
