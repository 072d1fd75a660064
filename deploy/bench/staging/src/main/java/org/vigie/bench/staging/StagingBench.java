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
import java.util.stream.Stream;
import org.vigie.contract.Json;

/**
 * {@code StagingBench [--json] [--patients N]}: replays N patients of 30 events through the timeline topology and
 * through one that only passes events on, with the same serdes, store and exactly-once, on one embedded broker each.
 *
 * <p>Exit 0 = measured, whatever the figures; 2 = wrong use.
 */
public final class StagingBench {
    private static final int PATIENTS = 10_000;
    private static final int WARM_UP = 1_500;

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
            double timelineEventsPerSec,
            double passthroughEventsPerSec,
            double smallTimelineEventsPerSec,
            int smallPatients,
            double storeMegabytes,
            double changelogMegabytes,
            double restoreSeconds,
            Map<String, Boolean> met) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        List<String> rest = new ArrayList<>(Arrays.asList(args));
        boolean json = rest.remove("--json");
        int patients = PATIENTS;
        if (rest.size() == 2 && rest.getFirst().equals("--patients")) {
            patients = Integer.parseInt(rest.get(1));
        } else if (!rest.isEmpty()) {
            out.println("usage: run [--json] [--patients N]");
            System.exit(2);
        }
        Path folder = Files.createTempDirectory("vigie-bench-staging");
        try {
            print(measure(folder, patients), json, out);
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    /** The small size comes last, so that whatever the virtual machine has learnt speaks against the large one. */
    private static Report measure(Path folder, int patients) throws InterruptedException {
        try (Replay warm = new Replay(folder.resolve("warm"), WARM_UP)) {
            progress("warm-up, pass-through", warm.passThrough());
            progress("warm-up, timeline", warm.timeline());
        }
        double passRate;
        double rate;
        double[] latencies;
        double restore;
        double store;
        double changelog;
        try (Replay replay = new Replay(folder.resolve("full"), patients)) {
            passRate = replay.passThrough();
            progress("pass-through", passRate);
            rate = replay.timeline();
            progress("timeline, " + patients + " patients", rate);
            latencies = replay.latenciesMs();
            restore = replay.restoreSeconds();
            store = replay.storeMegabytes();
            changelog = replay.changelogMegabytes();
        }
        int small = patients / 4;
        double smallRate;
        try (Replay replay = new Replay(folder.resolve("small"), small)) {
            smallRate = replay.timeline();
            progress("timeline, " + small + " patients", smallRate);
        }
        double passthrough = rate / passRate;
        double growth = smallRate / rate;
        double p99 = latencies[(int) Math.ceil(latencies.length * 0.99) - 1];
        Map<String, Boolean> met = new LinkedHashMap<>();
        met.put("passthrough >= 0.40", passthrough >= 0.40);
        met.put("growth <= 1.15", growth <= 1.15);
        met.put("p99 <= commit interval + 150 ms", p99 <= Replay.COMMIT_INTERVAL_MS + 150);
        return new Report(
                new Ratios(passthrough, growth),
                p99,
                latencies[latencies.length / 2],
                Replay.COMMIT_INTERVAL_MS,
                patients,
                patients * Cohort.EVENTS_PER_PATIENT,
                rate,
                passRate,
                smallRate,
                small,
                store,
                changelog,
                restore,
                met);
    }

    /** To standard error: standard output belongs to the result. */
    private static void progress(String what, double eventsPerSec) {
        System.err.printf("%s: %.0f events/s%n", what, eventsPerSec);
    }

    private static void print(Report report, boolean json, PrintStream out) {
        if (json) {
            out.println(new String(Json.bytes(report), StandardCharsets.UTF_8));
            return;
        }
        out.printf("%d patients, %d events%n", report.patients(), report.events());
        out.printf("timeline          %10.0f events/s%n", report.timelineEventsPerSec());
        out.printf("pass-through      %10.0f events/s%n", report.passthroughEventsPerSec());
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
