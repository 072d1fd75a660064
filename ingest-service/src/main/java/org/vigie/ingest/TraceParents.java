package org.vigie.ingest;

import java.util.concurrent.ThreadLocalRandom;

/** W3C trace contexts for chains that start here. */
final class TraceParents {
    private TraceParents() {}

    static String fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        // All zeros would be invalid.
        return "00-%016x%016x-%016x-01".formatted(random.nextLong() | 1, random.nextLong(), random.nextLong() | 1);
    }
}
