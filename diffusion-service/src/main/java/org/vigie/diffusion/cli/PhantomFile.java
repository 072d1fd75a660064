package org.vigie.diffusion.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.diffusion.domain.phantom.PhantomDefinition;

/** A phantom in YAML: a name known here, or a file. The form is explained in {@code phantoms/qiba-pvp.yaml}. */
record PhantomFile(
        @Nullable String name,
        @Nullable String source,
        @Nullable Double temperatureC,
        @Nullable Integer edge,
        @Nullable Map<String, Map<Double, Double>> references,
        @Nullable List<Vial> vials,
        PhantomDefinition.@Nullable Limits limits) {
    private static final double UNIT = 1e-6;
    private static final PhantomDefinition.Limits LIMITS = new PhantomDefinition.Limits(3.6, 0.90, 0.5);

    record Vial(
            String name,
            String content,
            @Nullable List<Integer> voxel,
            @Nullable List<Double> layoutMm,
            boolean judged) {}

    /**
     * @throws IllegalArgumentException naming what is wrong with it
     * @throws IOException if the file cannot be read
     */
    static PhantomDefinition read(String nameOrFile) throws IOException {
        Path file = Path.of(nameOrFile);
        if (Files.isRegularFile(file)) {
            return parse(Files.readAllBytes(file));
        }
        try (InputStream known = nameOrFile.matches("[a-z0-9-]+")
                ? PhantomFile.class.getResourceAsStream("/phantoms/" + nameOrFile + ".yaml")
                : null) {
            if (known == null) {
                throw new IllegalArgumentException("phantom: neither a file nor a known name: " + nameOrFile);
            }
            return parse(known.readAllBytes());
        }
    }

    private static PhantomDefinition parse(byte[] yaml) throws IOException {
        try {
            YAMLMapper mapper = YAMLMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();
            return mapper.readValue(yaml, PhantomFile.class).definition();
        } catch (ValueInstantiationException e) {
            throw new IllegalArgumentException(
                    e.getCause() == null ? "phantom" : e.getCause().getMessage(), e);
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException("phantom: not understood: " + e.getPathReference(), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("phantom: not YAML: " + e.getOriginalMessage(), e);
        }
    }

    private PhantomDefinition definition() {
        Map<String, Map<Double, Double>> tables = new LinkedHashMap<>();
        need(references, "references")
                .forEach((content, table) -> tables.put(
                        content,
                        table.entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue() * UNIT))));
        return new PhantomDefinition(
                need(name, "name"),
                need(source, "source"),
                need(temperatureC, "temperatureC"),
                tables,
                need(vials, "vials").stream()
                        .map(v -> new PhantomDefinition.Vial(
                                need(v.name(), "vials.name"),
                                need(v.content(), "vials." + v.name() + ".content"),
                                v.voxel(),
                                v.layoutMm(),
                                v.judged()))
                        .toList(),
                edge == null ? 3 : edge,
                limits == null ? LIMITS : limits);
    }

    private static <T> T need(@Nullable T value, String key) {
        if (value == null) {
            throw new IllegalArgumentException("phantom: " + key + ": missing");
        }
        return value;
    }
}
