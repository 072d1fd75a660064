package org.vigie.staging.hl7;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/** {@code vigie.hl7}: where messages of HL7 v2 are accepted. */
@ConfigMapping(prefix = "vigie.hl7")
public interface Hl7Config {
    /** MLLP port; absent: off, 0: any free port. */
    OptionalInt port();

    /** Address to listen on; the protocol has no authentication, so that it is loopback by default. */
    @NotBlank
    @WithDefault("127.0.0.1")
    String host();

    /** Character set of messages that name none in MSH-18. */
    @WithDefault("UTF-8")
    Charset charset();

    /** Processing ids accepted (MSH-11): tests and training never become facts unless allowed here. */
    @WithDefault("P")
    Set<String> processingIds();

    @Min(1000)
    @Max(16_777_216)
    @WithDefault("1048576")
    int maxMessageBytes();

    /** From the first to the last byte of one message. */
    @WithDefault("30s")
    Duration messageTimeout();

    /** Between messages; then the connection is closed. */
    @WithDefault("10m")
    Duration idleTimeout();

    @Min(1)
    @Max(1000)
    @WithDefault("64")
    int maxConnections();
}
