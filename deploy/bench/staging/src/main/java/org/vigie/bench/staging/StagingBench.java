package org.vigie.bench.staging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.vigie.contract.Json;

/**
 * {@code StagingBench [--json] [--patients N] [--rounds N]}: replays N patients of 30 events through the timeline topology
 * and through one that only passes events on, with the same serdes, store and exactly-once, on the same embedded broker;
 * and a quarter of the patients through the timeline topology. The virtual machine is warmed with the small size until
 * the timeline's rate no longer rises; then the three take turns, and medians of the rounds count.
 *
 * <p>Exit 0 = measured, whatever the figures; 2 = wrong use.
 */
public final class StagingBench {
    private static final int PATIENTS = 10_000;
    private static final int ROUNDS = 3;
    private static final int SMALL = 4;
    private static final int MOST_WARM_UPS = 6;
    private static final double STABLE = 1.05;

    private StagingBench() {}

    /** Cost of one event at two sizes. */
    record Ratios(double passthrough, double growth) {}

    record Report(
            Ratios ratios,
            double p99Ms,
            double p50Ms,
            int commitIntervalMs,
            int patients,
            int events,
            int rounds,
            double timelineEventsPerSec,
            double passthroughEventsPerSec,
            double smallTimelineEventsPerSec,
            double timelineMicrosPerEvent,
            double passthroughMicrosPerEvent,
            double smallTimelineMicrosPerEvent,
            double timelineProcessMicrosPerEvent,
            double passthroughProcessMicrosPerEvent,
            int smallPatients,
            double storeMegabytes,
            double changelogMegabytes,
            double restoreSeconds,
            Map<String, Boolean> met) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        List<String> rest = new ArrayList<>(Arrays.asList(args));
        boolean json = rest.remove("--json");
        int patients = option(rest, "--patients", PATIENTS);
        int rounds = option(rest, "--rounds", ROUNDS);
        if (!rest.isEmpty() || patients < SMALL || rounds < 1) {
            out.println("usage: run [--json] [--patients N] [--rounds N]");
            System.exit(2);
        }
        Path folder = Files.createTempDirectory("vigie-bench-staging");
        try {
            print(measure(folder, patients, rounds), json, out);
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private static int option(List<String> rest, String name, int otherwise) {
        int at = rest.indexOf(name);
        if (at < 0 || at + 1 == rest.size()) {
            return otherwise;
        }
        rest.remove(at);
        return Integer.parseInt(rest.remove(at));
    }

    private static Report measure(Path folder, int patients, int rounds) throws InterruptedException {
        int few = patients / SMALL;
        try (Replay full = new Replay(folder.resolve("full"), patients);
                Replay small = new Replay(folder.resolve("small"), few)) {
            warm(small);
            List<Replay.Rate> pass = new ArrayList<>();
            List<Replay.Rate> smaller = new ArrayList<>();
            List<Replay.Rate> timeline = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                pass.add(progress("pass-through", full.passThrough()));
                smaller.add(progress("timeline, " + few + " patients", small.timeline()));
                timeline.add(progress("timeline, " + patients + " patients", full.timeline()));
            }
            double[] latencies = full.latenciesMs();
            double restore = full.restoreSeconds();
            double ratio = median(timeline, Replay.Rate::eventsPerSec) / median(pass, Replay.Rate::eventsPerSec);
            double growth = median(smaller, Replay.Rate::eventsPerSec) / median(timeline, Replay.Rate::eventsPerSec);
            double p99 = latencies[(int) Math.ceil(latencies.length * 0.99) - 1];
            Map<String, Boolean> met = new LinkedHashMap<>();
            met.put("passthrough >= 0.40", ratio >= 0.40);
            met.put("growth <= 1.15", growth <= 1.15);
            met.put("p99 <= commit interval + 150 ms", p99 <= Replay.COMMIT_INTERVAL_MS + 150);
            return new Report(
                    new Ratios(ratio, growth),
                    p99,
                    latencies[latencies.length / 2],
                    Replay.COMMIT_INTERVAL_MS,
                    patients,
                    patients * Cohort.EVENTS_PER_PATIENT,
                    rounds,
                    median(timeline, Replay.Rate::eventsPerSec),
                    median(pass, Replay.Rate::eventsPerSec),
                    median(smaller, Replay.Rate::eventsPerSec),
                    median(timeline, Replay.Rate::microsPerEvent),
                    median(pass, Replay.Rate::microsPerEvent),
                    median(smaller, Replay.Rate::microsPerEvent),
                    median(timeline, Replay.Rate::processMicrosPerEvent),
                    median(pass, Replay.Rate::processMicrosPerEvent),
                    few,
                    full.storeMegabytes(),
                    full.changelogMegabytes(),
                    restore,
                    met);
        }
    }

    /** Both topologies in turn, until the slower one is no faster than the time before. */
    private static void warm(Replay replay) throws InterruptedException {
        double before = 0;
        for (int i = 0; i < MOST_WARM_UPS; i++) {
            progress("warm-up, pass-through", replay.passThrough());
            double now = progress("warm-up, timeline", replay.timeline()).eventsPerSec();
            if (now < before * STABLE) {
                return;
            }
            before = now;
        }
    }

    private static double median(List<Replay.Rate> rates, ToDoubleFunction<Replay.Rate> of) {
        double[] sorted = rates.stream().mapToDouble(of).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** To standard error: standard output belongs to the result. */
    private static Replay.Rate progress(String what, Replay.Rate rate) {
        System.err.printf(
                "%s: %.0f events/s, %.1f us of CPU each, %.1f of the whole process%n",
                what, rate.eventsPerSec(), rate.microsPerEvent(), rate.processMicrosPerEvent());
        return rate;
    }

    private static void print(Report report, boolean json, PrintStream out) {
        if (json) {
            out.println(new String(Json.bytes(report), StandardCharsets.UTF_8));
            return;
        }
        out.printf(
                "%d patients, %d events, medians of %d rounds%n", report.patients(), report.events(), report.rounds());
        out.printf(
                "timeline          %10.0f events/s (stream thread %.1f us each)%n",
                report.timelineEventsPerSec(), report.timelineMicrosPerEvent());
        out.printf(
                "pass-through      %10.0f events/s (stream thread %.1f us each)%n",
                report.passthroughEventsPerSec(), report.passthroughMicrosPerEvent());
        out.printf("ratio             %10.3f (at least 0.40)%n", report.ratios().passthrough());
        out.printf(
                "growth            %10.3f (at most 1.15: cost of an event, %d against %d patients)%n",
                report.ratios().growth(), report.patients(), report.smallPatients());
        out.printf(
                "event to result   p50 %.0f ms, p99 %.0f ms (at most %d ms)%n",
                report.p50Ms(), report.p99Ms(), report.commitIntervalMs() + 150);
        out.printf(
                "store             %.0f MB on disk, changelog %.0f MB, restored in %.1f s%n",
                report.storeMegabytes(), report.changelogMegabytes(), report.restoreSeconds());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException("benchmark folder not deleted", e);
                }
            });
        }
    }

    /** When the cohort ends: its last events are of yesterday. */
    static Instant today() {
        return Instant.now();
    }
}
