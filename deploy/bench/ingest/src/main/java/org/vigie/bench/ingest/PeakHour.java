package org.vigie.bench.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * 250 studies of 200 images, one association each, begun at random instants of two minutes: an hour of a hospital at its
 * busiest, thirty times as fast. Late is what began more than a second after its turn.
 */
final class PeakHour {
    private static final int STUDIES = 250;
    private static final int IMAGES = 200;
    private static final long PATTERN_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Path root;
    private final Path work;

    PeakHour(Path root, Path work) {
        this.root = root;
        this.work = work;
    }

    private record Study(Latencies latencies, boolean late) {}

    Map<String, Object> run() throws IOException, InterruptedException {
        Slices slices = new Slices(IMAGES, IMAGES);
        // Every study has a round of UIDs; the digits are written into a copy of the slices.
        long[] starts = new java.util.Random(7)
                .longs(STUDIES, 0, PATTERN_NANOS)
                .sorted()
                .toArray();
        List<Future<Study>> running = new ArrayList<>();
        try (Receiver ours = Receiver.ours(root, work.resolve("peak"), 0, 512);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Senders.send(slices, 900, ours, 4, 16);
            long begin = System.nanoTime();
            for (int s = 0; s < STUDIES; s++) {
                int study = s;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, begin + starts[s] - System.nanoTime()));
                long due = begin + starts[s];
                running.add(threads.submit(() -> send(slices, study, ours, due)));
            }
            List<Latencies> parts = new ArrayList<>();
            int late = 0;
            long received = 0;
            for (Future<Study> study : running) {
                Study done = study.get();
                parts.add(done.latencies());
                late += done.late() ? 1 : 0;
                received += done.latencies().count();
            }
            Latencies all = Latencies.of(parts);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("studies", STUDIES);
            result.put("answeredSuccess", received);
            result.put("lost", (long) STUDIES * IMAGES - received);
            result.put("lateStudies", late);
            result.put("responseMillisP50", all.percentileMillis(0.5));
            result.put("responseMillisP99", all.percentileMillis(0.99));
            result.put("seconds", (System.nanoTime() - begin) / 1e9);
            result.put("residentMiB", ours.residentBytes() >> 20);
            return result;
        } catch (ExecutionException e) {
            throw new IOException("sender failed", e.getCause());
        }
    }

    private static Study send(Slices slices, int study, Receiver ours, long due) throws IOException {
        boolean late = System.nanoTime() - due > TimeUnit.SECONDS.toNanos(1);
        try (Scu scu = new Scu(ours.port(), ours.title(), 1)) {
            for (int i = 0; i < slices.count(); i++) {
                scu.store(Slices.MR_IMAGE, slices.sopInstanceUid(study, i), slices.copyOf(i, study));
            }
            Latencies latencies = Latencies.of(scu.finish());
            return new Study(latencies, late || latencies.count() < IMAGES);
        }
    }
}
