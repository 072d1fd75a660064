package org.vigie.bench.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Lets the machine settle between measurements: what one program left to be written must not slow down the next. */
final class Quiet {
    private static final long AT_MOST_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final double BUSY = 0.15;

    private Quiet() {}

    static void await() throws IOException, InterruptedException {
        new ProcessBuilder("sync").start().waitFor();
        long giveUp = System.nanoTime() + AT_MOST_NANOS;
        while (System.nanoTime() < giveUp && busy() > BUSY) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Share of the processors in use over 200 ms. */
    private static double busy() throws IOException, InterruptedException {
        long[] before = ticks();
        TimeUnit.MILLISECONDS.sleep(200);
        long[] after = ticks();
        return 1.0 - (double) (after[1] - before[1]) / Math.max(1, after[0] - before[0]);
    }

    /** All ticks since the start, and those without work (idle and waiting for the disk). */
    private static long[] ticks() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +", -1);
        long all = 0;
        for (int i = 1; i < fields.length; i++) {
            all += Long.parseLong(fields[i]);
        }
        return new long[] {all, Long.parseLong(fields[4])};
    }
}
