package org.vigie.mr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vigie.mr.BValue.Directionality;
import org.vigie.mr.BValue.Source;

class KindFactsTest {
    private static final String MR = "1.2.840.10008.5.1.4.1.1.4";

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.argumentSet(
                        "Siemens trace", type("DERIVED", "PRIMARY", "DIFFUSION", "TRACEW"), SeriesKind.TRACEW),
                Arguments.argumentSet(
                        "Siemens map", type("DERIVED", "PRIMARY", "DIFFUSION", "ADC"), SeriesKind.ADC_MAP),
                Arguments.argumentSet(
                        "Siemens direction", type("ORIGINAL", "PRIMARY", "DIFFUSION", "NONE"), SeriesKind.DWI),
                Arguments.argumentSet(
                        "computed b-value",
                        type("DERIVED", "PRIMARY", "DIFFUSION", "CALC_BVALUE"),
                        SeriesKind.OTHER_MR),
                Arguments.argumentSet(
                        "fractional anisotropy", type("DERIVED", "PRIMARY", "DIFFUSION", "FA"), SeriesKind.OTHER_MR),
                Arguments.argumentSet(
                        "Philips map", type("DERIVED", "PRIMARY", "ADC", "ADC", "UNSPECIFIED"), SeriesKind.ADC_MAP),
                Arguments.argumentSet(
                        "GE map by its description",
                        described("Apparent Diffusion Coefficient (mm?/s)", "DERIVED"),
                        SeriesKind.ADC_MAP),
                Arguments.argumentSet(
                        "GE exponential map", described("Exponential ADC", "DERIVED"), SeriesKind.OTHER_MR),
                Arguments.argumentSet(
                        "ADC in the protocol name of an original image",
                        described("DWI b800 ADC", "ORIGINAL"),
                        SeriesKind.OTHER_MR),
                Arguments.argumentSet("Siemens sequence name", named("*ep_b500t"), SeriesKind.DWI),
                Arguments.argumentSet(
                        "private zero on a spin echo",
                        withB(BValue.of(0, Source.GE_0043_1039, Directionality.NONE), false),
                        SeriesKind.OTHER_MR),
                Arguments.argumentSet(
                        "private zero on an echo planar image",
                        withB(BValue.of(0, Source.GE_0043_1039, Directionality.NONE), true),
                        SeriesKind.DWI),
                Arguments.argumentSet(
                        "private b above zero",
                        withB(BValue.of(800, Source.PHILIPS_2001_1003, Directionality.DIRECTIONAL), false),
                        SeriesKind.DWI),
                Arguments.argumentSet("gradient echo with agent", dynamic(true, 1, true), SeriesKind.DCE),
                Arguments.argumentSet("gradient echo time series", dynamic(false, 6, true), SeriesKind.DCE),
                Arguments.argumentSet("plain gradient echo", dynamic(false, 1, true), SeriesKind.OTHER_MR),
                Arguments.argumentSet("spin echo with agent", dynamic(true, 1, false), SeriesKind.OTHER_MR),
                Arguments.argumentSet("segmentation", ofClass("1.2.840.10008.5.1.4.1.1.66.4"), SeriesKind.SEG),
                Arguments.argumentSet("label map", ofClass("1.2.840.10008.5.1.4.1.1.66.7"), SeriesKind.SEG),
                Arguments.argumentSet("CT", ofClass("1.2.840.10008.5.1.4.1.1.2"), SeriesKind.NOT_MR),
                Arguments.argumentSet("nothing stated", ofClass(""), SeriesKind.NOT_MR));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isTold(KindFacts facts, SeriesKind expected) {
        assertThat(facts.kind()).isEqualTo(expected);
    }

    private static KindFacts type(String... imageType) {
        return facts(
                MR, List.of(imageType), Optional.empty(), Optional.empty(), Optional.empty(), false, false, false, 1);
    }

    private static KindFacts described(String description, String first) {
        return facts(
                MR,
                List.of(first, "SECONDARY", "PROCESSED"),
                Optional.empty(),
                Optional.of(description),
                Optional.empty(),
                false,
                true,
                false,
                1);
    }

    private static KindFacts named(String sequence) {
        return facts(
                MR,
                List.of("ORIGINAL"),
                Optional.of(sequence),
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                false,
                1);
    }

    private static KindFacts withB(BValue b, boolean echoPlanar) {
        return facts(
                MR,
                List.of("ORIGINAL"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(b),
                false,
                echoPlanar,
                false,
                1);
    }

    private static KindFacts dynamic(boolean agent, int positions, boolean gradientEcho) {
        return facts(
                MR,
                List.of("ORIGINAL"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                agent,
                false,
                gradientEcho,
                positions);
    }

    private static KindFacts ofClass(String sopClass) {
        return facts(sopClass, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false, false, false, 1);
    }

    private static KindFacts facts(
            String sopClass,
            List<String> imageType,
            Optional<String> sequence,
            Optional<String> description,
            Optional<BValue> b,
            boolean agent,
            boolean echoPlanar,
            boolean gradientEcho,
            int positions) {
        return new KindFacts(
                sopClass,
                imageType,
                sequence,
                description,
                Optional.empty(),
                agent ? Optional.of("Gd") : Optional.empty(),
                b,
                echoPlanar,
                gradientEcho,
                positions);
    }
}
