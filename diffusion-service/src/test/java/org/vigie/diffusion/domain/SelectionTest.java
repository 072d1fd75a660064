package org.vigie.diffusion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

class SelectionTest {
    @Test
    void standardTakesAllUpToAThousand() {
        Selection standard = Variant.ADC_STD.select(List.of(0.0, 500.0, 1000.0, 1500.0));

        assertThat(standard.isAdequate()).isTrue();
        assertThat(standard.b()).containsExactly(0.0, 500.0, 1000.0);
        assertThat(standard.alertable()).isTrue();
    }

    @Test
    void perfusionInsensitiveTakesFromAHundred() {
        Selection selection = Variant.ADC_PI.select(List.of(0.0, 100.0, 600.0, 800.0));

        assertThat(selection.isAdequate()).isTrue();
        assertThat(selection.b()).containsExactly(100.0, 600.0, 800.0);
    }

    @Test
    void theRequirementsOfTheRulesDecide() {
        assertThat(Variant.ADC_STD.select(List.of(0.0)).isAdequate()).isFalse();
        assertThat(Variant.ADC_STD.select(List.of(51.0, 800.0)).isAdequate()).isFalse();
        assertThat(Variant.ADC_STD.select(List.of(50.0, 600.0)).isAdequate()).isTrue();
        assertThat(Variant.ADC_STD.select(List.of(0.0, 599.0)).isAdequate()).isFalse();
        assertThat(Variant.ADC_STD.select(List.of(0.0, 1500.0)).isAdequate()).isFalse();
        assertThat(Variant.ADC_PI.select(List.of(0.0, 500.0, 1000.0)).isAdequate())
                .isFalse();
        assertThat(Variant.ADC_PI.select(List.of(200.0, 600.0)).isAdequate()).isTrue();
        assertThat(Variant.ADC_PI.select(List.of(201.0, 800.0)).isAdequate()).isFalse();
    }

    @Test
    void askingForOtherValuesIsNeverAlertable() {
        List<Double> acquired = List.of(0.0, 500.0, 1000.0, 1500.0, 2000.0);

        Selection all = Selection.requested(acquired, acquired);

        assertThat(all.variant()).isEqualTo("custom");
        assertThat(all.alertable()).isFalse();
        assertThat(all.isAdequate()).isTrue();
    }

    @Test
    void askingForAVariantsOwnValuesIsThatVariant() {
        Selection same = Selection.requested(List.of(0.0, 500.0, 1000.0, 2000.0), List.of(0.0, 500.0, 1000.0));

        assertThat(same.variant()).isEqualTo("ADC_STD");
        assertThat(same.alertable()).isTrue();
    }

    @Test
    void aValueThatWasNotAcquiredIsNamed() {
        assertThat(Selection.requested(List.of(0.0, 800.0), List.of(0.0, 1000.0))
                        .reasons())
                .contains(Reason.of(ReasonCode.MISSING_INPUT, "b1000"));
    }

    @Test
    void aVariantWhoseImagesArePartlyMissingIsNotMeasuredWithoutThem() {
        List<Selection> selections = Selections.byRules(List.of(0.0, 500.0, 800.0), List.of(1000.0));

        assertThat(selections.getFirst().reasons())
                .containsExactly(Reason.of(ReasonCode.MISSING_INPUT, "images of b1000"));
        assertThat(Selections.byRules(List.of(0.0, 800.0), List.of(2000.0))
                        .getFirst()
                        .reasons())
                .isEmpty();
    }
}
