package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.embedded.FreePort;
import org.vigie.ingest.Listening;
import org.vigie.ingest.SharedData;

/** A PACS that is not ours asks whether its images are safe, hangs up, and is called back. */
@Timeout(120)
class OrthancCommitmentTest {
    private static final Path ORTHANC = Path.of("/usr/sbin/Orthanc");
    private static final Pattern ID = Pattern.compile("\"ID\"\\s*:\\s*\"([^\"]+)\"");

    @TempDir
    Path folder;

    private int httpPort;

    @Test
    void orthancIsToldThatWhatItSentIsSafeAndThatWhatItKeptIsNot() throws Exception {
        SharedData.requireProgram(ORTHANC);
        int dicomPort = FreePort.pick();
        httpPort = FreePort.pick();
        try (Listening vigie = new Listening(
                folder.resolve("vigie"),
                Map.of(
                        "vigie.dicom.peers.orthanc.host", "127.0.0.1",
                        "vigie.dicom.peers.orthanc.port", Integer.toString(dicomPort),
                        "vigie.dicom.commitment.same-association-after", "200ms",
                        "vigie.dicom.commitment.retry", "500ms"))) {
            Process orthanc = start(dicomPort, vigie.port());
            try {
                var images = SharedData.dicomFiles(SharedData.folder("S01_mrbias_diffusion_session1"));
                String sent = upload(images.get(0));
                String kept = upload(images.get(1));
                post("/modalities/vigie/store", "[\"" + sent + "\"]");

                assertThat(report(sent)).contains("\"Status\" : \"Success\"");
                String failed = report(kept);
                assertThat(failed).contains("\"Status\" : \"Failure\"").contains("274");
                Awaitility.await().until(() -> vigie.gauge("ingest.commitments.pending") == 0);
            } finally {
                orthanc.destroy();
                if (!orthanc.waitFor(20, TimeUnit.SECONDS)) {
                    orthanc.destroyForcibly();
                }
            }
        }
    }

    private String report(String instance) throws IOException, InterruptedException {
        String transaction =
                id(post("/modalities/vigie/storage-commitment", "{\"Resources\": [\"" + instance + "\"]}"));
        return Awaitility.await("a report")
                .atMost(Duration.ofSeconds(30))
                .until(() -> get("/storage-commitment/" + transaction), r -> !r.contains("\"Pending\""));
    }

    private String upload(Path file) throws IOException, InterruptedException {
        return id(send(HttpRequest.newBuilder(uri("/instances"))
                        .POST(HttpRequest.BodyPublishers.ofFile(file))
                        .build())
                .body());
    }

    private String post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private String get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).build()).body();
    }

    /** Orthanc closes a connection after its answer; on a client that keeps them the next request may meet its end. */
    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    private static String id(String json) {
        Matcher id = ID.matcher(json);
        assertThat(id.find()).as(json).isTrue();
        return id.group(1);
    }

    private Process start(int dicomPort, int vigiePort) throws IOException {
        Path config = Files.writeString(
                folder.resolve("orthanc.json"), """
                {"StorageDirectory": "storage", "DicomAet": "ORTHANC", "DicomPort": %d, "HttpPort": %d,
                 "RemoteAccessAllowed": false, "DicomModalities": {"vigie": ["VIGIE", "127.0.0.1", %d]}}
                """.formatted(dicomPort, httpPort, vigiePort), StandardCharsets.UTF_8);
        Process orthanc = new ProcessBuilder(ORTHANC.toString(), config.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("orthanc.log").toFile())
                .start();
        Awaitility.await("Orthanc listens")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> get("/system").contains("Version"));
        return orthanc;
    }
}
