package org.vigie.bench.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends all slices over some associations at once and takes the time from the first connection to the last release. */
final class Senders {
    private Senders() {}

    record Sent(double imagesPerSecond, Latencies latencies) {}

    static Sent send(Slices slices, int round, Receiver to, int associations, int window)
            throws IOException, InterruptedException {
        slices.setRound(round);
        long begin = System.nanoTime();
        List<Future<long[]>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(associations)) {
            for (int a = 0; a < associations; a++) {
                int first = a;
                running.add(threads.submit(() -> {
                    try (Scu scu = new Scu(to.port(), to.title(), window)) {
                        for (int i = first; i < slices.count(); i += associations) {
                            scu.store(Slices.MR_IMAGE, slices.sopInstanceUid(round, i), slices.dataSet(i));
                        }
                        return scu.finish();
                    }
                }));
            }
            List<Latencies> all = new ArrayList<>();
            for (Future<long[]> one : running) {
                all.add(Latencies.of(one.get()));
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Sent(slices.count() / seconds, Latencies.of(all));
        } catch (ExecutionException e) {
            throw new IOException("sender failed", e.getCause());
        }
    }

    /** DCMTK's own fast sender, one process per association. */
    static double dcmsend(List<Path> folders, int images, Receiver to) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        List<Process> running = new ArrayList<>();
        for (Path folder : folders) {
            ProcessBuilder builder = new ProcessBuilder(
                            "dcmsend",
                            "-aec",
                            to.title(),
                            "-pdu",
                            "131072",
                            "--no-halt",
                            "+sd",
                            "127.0.0.1",
                            Integer.toString(to.port()),
                            folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("TCP_NODELAY", "1");
            running.add(builder.start());
        }
        for (Process process : running) {
            if (process.waitFor() != 0) {
                throw new IOException("dcmsend ended with " + process.exitValue());
            }
        }
        return images / ((System.nanoTime() - begin) / 1e9);
    }
}
