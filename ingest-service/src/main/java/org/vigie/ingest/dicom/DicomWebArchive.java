package org.vigie.ingest.dicom;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.ingest.domain.Uids;

/**
 * An archive that speaks QIDO-RS and WADO-RS (PS3.18). The standard puts the PatientID of a query into the address; it is
 * sent to the archive and written down nowhere here.
 */
public final class DicomWebArchive implements Archive {
    private static final int MAX_INSTANCES = 100_000;
    private static final int MAX_ANSWER_BYTES = 4 << 20;

    private final URI root;
    private final @Nullable String authorization;
    private final String sender;
    private final Duration timeout;
    private final StowIntake intake;
    private final HttpClient client;

    /**
     * @param sender who is named as the source of what comes
     * @param tls for an https address; null is Java's own
     */
    public DicomWebArchive(
            URI root,
            @Nullable String authorization,
            String sender,
            Duration timeout,
            @Nullable SSLContext tls,
            StowIntake intake) {
        this.root = root.toString().endsWith("/") ? root : URI.create(root + "/");
        this.authorization = authorization;
        this.sender = sender;
        this.timeout = timeout;
        this.intake = intake;
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(timeout).followRedirects(HttpClient.Redirect.NEVER);
        if (tls != null) {
            builder.sslContext(tls);
        }
        this.client = builder.build();
    }

    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<String> find(Query query) throws IOException, InterruptedException {
        DateTimeFormatter day = DateTimeFormatter.BASIC_ISO_DATE;
        String path = "studies?PatientID=" + encoded(query.patientId())
                + "&StudyDate=" + query.from().format(day) + "-" + query.to().format(day)
                + "&ModalitiesInStudy=" + encoded(query.modality())
                + "&limit=" + (query.limit() + 1);
        HttpResponse<InputStream> answer = get(path, "application/dicom+json");
        try (InputStream body = answer.body()) {
            if (answer.statusCode() == 204) {
                return List.of();
            }
            if (answer.statusCode() != 200) {
                throw new ArchiveException("QIDO-RS answered " + answer.statusCode());
            }
            byte[] json = body.readNBytes(MAX_ANSWER_BYTES + 1);
            if (json.length > MAX_ANSWER_BYTES) {
                throw new ArchiveException("QIDO-RS answered more than " + MAX_ANSWER_BYTES + " bytes");
            }
            return studies(json);
        }
    }

    private static List<String> studies(byte[] json) throws ArchiveException {
        JsonNode answer;
        try {
            answer = Json.mapper().readTree(json);
        } catch (JacksonException e) {
            throw new ArchiveException("QIDO-RS answered no JSON");
        } catch (IOException e) {
            throw new ArchiveException("QIDO-RS answer not readable");
        }
        if (answer == null || !answer.isArray()) {
            throw new ArchiveException("QIDO-RS answered no list");
        }
        List<JsonNode> found = new ArrayList<>();
        answer.forEach(found::add);
        return found.stream()
                .sorted(Comparator.comparing((JsonNode s) -> value(s, "00080020"))
                        .reversed())
                .map(s -> value(s, "0020000D"))
                .filter(Uids::isValid)
                .distinct()
                .toList();
    }

    private static String value(JsonNode study, String tag) {
        return study.path(tag).path("Value").path(0).asText("");
    }

    @Override
    public Fetched fetch(String studyUid, String patientKey) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer =
                get("studies/" + studyUid, "multipart/related; type=\"application/dicom\"; transfer-syntax=*");
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new ArchiveException("WADO-RS answered " + answer.statusCode());
            }
            String type = answer.headers().firstValue("Content-Type").orElse("");
            if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/related")) {
                throw new ArchiveException("WADO-RS answered no multipart/related");
            }
            List<StowResult> results = MultipartFiles.each(
                    body,
                    type,
                    MAX_INSTANCES,
                    part -> intake.take(part, new StowIntake.Expected(sender, studyUid, patientKey)),
                    () -> new StowResult.Failed(null, null, StowResult.CANNOT_UNDERSTAND, "no application/dicom"));
            int stored = (int)
                    results.stream().filter(StowResult.Stored.class::isInstance).count();
            return new Fetched(stored, results.size() - stored);
        }
    }

    private HttpResponse<InputStream> get(String path, String accept) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(root.resolve(path)).timeout(timeout).header("Accept", accept);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            // The library's texts may hold the address, and with it the PatientID.
            throw new ArchiveException("no answer: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
