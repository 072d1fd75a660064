package org.vigie.bench.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

/** The times of one thing, and whether the machine was quiet when they were taken. */
final class Timing {
    private static final Path CPU_TIMES = Path.of("/proc/stat");
    private static final double QUIET = 0.15;
    private static final int MOST_WAITS = 20;
    private static final long LOOK_MS = 100;
    private static int noisy;

    private final List<Double> ms = new ArrayList<>();

    /** Waits for a quiet machine, 2 s at most, then times one call. */
    void add(Callable<?> work) throws Exception {
        awaitQuiet();
        long start = System.nanoTime();
        work.call();
        ms.add((System.nanoTime() - start) / 1e6);
    }

    void addMs(double value) {
        ms.add(value);
    }

    double medianMs() {
        List<Double> sorted = new ArrayList<>(ms);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    List<Double> allMs() {
        return List.copyOf(ms);
    }

    /** Blocks timed although the machine stayed busy. */
    static int noisyBlocks() {
        return noisy;
    }

    private static void awaitQuiet() throws IOException, InterruptedException {
        if (!Files.isReadable(CPU_TIMES)) {
            noisy++;
            return;
        }
        long[] before = cpu();
        for (int i = 0; i < MOST_WAITS; i++) {
            Thread.sleep(LOOK_MS);
            long[] now = cpu();
            double busy = 1 - (double) (now[1] - before[1]) / Math.max(1, now[0] - before[0]);
            if (busy < QUIET) {
                return;
            }
            before = now;
        }
        noisy++;
    }

    /** All ticks and idle ones. */
    private static long[] cpu() throws IOException {
        String[] fields = Files.readAllLines(CPU_TIMES).getFirst().trim().split("\\s+", -1);
        long all = 0;
        for (int i = 1; i < fields.length; i++) {
            all += Long.parseLong(fields[i]);
        }
        return new long[] {all, Long.parseLong(fields[4]) + Long.parseLong(fields[5])};
    }
}
