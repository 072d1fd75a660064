package org.vigie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When a study is taken as complete: {@code vigie.completeness.*}. */
@ConfigMapping(prefix = "vigie.completeness")
public interface CompletenessConfig {
    @WithDefault("60s")
    Duration seriesQuiet();

    @WithDefault("900s")
    Duration studyQuiet();

    @WithDefault("5400s")
    Duration hardStop();

    /** How often the due-time index is looked at. */
    @WithDefault("250ms")
    Duration tick();
}
