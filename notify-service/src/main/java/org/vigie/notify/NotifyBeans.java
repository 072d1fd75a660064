package org.vigie.notify;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import org.vigie.contract.identity.Issuers;
import org.vigie.store.FileObjectStore;
import org.vigie.store.ObjectStore;

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
    ObjectStore objectStore(StoreConfig store) throws IOException {
        return new FileObjectStore(store.dir());
    }
}
