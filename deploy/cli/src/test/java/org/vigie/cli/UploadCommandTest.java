package org.vigie.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UploadCommandTest {
    @TempDir
    Path folder;

    private final List<String> requests = new ArrayList<>();
    private byte[] received = new byte[0];
    private final HttpServer ingest;
    private int status = 200;
    private String answer = "{}";

    UploadCommandTest() throws IOException {
        ingest = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        ingest.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type"));
            received = exchange.getRequestBody().readAllBytes();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        ingest.start();
    }

    @AfterEach
    void stop() {
        ingest.stop(0);
        System.clearProperty("vigie.home");
    }

    @Test
    void aFolderIsSentAsAnArchiveAndWhatFailedIsSaid() throws IOException {
        Files.createDirectories(folder.resolve("cd/IMAGES"));
        Files.writeString(folder.resolve("cd/IMAGES/IM1"), "one");
        Files.writeString(folder.resolve("cd/readme.txt"), "two");
        status = 202;
        answer = """
            {"dryRun": false, "stored": 1, "failed": 1, "skipped": 1, "entries": [
              {"name": "IMAGES/IM1", "outcome": "STORED"},
              {"name": "IMAGES/IM2", "outcome": "FAILED", "note": "encrypted"},
              {"name": "readme.txt", "outcome": "SKIPPED", "note": "no DICOM file"}]}
            """;

        StringWriter out = new StringWriter();
        int exit = run(out, folder.resolve("cd").toString());

        assertThat(exit).isEqualTo(1);
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
              failed  IMAGES/IM2  encrypted
              skipped  readme.txt  no DICOM file
            stored 1, failed 1, skipped 1
            """);
        assertThat(requests).containsExactly("POST /api/upload?dryRun=false application/zip");
        assertThat(names(received)).containsExactly("IMAGES/IM1", "readme.txt");
    }

    @Test
    void aFileIsSentAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("one.dcm"), "bytes");
        answer = "{\"dryRun\": true, \"stored\": 1, \"failed\": 0, \"skipped\": 0, \"entries\": []}";

        StringWriter out = new StringWriter();
        int exit = run(out, "--dry-run", "--json", file.toString());

        assertThat(exit).isZero();
        assertThat(out.toString()).contains("\"stored\" : 1");
        assertThat(requests).containsExactly("POST /api/upload?dryRun=true application/octet-stream");
        assertThat(new String(received, StandardCharsets.UTF_8)).isEqualTo("bytes");
    }

    private int run(StringWriter out, String... arguments) throws IOException {
        Path home = folder.resolve("home");
        Files.writeString(Files.createDirectories(home.resolve("secrets")).resolve("api.password"), "secret");
        System.setProperty("vigie.home", home.toString());
        List<String> all = new ArrayList<>(List.of(
                "upload", "--ingest-port", Integer.toString(ingest.getAddress().getPort())));
        all.addAll(List.of(arguments));
        CommandLine line = VigieCommand.commandLine().setOut(new PrintWriter(out, true));
        return line.execute(all.toArray(String[]::new));
    }

    private static List<String> names(byte[] archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
