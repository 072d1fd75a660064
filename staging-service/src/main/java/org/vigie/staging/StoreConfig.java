package org.vigie.staging;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** The object store; staging keeps reports of reprocessing in it. */
@ConfigMapping(prefix = "vigie.store")
public interface StoreConfig {
    Path dir();
}
