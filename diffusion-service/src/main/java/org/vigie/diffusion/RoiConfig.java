package org.vigie.diffusion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;

/** Whose contours count as a radiologist's. */
@ConfigMapping(prefix = "vigie.roi")
public interface RoiConfig {
    /** AE titles of workstations; {@code *} is any that ingest accepted. */
    @WithDefault("*")
    @NotEmpty
    List<@NotBlank String> trustedAes();
}
