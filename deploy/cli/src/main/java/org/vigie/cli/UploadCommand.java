package org.vigie.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings files that no PACS sends: a CD, a folder, an archive. */
@Command(
        name = "upload",
        description = "Give ingest a DICOM file, a ZIP archive or a folder (of a CD); says what became of each file.",
        mixinStandardHelpOptions = true)
final class UploadCommand implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR|FILE|ZIP", description = "what is uploaded")
    private Path source = Path.of("");

    @Option(names = "--dry-run", description = "look at everything, keep nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "the whole answer as JSON")
    private boolean json;

    @Option(names = "--ingest-port", paramLabel = "PORT", description = "REST of ingest, if 'up' is elsewhere")
    private @Nullable Integer ingestPort;

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(source)) {
            throw new CommandException("not readable: " + source, 2);
        }
        Home home = Home.current();
        int port = ingestPort != null
                ? ingestPort
                : Installation.read(home)
                        .map(installation -> installation.ports().ingest())
                        .orElse(8081);
        boolean folder = Files.isDirectory(source);
        try (ServiceClient ingest = new ServiceClient(port, "vigie", Secrets.apiPassword(home))) {
            ServiceClient.Answer answer = ingest.upload(
                    "/api/upload?dryRun=" + dryRun,
                    folder ? archive(source) : BodyPublishers.ofFile(source),
                    folder ? "application/zip" : "application/octet-stream",
                    System.getProperty("user.name", ""));
            print(answer);
            return answer.status() == 200 ? 0 : 1;
        } catch (java.net.ConnectException e) {
            throw new CommandException("ingest does not answer on port " + port + ": is Vigie up?", 3);
        }
    }

    private void print(ServiceClient.Answer answer) throws IOException {
        PrintWriter out = Output.of(spec);
        JsonNode body = answer.body();
        if (json || !body.has("entries")) {
            out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(body));
            return;
        }
        for (JsonNode entry : body.path("entries")) {
            String outcome = entry.path("outcome").asText();
            if (outcome.equals("FAILED") || outcome.equals("SKIPPED")) {
                String name = entry.path("name").asText();
                out.println("  " + outcome.toLowerCase(java.util.Locale.ROOT) + "  "
                        + (name.isEmpty() ? source.getFileName() : name) + "  "
                        + entry.path("note").asText());
            }
        }
        if (body.path("limit").isTextual()) {
            out.println("  ended: " + body.path("limit").asText() + "; what comes behind was not looked at");
        }
        out.println((dryRun ? "would store " : "stored ") + body.path("stored").asLong() + ", failed "
                + body.path("failed").asLong() + ", skipped "
                + body.path("skipped").asLong());
    }

    /** The folder as an archive that is made while it is sent; nothing of it is kept in memory or on disk. */
    private static BodyPublisher archive(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        return BodyPublishers.ofInputStream(() -> {
            try {
                PipedInputStream body = new PipedInputStream(BUFFER);
                PipedOutputStream pipe = new PipedOutputStream(body);
                Thread.ofVirtual().start(() -> write(folder, files, pipe));
                return body;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Broken off without its end where a file cannot be read: ingest then says so. */
    private static void write(Path folder, List<Path> files, OutputStream pipe) {
        try (pipe) {
            ZipOutputStream zip = new ZipOutputStream(pipe);
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
            zip.finish();
        } catch (IOException brokenOff) {
            // The receiver sees an archive without its end.
        }
    }
}
