package org.vigie.staging.thresholds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;

/** Reads a threshold set from YAML and names it by the SHA-256 of its bytes. */
public final class ThresholdFile {
    private ThresholdFile() {}

    /** The set of rule NAC-ADC that is in force. */
    public static ThresholdSet current() {
        return named("nac-adc");
    }

    /** The set of that name that is in force: {@code nac-adc}, {@code breast}, {@code ablation}, {@code myeloma}. */
    public static ThresholdSet named(String name) {
        String file = "/thresholds/" + name + "-1.yaml";
        try (InputStream in = ThresholdFile.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + file);
            }
            return parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException if a field is missing, a value is no number or an id stands twice */
    public static ThresholdSet parse(byte[] yaml) {
        Map<String, Threshold> byId = new HashMap<>();
        try {
            for (JsonNode entry : new YAMLMapper().readTree(yaml)) {
                Threshold threshold = new Threshold(
                        text(entry, "id"),
                        number(entry),
                        text(entry, "unit"),
                        text(entry, "inclusive"),
                        text(entry, "tag"),
                        text(entry, "source"));
                if (byId.put(threshold.id(), threshold) != null) {
                    throw new IllegalArgumentException("threshold set: '" + threshold.id() + "' stands twice");
                }
            }
            return new ThresholdSet(HexFormat.of().formatHex(sha256(yaml)), byId);
        } catch (IOException e) {
            throw new IllegalArgumentException("threshold set: not YAML", e);
        }
    }

    private static String text(JsonNode entry, String field) {
        JsonNode value = entry.get(field);
        if (value == null || value.asText().isBlank()) {
            throw new IllegalArgumentException("threshold set: an entry without '" + field + "'");
        }
        return value.asText();
    }

    private static double number(JsonNode entry) {
        JsonNode value = entry.get("value");
        if (value == null || !value.isNumber()) {
            throw new IllegalArgumentException("threshold set: '" + text(entry, "id") + "' has no number as value");
        }
        return value.asDouble();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
