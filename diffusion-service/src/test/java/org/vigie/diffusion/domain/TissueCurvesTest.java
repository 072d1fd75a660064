package org.vigie.diffusion.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.diffusion.SharedData;

/** OSIPI TF2.4's curves of fourteen tissues with noise, and what an independent program made of them. */
class TissueCurvesTest {

    @Test
    void everyTissueIsFoundWithinTheErrorsThatNoiseExplains() throws IOException {
        int tissues = 0;
        for (var tissue : generic().properties()) {
            if (tissue.getKey().equals("config")) {
                continue;
            }
            JsonNode truth = tissue.getValue();
            IvimFit.Fitted fit = (IvimFit.Fitted) Ivim.full(b(), signals(tissue.getKey()), ones());
            assertThat(fit.f()).as(tissue.getKey()).isCloseTo(truth.get("f").asDouble(), within(0.00435));
            assertThat(fit.d()).as(tissue.getKey()).isCloseTo(truth.get("D").asDouble(), within(1.105e-5));
            assertThat(fit.dStar())
                    .as(tissue.getKey())
                    .isCloseTo(truth.get("Dp").asDouble(), Percentage.withPercentage(4));
            tissues++;
        }
        assertThat(tissues).isEqualTo(14);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "Bone Marrow, 0.1445, 0.000431, 0.05040",
        "muscle, 0.0997, 0.001371, 0.02615",
        "Liver, 0.1098, 0.001500, 0.09933",
        "spleen, 0.2009, 0.001298, 0.02973",
        "pancreas, 0.1470, 0.001304, 0.01031",
        "Right kydney cortex, 0.0956, 0.002123, 0.02046",
        "spinal cord, 0.1782, 0.000410, 0.02882"
    })
    void nonLinearFitsAgreeWithAnotherProgram(String tissue, double f, double d, double dStar) throws IOException {
        assertThat(Ivim.full(b(), signals(tissue), ones())).isInstanceOfSatisfying(IvimFit.Fitted.class, fit -> {
            assertThat(fit.f()).isCloseTo(f, within(5.1e-5));
            assertThat(fit.d()).isCloseTo(d, within(5.1e-7));
            assertThat(fit.dStar()).isCloseTo(dStar, within(5.1e-6));
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"Bone Marrow, 0.1452, 0.000431", "st wall, 0.2828, 0.001528"})
    void segmentedFitsAgreeWithAnotherProgram(String tissue, double f, double d) throws IOException {
        assertThat(Ivim.segmented(b(), signals(tissue), ones())).isInstanceOfSatisfying(IvimFit.Fitted.class, fit -> {
            assertThat(fit.f()).isCloseTo(f, within(5.1e-5));
            assertThat(fit.d()).isCloseTo(d, within(5.1e-7));
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"Bone Marrow, 0.000541", "muscle, 0.001462", "Liver, 0.001565"})
    void theLogLinearFitOverAllBAgreesWithAnotherProgram(String tissue, double adc) throws IOException {
        assertThat(MonoExponential.ols(b(), signals(tissue)).adc()).isCloseTo(adc, within(5.1e-7));
    }

    private static JsonNode generic() throws IOException {
        Path bundle = SharedData.folder("S10_osipi_ivim");
        return new ObjectMapper()
                .readTree(bundle.resolve("osipi_ivim/tests/IVIMmodels/unit_tests/generic.json")
                        .toFile());
    }

    private static double[] signals(String tissue) throws IOException {
        return numbers(generic().get(tissue).get("data"));
    }

    private static double[] b() throws IOException {
        return numbers(generic().get("config").get("bvalues"));
    }

    private static double[] ones() throws IOException {
        return IntStream.range(0, b().length).mapToDouble(i -> 1).toArray();
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
