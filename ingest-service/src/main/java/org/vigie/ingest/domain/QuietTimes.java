package org.vigie.ingest.domain;

import java.time.Duration;

/**
 * How long a study must be silent.
 *
 * @param series silence that is enough when the protocol is satisfied
 * @param study silence that is enough in any case
 * @param hardStop time from the first instance of a round after which a study is closed although it still receives
 */
public record QuietTimes(Duration series, Duration study, Duration hardStop) {
    /** @throws IllegalArgumentException if not 0 &lt; series ≤ study ≤ hard stop */
    public QuietTimes {
        if (!series.isPositive() || series.compareTo(study) > 0 || study.compareTo(hardStop) > 0) {
            throw new IllegalArgumentException("completeness: 0 < series-quiet <= study-quiet <= hard-stop expected");
        }
    }
}
