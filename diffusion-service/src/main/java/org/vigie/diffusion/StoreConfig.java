package org.vigie.diffusion;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;

/** Where the objects are. */
@ConfigMapping(prefix = "vigie.store")
public interface StoreConfig {
    @NotNull
    Path dir();
}
