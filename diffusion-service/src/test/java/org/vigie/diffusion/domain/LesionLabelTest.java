package org.vigie.diffusion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LesionLabelTest {
    @ParameterizedTest
    @ValueSource(strings = {"L1", "Lesion 1", "lésion 2 sein gauche", "left breast mass 01", "GTV_1", "R-12A"})
    void wordsOfTheTradeStay(String text) {
        assertThat(LesionLabel.of(text, Optional.of("1.2.3"), 4)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DUPONT^MARIE",
                "Lesion Dupont",
                "19680412",
                "lesion 123456",
                "",
                "left left left left left left left left left"
            })
    void whatMayNameSomebodyDoesNot(String text) {
        // The first digits of the SHA-256 of "1.2.3": printf 1.2.3 | sha256sum.
        assertThat(LesionLabel.of(text, Optional.of("1.2.3"), 4)).isEqualTo("lesion c47f");
        assertThat(LesionLabel.of(text, Optional.empty(), 4)).isEqualTo("region 4");
    }

    @Test
    void aLesionHasTheSameNameInEveryStudy() {
        assertThat(LesionLabel.of("Dupont", Optional.of("2.25.7"), 1))
                .isEqualTo(LesionLabel.of("M. Dupont", Optional.of("2.25.7"), 3));
    }
}
