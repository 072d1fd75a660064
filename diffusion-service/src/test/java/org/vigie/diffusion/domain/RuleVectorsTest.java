package org.vigie.diffusion.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Json;
import org.vigie.contract.imaging.AdcMeasurement.Statistics;

/** The vectors of clinical rules 1.6, from the one table all services share. */
class RuleVectorsTest {
    private static final Percentage ONE_IN_A_MILLION = Percentage.withPercentage(1e-4);

    @Test
    void everyVectorOfTheTableHolds() throws IOException {
        List<String> executed = new ArrayList<>();
        for (JsonNode vector : table().get("vectors")) {
            String id = vector.get("id").asText();
            switch (vector.get("kind").asText()) {
                case "fit" -> fit(id, vector);
                case "ivim" -> ivim(id, vector);
                case "kurtosis" -> kurtosis(id, vector);
                case "statistics" -> statistics(id, vector);
                case "voxel" -> voxel(id, vector);
                default -> throw new AssertionError("unknown kind of vector " + id);
            }
            executed.add(id);
        }
        System.out.println("vectors executed: " + executed.size() + " (" + String.join(", ", executed) + ")");
        assertThat(executed).contains("D-1", "D-2", "D-3", "D-4", "D-5", "D-6", "D-7", "D-8", "D-9", "D-10");
    }

    private static void fit(String id, JsonNode vector) {
        List<Double> allB = list(vector.get("b"));
        List<Double> allS = list(vector.get("s"));
        List<Integer> used = vector.has("variant")
                ? Variant.valueOf(vector.get("variant").asText()).select(allB).indices()
                : IntStream.range(0, allB.size()).boxed().toList();
        double[] b = used.stream().mapToDouble(allB::get).toArray();
        double[] s = used.stream().mapToDouble(allS::get).toArray();
        double[] averages = used.stream().mapToDouble(i -> 1).toArray();
        vector.get("expected").properties().forEach(expected -> {
            FitMethod method = FitMethod.of(expected.getKey()).orElseThrow();
            Fit fit = MonoExponential.fit(method, b, s, averages);
            assertThat(fit.adcOrNaN())
                    .as(id + " " + method)
                    .isCloseTo(expected.getValue().get("adc").asDouble(), ONE_IN_A_MILLION);
            if (expected.getValue().has("s0")) {
                assertThat(fit)
                        .isInstanceOfSatisfying(
                                Fit.Fitted.class,
                                f -> assertThat(f.s0())
                                        .as(id + " " + method)
                                        .isCloseTo(expected.getValue().get("s0").asDouble(), ONE_IN_A_MILLION));
            }
            assertThat(VoxelStatus.of(b, s, OptionalDouble.empty(), fit.adcOrNaN())
                            .id())
                    .as(id)
                    .isEqualTo(vector.get("status").asText());
        });
    }

    private static void ivim(String id, JsonNode vector) {
        double[] b = list(vector.get("b")).stream().mapToDouble(v -> v).toArray();
        double[] s = list(vector.get("s")).stream().mapToDouble(v -> v).toArray();
        Percentage tolerance =
                Percentage.withPercentage(100 * vector.get("relativeTolerance").asDouble());
        double[] averages = ones(b.length);
        vector.get("expected").properties().forEach(expected -> {
            IvimFit fit = expected.getKey().equals("ivim") ? Ivim.full(b, s, averages) : Ivim.segmented(b, s, averages);
            String name = id + " " + expected.getKey();
            JsonNode values = expected.getValue();
            assertThat(fit).as(name).isInstanceOfSatisfying(IvimFit.Fitted.class, ivim -> {
                assertThat(ivim.d()).as(name).isCloseTo(values.get("d").asDouble(), tolerance);
                if (values.has("f")) {
                    assertThat(ivim.f()).as(name).isCloseTo(values.get("f").asDouble(), tolerance);
                    assertThat(ivim.dStar())
                            .as(name)
                            .isCloseTo(values.get("dStar").asDouble(), tolerance);
                } else {
                    assertThat(ivim.f())
                            .as(name)
                            .isBetween(0.0, values.get("fBelow").asDouble());
                }
                assertThat(ivim.dStarIsInterpretable())
                        .as(name)
                        .isEqualTo(values.get("dStarInterpretable").asBoolean());
            });
        });
    }

    private static void kurtosis(String id, JsonNode vector) {
        double[] b = list(vector.get("b")).stream().mapToDouble(v -> v).toArray();
        double[] s = list(vector.get("s")).stream().mapToDouble(v -> v).toArray();
        Percentage tolerance =
                Percentage.withPercentage(100 * vector.get("relativeTolerance").asDouble());
        JsonNode expected = vector.get("expected").get("kurtosis");
        assertThat(Kurtosis.fit(b, s, ones(b.length))).as(id).isInstanceOfSatisfying(KurtosisFit.Fitted.class, fit -> {
            assertThat(fit.dK()).isCloseTo(expected.get("dK").asDouble(), tolerance);
            assertThat(fit.k()).isCloseTo(expected.get("k").asDouble(), tolerance);
        });
    }

    private static double[] ones(int n) {
        return IntStream.range(0, n).mapToDouble(i -> 1).toArray();
    }

    private static void statistics(String id, JsonNode vector) {
        double[] values =
                list(vector.get("values")).stream().mapToDouble(v -> v).toArray();
        Statistics statistics = RegionStatistics.of(values).orElseThrow();
        JsonNode computed = Json.mapper().valueToTree(statistics);
        vector.get("expectedStatistics")
                .properties()
                .forEach(expected -> assertThat(computed.get(expected.getKey()).asDouble())
                        .as(id + " " + expected.getKey())
                        .isCloseTo(expected.getValue().asDouble(), within(5e-7)));
    }

    private static void voxel(String id, JsonNode vector) {
        double[] b = list(vector.get("b")).stream().mapToDouble(v -> v).toArray();
        double[] s = list(vector.get("s")).stream().mapToDouble(v -> v).toArray();
        double[] averages = IntStream.range(0, b.length).mapToDouble(i -> 1).toArray();
        double adc = MonoExponential.fit(FitMethod.NLLS, b, s, averages).adcOrNaN();
        OptionalDouble sigma = OptionalDouble.of(vector.get("sigma").asDouble());
        assertThat(VoxelStatus.of(b, s, sigma, adc).id())
                .as(id)
                .isEqualTo(vector.get("status").asText());
    }

    private static List<Double> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asDouble)
                .toList();
    }

    private static JsonNode table() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                RuleVectorsTest.class.getResourceAsStream("/vectors/diffusion.json"),
                "the table is in vigie-contract")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
