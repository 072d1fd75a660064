package org.vigie.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.diffusion.domain.ReferenceNumbers;
import org.vigie.simulator.domain.Noise;
import org.vigie.store.FileObjectStore;
import org.vigie.store.ObjectStore;

/**
 * Results are keyed by the algorithm's version: a number that changes under the same version would be two results with one
 * name.
 */
class AlgorithmTest {
    /** SHA-256 of the reference results, by version. An entry is added, never edited. */
    private static final Map<String, String> RESULTS =
            Map.of("adc-1.2.0", "3f6b5fd409019344aa056d831ea35c235ec4d683e186ff8ee1d70c5f11b5b4e6");

    @TempDir
    private Path folder;

    @Test
    void noNumberChangesWithoutANewVersion() throws IOException {
        String results = ReferenceNumbers.text() + measured();

        assertThat(sha256(results))
                .as("other numbers than %s gave: raise Algorithm.VERSION and add its hash", Algorithm.VERSION)
                .isEqualTo(RESULTS.get(Algorithm.VERSION));
    }

    /** A noisy study from its files to its statistics. */
    private String measured() throws IOException {
        ObjectStore store = new FileObjectStore(folder.resolve("store"));
        var plan = StudyFixture.plan();
        var noisy = plan.withPhantom(plan.phantom().toBuilder()
                .noise(new Noise(Noise.Model.RICIAN, 40, 7))
                .build());
        StudyMeasured study = new DiffusionPipeline(
                        store,
                        new StudyMeasurer(new TrustedSources(List.of("*")), 1L << 28),
                        Duration.ofMinutes(5),
                        InstantSource.fixed(Instant.parse("2026-11-20T10:02:00Z")))
                .measure(new StudyFixture(store).ready(StudyFixture.files(noisy, folder.resolve("study"))), "ready-1");
        assertThat(study.lesions()).hasSize(2);
        StringBuilder text = new StringBuilder();
        for (LesionAdc lesion : study.lesions()) {
            describe(Json.mapper().valueToTree(lesion.measurements()), "", text);
            describe(Json.mapper().valueToTree(lesion.quality()), "", text);
        }
        return text.toString();
    }

    private static void describe(JsonNode node, String path, StringBuilder text) {
        if (node.isContainerNode()) {
            node.properties().forEach(field -> describe(field.getValue(), path + "." + field.getKey(), text));
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                describe(node.get(i), path + "[" + i + "]", text);
            }
        } else {
            String value = node.isNumber() ? ReferenceNumbers.digits(node.doubleValue()) : node.asText();
            text.append(path).append('=').append(value).append('\n');
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
