package org.vigie.staging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.vigie.staging.domain.alerts.WatchDelays;

/** {@code vigie.staging.watch}: how long the watchdogs wait, see {@link WatchDelays}. */
@ConfigMapping(prefix = "vigie.staging.watch")
public interface WatchConfig {
    @WithDefault("3")
    int daysWithoutStudies();

    @WithDefault("24h")
    Duration graceForCourse();

    @WithDefault("28d")
    Duration recent();

    @WithDefault("10m")
    Duration settle();

    default WatchDelays delays() {
        return new WatchDelays(daysWithoutStudies(), graceForCourse(), recent(), settle());
    }
}
