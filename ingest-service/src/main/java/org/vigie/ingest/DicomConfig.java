package org.vigie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The DICOM listener: {@code vigie.dicom.*}. */
@ConfigMapping(prefix = "vigie.dicom")
public interface DicomConfig {
    @WithDefault("VIGIE")
    @Pattern(regexp = "[ -~&&[^\\\\]]{1,16}", message = "an AE title has 1 to 16 characters")
    String aeTitle();

    @WithDefault("127.0.0.1")
    String bind();

    @WithDefault("11112")
    @Min(1)
    @Max(65535)
    int port();

    /** Calling AE titles that may associate; empty is any. */
    Optional<List<String>> allowedCallingAes();

    @WithDefault("64")
    @Min(1)
    int maxAssociations();

    /** Bytes. */
    @WithDefault("131072")
    @Min(16384)
    @Max(1048576)
    int pduLength();

    /** How long a peer may take from connecting to its association request, and to close after a release. */
    @WithDefault("10s")
    Duration requestTimeout();

    /** How long an association may be silent. */
    @WithDefault("10m")
    Duration idleTimeout();
}
