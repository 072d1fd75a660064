package org.vigie.diffusion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of one study's work: beyond them it becomes a failed result with a reason, not a dead worker. */
@ConfigMapping(prefix = "vigie.diffusion")
public interface DiffusionConfig {

    /**
     * Signal of one acquisition that may be in memory at once, bytes; never more than half of the heap. Counted are four
     * bytes per pixel of every decoded frame and of every shell the frames are combined to: 500 frames of 256 x 256 of one
     * image per b-value and slice take 250 MiB.
     */
    @WithDefault("536870912")
    @Min(1 << 20)
    long memoryBudgetBytes();

    /** From the start of a study to its result. */
    @WithDefault("5m")
    @NotNull
    @DurationMin(seconds = 1)
    @DurationMax(hours = 6)
    Duration deadline();

    /** The delivery that is the broker's last: it is answered without computing. The broker's own limit is 5. */
    @WithDefault("5")
    @Min(2)
    @Max(100)
    int lastDelivery();
}
