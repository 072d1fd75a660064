package org.vigie.diffusion.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;

/**
 * Curves as JSON: {@code {"NAME": {"data": [signals], "noise": SD, anything else a number}, …, "config": {"bvalues":
 * [s/mm2]}}}, the form of OSIPI TF2.4's test data; an entry may state its own {@code bvalues}.
 *
 * @param label of the file in the report
 */
record SignalFile(String label, List<Curve> curves) {

    /**
     * @param b s/mm2, as many as signals unless the file is wrong; in the order of the file
     * @param sigma noise SD, null where the file states none
     * @param stated other numbers of the entry, by name
     */
    record Curve(
            String name,
            List<Double> b,
            List<Double> signals,
            @Nullable Double sigma,
            Map<String, Double> stated) {}

    /** Empty if the file is no such file. */
    static Optional<SignalFile> read(Path file, String label) throws IOException {
        if (!file.getFileName().toString().endsWith(".json")) {
            return Optional.empty();
        }
        JsonNode root;
        try {
            root = Json.mapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        if (root == null || !root.isObject()) {
            return Optional.empty();
        }
        List<Double> common = numbers(root.path("config").path("bvalues"));
        List<Curve> curves = new ArrayList<>();
        root.properties().forEach(entry -> {
            JsonNode own = entry.getValue().path("bvalues");
            List<Double> b = own.isArray() ? numbers(own) : common;
            if (entry.getValue().path("data").isArray() && !b.isEmpty()) {
                curves.add(curve(entry.getKey(), b, entry.getValue()));
            }
        });
        return curves.isEmpty() ? Optional.empty() : Optional.of(new SignalFile(label, curves));
    }

    private static Curve curve(String name, List<Double> b, JsonNode entry) {
        Map<String, Double> stated = new LinkedHashMap<>();
        entry.properties().forEach(field -> {
            if (field.getValue().isNumber() && !field.getKey().equals("noise")) {
                stated.put(field.getKey(), field.getValue().asDouble());
            }
        });
        JsonNode noise = entry.path("noise");
        return new Curve(name, b, numbers(entry.path("data")), noise.isNumber() ? noise.asDouble() : null, stated);
    }

    private static List<Double> numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(v -> v.isNumber() ? v.asDouble() : Double.NaN)
                .toList();
    }
}
