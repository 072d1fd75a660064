package org.vigie.diffusion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes that are no DICOM: what a label means is certain, or nothing is measured. */
class RasterMeasurementTest {
    private static final String PLACE = "(2,0,0) (0,2,0) (0,0,4)|(0,0,0)";

    @TempDir
    private Path folder;

    @Test
    void valuesThatAreNoNumbersAreNotCountedAndTold() throws IOException {
        JsonNode table = table(
                volume("image.nrrd", PLACE, 1, 2, Float.NaN, 3, Float.POSITIVE_INFINITY, 10, 20, 30),
                volume("label.nrrd", PLACE, 1, 1, 1, 1, 1, 0, 0, 0),
                0);

        assertThat(table.get("n").asInt()).isEqualTo(3);
        assertThat(table.get("features").get("Mean").asDouble()).isCloseTo(2, within(1e-12));
        assertThat(table.get("flags").toString()).isEqualTo("[\"not-finite-excluded(2)\"]");
    }

    /** The same matrix and the same corner, and other voxels all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(0,2,0) (2,0,0) (0,0,4)|(0,0,0)",
                "(2.2,0,0) (0,2,0) (0,0,4)|(0,0,0)",
                "(2,0,0) (0,2,0) (0,0,5)|(0,0,0)",
                "(2,0,0) (0,2,0) (0,0,4)|(0.5,0,0)"
            })
    void aLabelThatLiesOtherwiseIsRefused(String place) throws IOException {
        JsonNode table = table(
                volume("image.nrrd", PLACE, 1, 2, 3, 4, 5, 6, 7, 8),
                volume("label.nrrd", place, 1, 1, 0, 0, 0, 0, 0, 0),
                0);

        assertThat(table.get("reasons").toString()).isEqualTo("[\"INVALID_VALUE(roi: grid of the image)\"]");
        assertThat(table.get("features")).isEmpty();
    }

    @Test
    void anImageThatEndsEarlyIsNoResult() throws IOException {
        Path image = volume("image.nrrd", PLACE, 1, 2, 3, 4, 5, 6, 7, 8);
        byte[] whole = Files.readAllBytes(image);
        Files.write(image, java.util.Arrays.copyOf(whole, whole.length - 5));

        JsonNode table = table(image, volume("label.nrrd", PLACE, 1, 1, 0, 0, 0, 0, 0, 0), 1);

        assertThat(table.get("reasons").toString()).isEqualTo("[\"INVALID_VALUE(image)\"]");
    }

    private static JsonNode table(Path image, Path label, int exit) throws IOException {
        StringWriter out = new StringWriter();
        int code = Measure.run(
                new PrintWriter(out),
                new PrintWriter(new StringWriter()),
                image.toString(),
                "--roi",
                label.toString(),
                "--json");
        assertThat(code).isEqualTo(exit);
        return new ObjectMapper().readTree(out.toString()).get("firstOrder").get(0);
    }

    /** Two by two by two voxels. */
    private Path volume(String name, String place, float... values) throws IOException {
        int cut = place.indexOf('|');
        String header = """
                NRRD0004
                type: float
                dimension: 3
                space: left-posterior-superior
                sizes: 2 2 2
                space directions: %s
                endian: little
                encoding: raw
                space origin: %s

                """.formatted(place.substring(0, cut), place.substring(cut + 1));
        byte[] head = header.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(head.length + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(head);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return Files.write(folder.resolve(name), bytes.array());
    }
}
