package org.vigie.notify;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** The object store, read only here. */
@ConfigMapping(prefix = "vigie.store")
public interface StoreConfig {
    Path dir();
}
