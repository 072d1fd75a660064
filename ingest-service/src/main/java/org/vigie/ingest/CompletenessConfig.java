package org.vigie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** When a study is taken as complete: {@code vigie.completeness.*}. */
@ConfigMapping(prefix = "vigie.completeness")
public interface CompletenessConfig {
    @WithDefault("60s")
    Duration seriesQuiet();

    @WithDefault("900s")
    Duration studyQuiet();

    @WithDefault("5400s")
    Duration hardStop();

    /**
     * A replica that says nothing for so long is no longer waited for; without it a third of study-quiet, ten seconds at
     * least.
     */
    Optional<Duration> replicaAbsent();

    /** How often the due-time index is looked at. */
    @WithDefault("250ms")
    Duration tick();
}
