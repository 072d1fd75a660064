package org.vigie.bench.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Times from the last byte of an instance to its response, sorted. */
final class Latencies {
    private final long[] nanos;

    private Latencies(long[] sorted) {
        this.nanos = sorted;
    }

    static Latencies of(long[] nanos) {
        return new Latencies(Arrays.stream(nanos).sorted().toArray());
    }

    static Latencies of(List<Latencies> parts) {
        return of(parts.stream().flatMapToLong(p -> LongStream.of(p.nanos)).toArray());
    }

    int count() {
        return nanos.length;
    }

    double percentileMillis(double p) {
        return nanos[(int) Math.min(nanos.length - 1L, Math.round(p * nanos.length))] / 1e6;
    }
}
