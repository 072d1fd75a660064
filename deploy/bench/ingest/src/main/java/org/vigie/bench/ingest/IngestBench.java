package org.vigie.bench.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Our receiver, DCMTK storescp and Orthanc side by side, in turn, in every round. */
public final class IngestBench {
    private static final int IMAGES = 2_000;
    private static final int WINDOW = 32;
    private static final int WARM_UP = 20;
    private static final int SLOW_FLUSH_MILLIS = 5;

    private final Path root;
    private final Path work;
    private final int rounds;
    private final Slices slices = new Slices(IMAGES, 200);
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();
    private final Map<String, List<Double>> cpuMicros = new LinkedHashMap<>();
    private final Map<String, double[]> responses = new LinkedHashMap<>();
    private final PrintStream progress;
    private int uidRound;

    private IngestBench(Path root, Path work, int rounds, PrintStream progress) {
        this.root = root;
        this.work = work;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** See {@code run}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> options = Arrays.asList(arguments);
        boolean json = options.contains("--json");
        int rounds = options.contains("--rounds") ? Integer.parseInt(options.get(options.indexOf("--rounds") + 1)) : 5;
        Path root = Path.of(System.getProperty("vigie.root"));
        Path work = Files.createTempDirectory(root.resolve("deploy/bench/ingest/target"), "bench");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(work)));
        Map<String, Object> result;
        if (options.contains("--memory")) {
            result = new LargeObject(root, work).run();
        } else if (options.contains("--peak")) {
            result = new PeakHour(root, work).run();
        } else {
            result = new IngestBench(root, work, rounds, json ? System.err : System.out).run();
        }
        ObjectMapper mapper = new ObjectMapper();
        System.out.println(
                json
                        ? mapper.writeValueAsString(result)
                        : mapper.writerWithDefaultPrettyPrinter().writeValueAsString(result));
    }

    private Map<String, Object> run() throws IOException, InterruptedException {
        Flushes flushes = Flushes.measure(work);
        progress.printf(
                Locale.ROOT,
                "fdatasync after 132 kB: median %.3f ms, p99 %.3f ms%n",
                flushes.medianMillis(),
                flushes.p99Millis());
        try (Receiver ours = Receiver.ours(root, work.resolve("ours"), 0, 512);
                Receiver slow = Receiver.ours(root, work.resolve("slow"), SLOW_FLUSH_MILLIS, 512)) {
            for (int i = 0; i < WARM_UP; i++) {
                Senders.send(slices, ++uidRound, ours, i % 2 == 0 ? 1 : 4, WINDOW);
                Senders.send(slices, ++uidRound, slow, 4, WINDOW);
            }
            for (int round = 0; round < rounds; round++) {
                measure("ours1", ours, 1, WINDOW);
                other("storescp1", round, 1);
                measure("ours1Synchronous", ours, 1, 1);
                measure("ours4", ours, 4, WINDOW);
                other("storescp4", round, 4);
                measure("ours4Synchronous", ours, 4, 1);
                measure("ours4SlowFlush", slow, 4, WINDOW);
                other("orthanc1", round, 1);
                other("orthanc4", round, 4);
            }
            dcmsend(ours);
        }
        return result(flushes);
    }

    private void other(String name, int round, int associations) throws IOException, InterruptedException {
        Path folder = work.resolve(name + round);
        try (Receiver receiver =
                name.startsWith("orthanc") ? Receiver.orthanc(folder) : Receiver.storescp(folder, associations > 1)) {
            measure(name, receiver, associations, WINDOW);
        }
    }

    private void measure(String name, Receiver to, int associations, int window)
            throws IOException, InterruptedException {
        Quiet.await();
        long cpu = to.cpuMicros();
        Senders.Sent sent = Senders.send(slices, ++uidRound, to, associations, window);
        cpuMicros.computeIfAbsent(name, n -> new ArrayList<>()).add((double) (to.cpuMicros() - cpu) / slices.count());
        rates.computeIfAbsent(name, n -> new ArrayList<>()).add(sent.imagesPerSecond());
        responses.put(name, new double[] {
            sent.latencies().percentileMillis(0.5), sent.latencies().percentileMillis(0.99)
        });
        progress.printf(
                Locale.ROOT,
                "%-18s %7.0f images/s, %4.0f us of CPU an image, response p50 %.2f ms, p99 %.2f ms%n",
                name,
                sent.imagesPerSecond(),
                cpuMicros.get(name).getLast(),
                sent.latencies().percentileMillis(0.5),
                sent.latencies().percentileMillis(0.99));
    }

    /** The cross-check: another sender, which waits for each response. */
    private void dcmsend(Receiver ours) throws IOException, InterruptedException {
        Path memory = Files.isDirectory(Path.of("/dev/shm")) ? Path.of("/dev/shm") : work;
        for (int round = 0; round < Math.min(3, rounds); round++) {
            Path files = Files.createTempDirectory(memory, "vigie-bench");
            try {
                slices.writeFiles(files, ++uidRound);
                rates.computeIfAbsent("ours1Dcmsend", n -> new ArrayList<>())
                        .add(Senders.dcmsend(List.of(files), IMAGES, ours));
                try (Receiver storescp = Receiver.storescp(work.resolve("dcmsend" + round), false)) {
                    rates.computeIfAbsent("storescp1Dcmsend", n -> new ArrayList<>())
                            .add(Senders.dcmsend(List.of(files), IMAGES, storescp));
                }
            } finally {
                Receiver.delete(files);
            }
        }
    }

    private Map<String, Object> result(Flushes flushes) {
        Map<String, Object> ratios = new LinkedHashMap<>();
        for (String name : List.of("storescp1", "storescp4", "orthanc1", "orthanc4")) {
            ratios.put(name, ratio("ours" + name.charAt(name.length() - 1), name));
        }
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("storescp4With5msFlush", ratio("ours4SlowFlush", "storescp4"));
        more.put("storescp1Synchronous", ratio("ours1Synchronous", "storescp1"));
        more.put("storescp4Synchronous", ratio("ours4Synchronous", "storescp4"));
        if (rates.containsKey("ours1Dcmsend")) {
            more.put("storescp1Dcmsend", ratio("ours1Dcmsend", "storescp1Dcmsend"));
        }
        Map<String, Object> images = new LinkedHashMap<>();
        rates.keySet().forEach(name -> images.put(name, Math.round(median(rates, name))));
        Map<String, Object> cpu = new LinkedHashMap<>();
        cpuMicros.keySet().forEach(name -> cpu.put(name, Math.round(median(cpuMicros, name))));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ratios", ratios);
        result.put("ratiosOtherwise", more);
        result.put("imagesPerSecond", images);
        result.put("cpuMicrosPerImage", cpu);
        result.put("responseMillisP50P99", responses);
        result.put("fdatasyncMillis", Map.of("median", flushes.medianMillis(), "p99", flushes.p99Millis()));
        result.put("images", IMAGES);
        result.put("bytesPerImage", slices.bytes() / IMAGES);
        result.put("rounds", rounds);
        result.put("windowAskedFor", WINDOW);
        return result;
    }

    private double ratio(String ours, String theirs) {
        return Math.round(100 * median(rates, ours) / median(rates, theirs)) / 100.0;
    }

    private static double median(Map<String, List<Double>> of, String name) {
        List<Double> sorted = of.getOrDefault(name, List.of()).stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }

    private static void deleteQuietly(Path folder) {
        try {
            Receiver.delete(folder);
        } catch (IOException e) {
            // It lies in target/.
        }
    }
}
