package org.vigie.diffusion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.diffusion.SharedData;

/** Numbers that came with public data or were computed from them independently; units 10^-6 mm2/s. */
class SharedPhantomsTest {
    private static final String S01 = "S01_mrbias_diffusion_session1";

    @ParameterizedTest(name = "vial {0}")
    @CsvSource({
        "1, 62, 62, 12, 1123.56, 1120.89",
        "2, 78, 73, 12, 1140.05, 1137.56",
        "3, 79, 52, 12, 132.68, 130.96",
        "4, 63, 42, 12, 228.53, 227.44",
        "5, 44, 52, 12, 414.08, 412.89",
        "6, 44, 72, 12, 609.23, 608.04",
        "7, 61, 82, 12, 845.71, 843.93",
        "8, 97, 62, 12, 118.44, 116.67",
        "9, 79, 32, 12, 238.58, 237.26",
        "10, 45, 30, 12, 414.23, 413.15",
        "11, 27, 60, 12, 616.23, 615.04",
        "12, 45, 91, 12, 865.87, 864.22",
        "13, 78, 92, 12, 1184.35, 1181.59"
    })
    void everyVialOfTheDiffusionPhantom(int vial, int column, int row, int slice, double logLinear, double scanner)
            throws IOException {
        JsonNode report =
                measure(S01, "--roi", "box:" + column + "," + row + "," + slice + ",3", "--b", "0,500,1000,1500,2000");

        JsonNode series = report.get("series").get(0);
        assertThat(series.get("variant").asText()).isEqualTo("custom");
        assertThat(series.get("alertable").asBoolean()).isFalse();
        assertThat(series.get("units").asText()).isEqualTo("mm2/s");
        JsonNode roi = series.get("rois").get(0);
        assertThat(roi.get("n").asInt()).isEqualTo(27);
        double measured = roi.get("logLinearOfMean").asDouble() * 1e6;
        assertThat(measured).as("vial " + vial).isCloseTo(logLinear, Percentage.withPercentage(0.1));
        assertThat(measured).isCloseTo(scanner, Percentage.withPercentage(1.6));
        for (String method : List.of("ols", "wls", "nlls")) {
            assertThat(roi.get("methods").get(method).get("raw").get("mean").asDouble() * 1e6)
                    .as(method)
                    .isCloseTo(logLinear, Percentage.withPercentage(3));
        }
    }

    @Test
    void withoutValuesAskedForTheVariantsOfTheRulesApply() throws IOException {
        JsonNode report = measure(S01, "--roi", "box:62,62,12,3");

        assertThat(report.get("series")).hasSize(3);
        JsonNode standard = report.get("series").get(0);
        assertThat(standard.get("variant").asText()).isEqualTo("ADC_STD");
        assertThat(standard.get("alertable").asBoolean()).isTrue();
        assertThat(standard.get("method").asText()).isEqualTo("nlls");
        assertThat(standard.get("b").toString()).isEqualTo("[0.0,500.0,1000.0]");
        assertThat(standard.get("series").toString()).isEqualTo("[3001,3002,3003,3004,3005]");
        JsonNode perfusion = report.get("series").get(1);
        assertThat(perfusion.get("variant").asText()).isEqualTo("ADC_PI");
        assertThat(perfusion.get("reasons").toString()).isEqualTo("[\"B_VALUES_INADEQUATE\"]");
        assertThat(report.get("skipped")).anyMatch(f -> f.asText().endsWith("README.md"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "S03_xa61_enhanced_phantom|above:b0>300,b2000>5|0,2000|0|10702|10702|1924.20|1917.58|138.73",
                "S03_xa61_enhanced_phantom|above:b0>3894.4,dirs>0|0,2000|1|10631|10631|1258.15|1254.20|135.64",
                "S04_uih_mosaic|above:b0>141.9|1.25194,928.28856|0|20916|20852|1096.49|867.63|561.82",
                "S06_philips_classic_4slices|above:b0>200,dirs>0|0,1000|0|18930|18916|1113.43|745.44|718.47",
                "S07_canon_enhanced|above:b0>256.2,dirs>0|0,1500|0|51616|51607|899.61|805.30|316.54"
            })
    void volumesOfEveryVendor(
            String bundle, String roi, String b, int index, int n, int valid, double mean, double median, double sd)
            throws IOException {
        JsonNode measured = measure(bundle, "--roi", roi, "--b", b)
                .get("series")
                .get(index)
                .get("rois")
                .get(0);

        assertThat(measured.get("n").asInt()).isEqualTo(n);
        assertThat(measured.get("nValid").asInt()).isEqualTo(valid);
        assertThat(measured.get("raw").get("mean").asDouble() * 1e6).isCloseTo(mean, within(0.011));
        assertThat(measured.get("raw").get("median").asDouble() * 1e6).isCloseTo(median, within(0.011));
        assertThat(measured.get("raw").get("sd").asDouble() * 1e6).isCloseTo(sd, within(0.03));
    }

    @Test
    void nominalValuesOfUihAreAChoiceThatIsRecorded() throws IOException {
        JsonNode effective = measure("S04_uih_mosaic", "--roi", "above:b0>141.9")
                .get("series")
                .get(0);
        JsonNode nominal = measure("S04_uih_mosaic", "--roi", "above:b0>141.9", "--nominal-b")
                .get("series")
                .get(0);

        double ratio = nominal.get("rois").get(0).get("raw").get("mean").asDouble()
                / effective.get("rois").get(0).get("raw").get("mean").asDouble();
        assertThat(ratio).isCloseTo(0.92704, within(1e-5));
        assertThat(nominal.get("flags").toString()).isEqualTo("[\"nominal-b\"]");
        assertThat(effective.get("flags").toString()).isEqualTo("[]");
    }

    @Test
    void identicalImagesGiveAReasonAndNoNumber() throws IOException {
        JsonNode roi = measure("S05_ge_headers", "--roi", "above:b0>0")
                .get("series")
                .get(0)
                .get("rois")
                .get(0);

        assertThat(roi.get("raw").get("mean").asDouble()).isZero();
        assertThat(roi.has("valid")).isFalse();
        assertThat(roi.get("nValid").asInt()).isZero();
        assertThat(roi.get("reasons").toString()).isEqualTo("[\"NON_PHYSICAL\",\"ROI_TOO_SMALL\"]");
    }

    @Test
    void wrongUsageIsTold() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int exit = Measure.run(new PrintWriter(out), new PrintWriter(err), ".", "--roi", "box:1,2");

        assertThat(exit).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("--roi: not understood");
    }

    private static JsonNode measure(String bundle, String... options) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(SharedData.folder(bundle).toString(), "--json"));
        arguments.addAll(List.of(options));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Measure.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(exit).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }
}
