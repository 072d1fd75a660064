package org.vigie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;

/** Where ingest keeps what it received: {@code vigie.ingest.*}. */
@ConfigMapping(prefix = "vigie.ingest")
public interface StorageConfig {
    /** The object store. */
    @WithDefault("${vigie.store.dir}")
    Path storeDir();

    /** Journal, quarantine list, watermark and the state of the assembly. */
    @WithDefault("${vigie.home}/ingest")
    Path dir();

    /** Free space in bytes below which instances are refused with Out of Resources. */
    @WithDefault("268435456")
    @Min(0)
    long minFreeBytes();

    /** Added to every flush to disk: tries out a slower disk. */
    @WithDefault("0ms")
    Duration flushDelay();

    /** At start, studies received no longer ago are announced again if no ready event holds all of their instances. */
    @WithDefault("14d")
    Duration recheckWithin();
}
