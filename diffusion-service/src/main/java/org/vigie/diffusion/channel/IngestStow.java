package org.vigie.diffusion.channel;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** Sends an object of ours to ingest by STOW-RS, so that it becomes part of its study as any other. */
public final class IngestStow {
    private static final String BOUNDARY = "vigie-7d1c1e0e3b5a4c0d";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI studies;
    private final String authorization;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    /** @param ingest address of the ingest service */
    public IngestStow(URI ingest, String password) {
        this.studies = ingest.resolve("/dicom-web/studies");
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString(("vigie:" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** What became of the object. */
    public sealed interface Result {
        /** It survives a power cut. */
        record Stored() implements Result {}

        /** @param status HTTP status; 0 if ingest did not answer: then it may or may not be stored */
        record Refused(int status) implements Result {}
    }

    /** @param file DICOM part 10; sending it again stores it once */
    public Result send(byte[] file) {
        HttpRequest request = HttpRequest.newBuilder(studies)
                .timeout(TIMEOUT)
                .header("Authorization", authorization)
                .header("Accept", "application/dicom+json")
                .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=\"" + BOUNDARY + "\"")
                .POST(BodyPublishers.ofByteArrays(List.of(
                        ascii("--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n"),
                        file,
                        ascii("\r\n--" + BOUNDARY + "--\r\n"))))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200 ? new Result.Stored() : new Result.Refused(status);
        } catch (IOException away) {
            return new Result.Refused(0);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Result.Refused(0);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
