package org.vigie.bench.ingest;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A receiving program, started on a free port over a folder of its own, ended by its handle. */
final class Receiver implements AutoCloseable {
    private static final String SECRET = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private final Process process;
    private final int port;
    private final Path folder;
    private final String title;

    private Receiver(List<String> command, Path folder, int port, String title) throws IOException {
        this.folder = folder;
        this.port = port;
        this.title = title;
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(new File(folder + ".log"));
        Map<String, String> environment = builder.environment();
        environment.put("TCP_NODELAY", "1");
        environment.put("VIGIE_API_PASSWORD", "bench-only");
        this.process = builder.start();
        awaitPort();
    }

    /** The packaged service without a broker: its outbox fills, as when a broker is away. */
    static Receiver ours(Path root, Path folder, int flushDelayMillis, int heapMegabytes) throws IOException {
        int port = freePort();
        Files.createDirectories(folder);
        Path secret = Files.writeString(folder.resolve("site.key"), SECRET);
        Path app = root.resolve("ingest-service/target/quarkus-app");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + heapMegabytes + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xlog:gc:file=" + folder + ".gc",
                "-Dvigie.home=" + folder,
                "-Dvigie.store.dir=" + folder.resolve("store"),
                "-Dvigie.site.secret-file=" + secret,
                "-Dvigie.dicom.port=" + port,
                "-Dvigie.dicom.max-associations=80",
                "-Dvigie.ingest.flush-delay=" + flushDelayMillis + "ms",
                "-Dquarkus.http.port=" + freePort(),
                "-Dvigie.kafka.bootstrap-servers=127.0.0.1:" + freePort(),
                "-Dkafka.bootstrap.servers=127.0.0.1:9"));
        String jvm = System.getProperty("vigie.bench.jvm", "");
        if (!jvm.isBlank()) {
            command.addAll(Arrays.asList(jvm.strip().split(" ", -1)));
        }
        command.addAll(List.of("-jar", app.resolve("quarkus-run.jar").toString()));
        return new Receiver(command, folder, port, "VIGIE");
    }

    /** @param fork a process for each association, as for parallel senders */
    static Receiver storescp(Path folder, boolean fork) throws IOException {
        int port = freePort();
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(List.of("storescp", "-pdu", "131072", "-od", folder.toString()));
        if (fork) {
            command.add("--fork");
        }
        command.add(Integer.toString(port));
        return new Receiver(command, folder, port, "STORESCP");
    }

    static Receiver orthanc(Path folder) throws IOException {
        int port = freePort();
        Files.createDirectories(folder);
        Path config = Files.writeString(
                folder.resolveSibling(folder.getFileName() + ".json"), """
                {"Name":"bench","StorageDirectory":"%s","IndexDirectory":"%s","HttpServerEnabled":false,
                 "DicomServerEnabled":true,"DicomAet":"ORTHANC","DicomCheckCalledAet":false,"DicomPort":%d,
                 "MaximumPduLength":131072,"Plugins":[]}
                """.formatted(folder, folder, port));
        return new Receiver(List.of("Orthanc", config.toString()), folder, port, "ORTHANC");
    }

    int port() {
        return port;
    }

    String title() {
        return title;
    }

    Path folder() {
        return folder;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Bytes of memory the process holds now (VmRSS). */
    long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(l -> l.startsWith("VmRSS:"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    /** Processor time it and its ended children used, in microseconds (a clock tick is a hundredth of a second). */
    long cpuMicros() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * 10_000;
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void awaitPort() throws IOException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > giveUp) {
                    throw new IOException("does not listen: "
                            + Arrays.toString(
                                    Files.readAllLines(Path.of(folder + ".log")).toArray()));
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
