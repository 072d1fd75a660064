package org.vigie.access;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** What was configured, read once; a service with faults in it does not start. */
@Singleton
public class AccessInForce {
    private static final int AFTER_THE_SERVICE = 4000;

    private final HttpAccessReader.Read read;

    AccessInForce() {
        SmallRyeConfig config = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
        Set<String> names = new HashSet<>();
        config.getPropertyNames().forEach(names::add);
        this.read = HttpAccessReader.read(
                name -> config.getOptionalValue(name, String.class).orElse(null), EnvironmentNames.dotted(names));
    }

    /** Each begins with its key. */
    public List<String> faults() {
        return read.faults();
    }

    HttpAccess get() {
        return read.access();
    }

    void check(@Observes @Priority(AFTER_THE_SERVICE) StartupEvent event) {
        if (!faults().isEmpty()) {
            throw new IllegalStateException("configuration: " + String.join("; ", faults()));
        }
    }
}
