package org.vigie.diffusion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.vigie.diffusion.SharedData;

/** Every number of the public data that {@code measure} is held to, in one table: expected, got. */
class SharedNumbersTest {
    private final List<String> table = new ArrayList<>();
    private int wrong;

    @Test
    void everySharedNumberComesOut() throws IOException {
        vials();
        volumes();
        nothing();
        tissues();
        firstOrder();
        System.out.println("| data | number | expected | got | tolerance | |\n|---|---|---|---|---|---|");
        table.forEach(System.out::println);
        assertThat(wrong).as("rows beyond their tolerance").isZero();
        assertThat(table).hasSize(13 + 5 * 5 + 1 + 3 + 14 * 3 + 18);
    }

    private void vials() throws IOException {
        String[] rows = {
            "62,62 1123.56", "78,73 1140.05", "79,52 132.68", "63,42 228.53", "44,52 414.08", "44,72 609.23",
            "61,82 845.71", "97,62 118.44", "79,32 238.58", "45,30 414.23", "27,60 616.23", "45,91 865.87",
            "78,92 1184.35"
        };
        String folder = SharedData.folder("S01_mrbias_diffusion_session1").toString();
        for (int i = 0; i < rows.length; i++) {
            List<String> row = List.of(rows[i].split(" ", -1));
            JsonNode roi = roi(folder, 0, "--roi", "box:" + row.get(0) + ",12,3", "--b", "0,500,1000,1500,2000");
            double expected = Double.parseDouble(row.get(1));
            add(
                    "S01",
                    "vial " + (i + 1) + " logLinearOfMean",
                    expected,
                    micro(roi.get("logLinearOfMean")),
                    1e-3 * expected);
        }
    }

    private void volumes() throws IOException {
        volume(
                "S03_xa61_enhanced_phantom",
                "above:b0>300,b2000>5",
                "0,2000",
                0,
                10702,
                10702,
                1924.20,
                1917.58,
                138.73);
        volume(
                "S03_xa61_enhanced_phantom",
                "above:b0>3894.4,dirs>0",
                "0,2000",
                1,
                10631,
                10631,
                1258.15,
                1254.20,
                135.64);
        volume("S04_uih_mosaic", "above:b0>141.9", "1.25194,928.28856", 0, 20916, 20852, 1096.49, 867.63, 561.82);
        volume(
                "S06_philips_classic_4slices",
                "above:b0>200,dirs>0",
                "0,1000",
                0,
                18930,
                18916,
                1113.43,
                745.44,
                718.47);
        volume("S07_canon_enhanced", "above:b0>256.2,dirs>0", "0,1500", 0, 51616, 51607, 899.61, 805.30, 316.54);
        String uih = SharedData.folder("S04_uih_mosaic").toString();
        double effective =
                roi(uih, 0, "--roi", "above:b0>141.9").get("raw").get("mean").asDouble();
        double nominal = roi(uih, 0, "--roi", "above:b0>141.9", "--nominal-b")
                .get("raw")
                .get("mean")
                .asDouble();
        add("S04", "mean with nominal b over mean with actual b", 0.92704, nominal / effective, 1e-5);
    }

    private void volume(
            String bundle, String region, String b, int at, int n, int valid, double mean, double median, double sd)
            throws IOException {
        JsonNode roi = roi(SharedData.folder(bundle).toString(), at, "--roi", region, "--b", b);
        String data = bundle.substring(0, 3) + (at > 0 ? " second" : "");
        add(data, "voxels", n, roi.get("n").asInt(), 0);
        add(data, "valid voxels", valid, roi.get("nValid").asInt(), 0);
        add(data, "raw mean", mean, micro(roi.get("raw").get("mean")), 1e-3 * mean);
        add(data, "raw median", median, micro(roi.get("raw").get("median")), 1e-3 * median);
        add(data, "raw SD", sd, micro(roi.get("raw").get("sd")), 1e-3 * sd);
    }

    private void nothing() throws IOException {
        JsonNode roi = roi(SharedData.folder("S05_ge_headers").toString(), 0, "--roi", "above:b0>0");
        add("S05", "raw mean", 0, micro(roi.get("raw").get("mean")), 0);
        add("S05", "valid voxels", 0, roi.get("nValid").asInt(), 0);
        add("S05", "numbers in 'valid'", 0, roi.has("valid") ? 1 : 0, 0);
    }

    private void tissues() throws IOException {
        Path file = SharedData.folder("S10_osipi_ivim").resolve("osipi_ivim/tests/IVIMmodels/unit_tests/generic.json");
        for (JsonNode curve : MeasureRun.json(file.toString()).get("signals")) {
            JsonNode values = curve.get("fits").get("ivim").get("values");
            JsonNode truth = curve.get("stated");
            String name = curve.get("name").asText();
            add("S10", name + " f", truth.get("f").asDouble(), values.get("f").asDouble(), 0.00435);
            add("S10", name + " D", truth.get("D").asDouble(), values.get("d").asDouble(), 1.105e-5);
            double fast = truth.get("Dp").asDouble();
            add("S10", name + " D*", fast, values.get("dStar").asDouble(), 0.04 * fast);
        }
    }

    private void firstOrder() throws IOException {
        Path data = SharedData.folder("S17_pyradiomics_breast1").resolve("pyradiomics/data");
        JsonNode features = MeasureRun.json(
                        data.resolve("breast1_image.nrrd").toString(),
                        "--roi",
                        data.resolve("breast1_label.nrrd").toString(),
                        "--shift",
                        "2000")
                .get("firstOrder")
                .get(0)
                .get("features");
        List<String> lines = Files.readAllLines(data.resolve("baseline/baseline_firstorder.csv"));
        int at = List.of(lines.getFirst().split(",", -1)).indexOf("breast1");
        for (String line : lines) {
            if (line.startsWith("original_firstorder_")) {
                List<String> cells = List.of(line.split(",", -1));
                String feature = cells.getFirst().substring("original_firstorder_".length());
                double expected = Double.parseDouble(cells.get(at));
                add(
                        "S17",
                        feature,
                        expected,
                        features.get(feature).asDouble(),
                        1e-12 * Math.max(1, Math.abs(expected)));
            }
        }
    }

    private static JsonNode roi(String folder, int series, String... options) throws IOException {
        return MeasureRun.json(folder, options)
                .get("series")
                .get(series)
                .get("rois")
                .get(0);
    }

    private static double micro(JsonNode value) {
        return value.asDouble() * 1e6;
    }

    private void add(String data, String number, double expected, double got, double tolerance) {
        boolean right = Math.abs(got - expected) <= tolerance;
        wrong += right ? 0 : 1;
        table.add(String.format(
                Locale.ROOT,
                "| %s | %s | %.9g | %.9g | %.3g | %s |",
                data,
                number,
                expected,
                got,
                tolerance,
                right ? "ok" : "WRONG"));
    }
}
