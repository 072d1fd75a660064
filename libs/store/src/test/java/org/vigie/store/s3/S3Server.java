package org.vigie.store.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A real S3 server, Adobe's S3Mock, as a process of its own with one bucket; its data outlive a restart. */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "vigie";

    private final Path root;
    private final int port;
    private Process process;

    private S3Server(Path root, int port, Process process) {
        this.root = root;
        this.port = port;
        this.process = process;
    }

    /** Started, answering, with an empty bucket; credentials are set for the SDK of this JVM. */
    public static S3Server start(Path root) throws IOException {
        Path lib = Path.of(System.getProperty("vigie.root", "."), "deploy", "s3mock", "target", "lib");
        require(Files.isDirectory(lib), "S3 server (./mvnw generate-resources -pl deploy/s3mock)");
        credentials();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        return new S3Server(root, port, launch(lib, root, port));
    }

    /** What servers of tests take, set for the SDK of this JVM. */
    public static void credentials() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test-secret");
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As by {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** The same data, the same port. */
    public void restart() throws IOException {
        Path lib = Path.of(System.getProperty("vigie.root", "."), "deploy", "s3mock", "target", "lib");
        process = launch(lib, root, port);
    }

    @Override
    public void close() {
        kill();
    }

    private static Process launch(Path lib, Path root, int port) throws IOException {
        Files.createDirectories(root);
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx192m",
                        "-Dhttp.port=" + port,
                        "-Dvectors.http.port=-1",
                        "-Dserver.port=0",
                        "-Dserver.address=127.0.0.1",
                        "-Dcom.adobe.testing.s3mock.store.root=" + root,
                        "-Dcom.adobe.testing.s3mock.store.retain-files-on-exit=true",
                        "-Dcom.adobe.testing.s3mock.store.initial-buckets=" + BUCKET,
                        "-cp",
                        lib + "/*",
                        "com.adobe.testing.s3mock.S3MockApplication"))
                .redirectErrorStream(true)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.contains("Started S3MockApplication")) {
                Thread.ofVirtual().start(() -> out.lines().forEach(ignored -> {}));
                return process;
            }
        }
        throw new IOException("S3 server did not start: " + said);
    }

    private static void require(boolean present, String what) {
        if (!present && "1".equals(System.getenv("CI_REQUIRE_ALL"))) {
            throw new AssertionError("required and absent: " + what);
        }
        if (!present) {
            System.out.println("SKIPPED: no " + what);
        }
        Assumptions.assumeTrue(present, what);
    }
}
