package org.vigie.diffusion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.diffusion.SharedData;

/** Curves and first-order tables of public data through the command line. */
class SharedCurvesTest {

    @Test
    void aFolderOfSignalFilesIsFittedCurveByCurve() throws IOException {
        JsonNode report = MeasureRun.json(SharedData.folder("S10_osipi_ivim").toString());

        List<JsonNode> tissues = new ArrayList<>();
        report.get("signals").forEach(curve -> {
            if (curve.get("file").asText().endsWith("generic.json")) {
                tissues.add(curve);
            }
        });
        assertThat(tissues).hasSize(14);
        for (JsonNode tissue : tissues) {
            JsonNode values = tissue.get("fits").get("ivim").get("values");
            JsonNode truth = tissue.get("stated");
            String name = tissue.get("name").asText();
            assertThat(values.get("f").asDouble())
                    .as(name)
                    .isCloseTo(truth.get("f").asDouble(), within(0.00435));
            assertThat(values.get("d").asDouble())
                    .as(name)
                    .isCloseTo(truth.get("D").asDouble(), within(1.105e-5));
            assertThat(values.get("dStar").asDouble())
                    .as(name)
                    .isCloseTo(truth.get("Dp").asDouble(), Percentage.withPercentage(4));
        }
        assertThat(report.get("series")).isEmpty();
        assertThat(report.get("skipped")).noneMatch(f -> f.asText().endsWith("generic.json"));
    }

    @Test
    void everyModelAnswersForOneCurve(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("curves.json");
        Files.writeString(file, """
                {"mono": {"data": [100, 36.787944117144235, 60.653065971263345], "bvalues": [0, 1000, 500]},
                 "wrong": {"data": [1, 2]},
                 "dark": {"data": [1, 0, 0.5]},
                 "config": {"bvalues": [0, 500, 1000]}}
                """);

        JsonNode report = MeasureRun.json(file.toString());

        JsonNode mono = report.get("signals").get(0);
        assertThat(mono.get("fits").get("nlls").get("values").get("adc").asDouble())
                .isCloseTo(1e-3, within(1e-12));
        assertThat(mono.get("fits").get("two-point").get("b").toString()).isEqualTo("[0.0,1000.0]");
        assertThat(mono.get("fits").get("ivim").get("reasons").toString()).isEqualTo("[\"B_VALUES_INADEQUATE\"]");
        assertThat(mono.get("fits").get("ivim").get("values")).isEmpty();
        assertThat(mono.get("flags").toString()).isEqualTo("[\"noise-unknown\"]");
        assertThat(report.get("signals").get(1).get("reasons").toString())
                .isEqualTo("[\"INVALID_VALUE(data: as many as bvalues)\"]");
        assertThat(report.get("signals").get(2).get("reasons").toString())
                .isEqualTo("[\"INVALID_VALUE(data: every b zero or more, every signal above zero)\"]");
    }

    @Test
    void aFileWithoutCurvesIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("other.json");
        Files.writeString(file, "{\"a\": 1}");

        assertThat(MeasureRun.refused("--signals", file.toString())).contains("no curves");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"breast1, 2000", "breast1_resegmentation, 0"})
    void theFirstOrderTableOfPyradiomicsComesOut(String column, double shift) throws IOException {
        Path data = SharedData.folder("S17_pyradiomics_breast1").resolve("pyradiomics/data");
        List<String> lines = Files.readAllLines(data.resolve("baseline/baseline_firstorder.csv"));
        int at = List.of(lines.getFirst().split(",", -1)).indexOf(column);

        JsonNode table = MeasureRun.json(
                        data.resolve("breast1_image.nrrd").toString(),
                        "--roi",
                        data.resolve("breast1_label.nrrd").toString(),
                        "--bin-width",
                        "25",
                        "--shift",
                        String.valueOf(shift))
                .get("firstOrder")
                .get(0);

        assertThat(table.get("n").asInt()).isEqualTo(143);
        int compared = 0;
        for (String line : lines) {
            if (line.startsWith("original_firstorder_")) {
                String[] cells = line.split(",", -1);
                String feature = cells[0].substring("original_firstorder_".length());
                double expected = Double.parseDouble(cells[at]);
                assertThat(table.get("features").get(feature).asDouble())
                        .as(feature)
                        .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(18);
    }

    @Test
    void aModelOverARegionGivesItsParametersAndNoAdc() throws IOException {
        JsonNode series = MeasureRun.json(
                        SharedData.folder("S01_mrbias_diffusion_session1").toString(),
                        "--roi",
                        "box:62,62,12,3",
                        "--method",
                        "kurtosis")
                .get("series")
                .get(0);

        assertThat(series.get("method").asText()).isEqualTo("kurtosis");
        assertThat(series.get("alertable").asBoolean()).isFalse();
        JsonNode roi = series.get("rois").get(0);
        assertThat(roi.has("raw")).isFalse();
        assertThat(roi.get("parameters").get("dK").get("units").asText()).isEqualTo("mm2/s");
        // Water at 0 °C has no kurtosis: D is its ADC (1109e-6 by NIST, +1.3 % on this scanner).
        assertThat(roi.get("parameters").get("dK").get("ofMean").asDouble() * 1e6)
                .isCloseTo(1123, within(25.0));
        assertThat(roi.get("parameters").get("k").get("ofMean").asDouble()).isCloseTo(0, within(0.05));
    }

    @Test
    void aModelWhoseBValuesAreNotThereSaysSo() throws IOException {
        JsonNode roi = MeasureRun.json(
                        SharedData.folder("S01_mrbias_diffusion_session1").toString(),
                        "--roi",
                        "box:62,62,12,3",
                        "--method",
                        "ivim")
                .get("series")
                .get(0)
                .get("rois")
                .get(0);

        assertThat(roi.get("reasons").toString()).isEqualTo("[\"B_VALUES_INADEQUATE\"]");
        assertThat(roi.get("parameters")).isEmpty();
    }
}
