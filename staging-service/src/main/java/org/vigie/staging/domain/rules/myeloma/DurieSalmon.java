package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.absent;
import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.any;
import static org.vigie.staging.domain.logic.Condition.given;
import static org.vigie.staging.domain.logic.Condition.named;
import static org.vigie.staging.domain.logic.Condition.not;

import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.Decision;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/**
 * {@code DS}: Durie and Salmon, Cancer 1975 (clinical rules 8.1). Without a stated isotype both immunoglobulins count, as
 * in the table of the source; a stated isotype leaves the other one out.
 */
final class DurieSalmon {
    private static final NumberInput HAEMOGLOBIN =
            NumberInput.of("haemoglobin", Text.of("haemoglobin", "hémoglobine"), "g/dL", 1, 25);
    private static final NumberInput CALCIUM =
            NumberInput.of("calcium", Text.of("calcium"), "mg/dL", 2, 30).analyte("calcium");
    private static final NumberInput IGG = NumberInput.of("IgG", Text.of("IgG"), "g/dL", 0, 20);
    private static final NumberInput IGA = NumberInput.of("IgA", Text.of("IgA"), "g/dL", 0, 20);
    private static final NumberInput LIGHT_CHAIN = NumberInput.of(
            "urineLightChain", Text.of("light chains in urine", "chaînes légères urinaires"), "g/d", 0, 100);
    private static final ChoiceInput HEAVY_CHAIN = Myeloma.HEAVY_CHAIN.asOptional();
    private static final NumberInput BONE_SCALE = NumberInput.count(
                    "boneScale", Text.of("bone lesion scale", "échelle des lésions osseuses"), 3)
            .asOptional();
    private static final NumberInput LYTIC = NumberInput.count(
            "lyticLesions", Text.of("lytic lesions of 10 mm or more", "lésions lytiques d'au moins 10 mm"), 500);
    private static final NumberInput CREATININE = Myeloma.CREATININE_MG_PER_DL;

    private static final Condition IGG_COUNTS = any(absent(HEAVY_CHAIN), HEAVY_CHAIN.is("IgG"));
    private static final Condition IGA_COUNTS = any(absent(HEAVY_CHAIN), HEAVY_CHAIN.is("IgA"));
    private static final Condition ADVANCED = named(
            "bone-advanced",
            Text.of("advanced bone lesions", "lésions osseuses évoluées"),
            any(
                    all(given(BONE_SCALE), BONE_SCALE.atLeast("ds-bone-scale-advanced")),
                    all(absent(BONE_SCALE), LYTIC.above("ds-lytic-solitary"))));
    private static final Condition NONE_OR_SOLITARY = named(
            "bone-none-or-solitary",
            Text.of("no bone lesion or a solitary one", "aucune lésion osseuse, ou une seule"),
            any(
                    all(given(BONE_SCALE), BONE_SCALE.atMost("ds-bone-scale-normal")),
                    all(absent(BONE_SCALE), LYTIC.atMost("ds-lytic-solitary"))));

    static final Rule RULE = Rule.of(
                    "DS", "1.0", "8.1", "myeloma", Text.of("Durie-Salmon stage", "Stade de Durie-Salmon"))
            .inputs(HAEMOGLOBIN, CALCIUM, IGG, IGA, LIGHT_CHAIN, HEAVY_CHAIN, BONE_SCALE, LYTIC, CREATININE)
            .part(Part.table("stage")
                    .when(
                            any(
                                    HAEMOGLOBIN.below("ds-haemoglobin-iii"),
                                    CALCIUM.above("ds-calcium"),
                                    ADVANCED,
                                    all(IGG_COUNTS, IGG.above("ds-igg-iii")),
                                    all(IGA_COUNTS, IGA.above("ds-iga-iii")),
                                    LIGHT_CHAIN.above("ds-light-chain-iii")),
                            "III")
                    .when(
                            all(
                                    HAEMOGLOBIN.above("ds-haemoglobin-i"),
                                    CALCIUM.atMost("ds-calcium"),
                                    NONE_OR_SOLITARY,
                                    any(not(IGG_COUNTS), IGG.below("ds-igg-i")),
                                    any(not(IGA_COUNTS), IGA.below("ds-iga-i")),
                                    LIGHT_CHAIN.below("ds-light-chain-i")),
                            "I")
                    .otherwise("II"))
            .part(Part.table("suffix")
                    .when(CREATININE.atLeast("ds-creatinine"), "B")
                    .otherwise("A"))
            .composed(outcome -> {
                String stage = outcome.getOrDefault("stage", Decision.INDETERMINATE);
                String suffix = outcome.getOrDefault("suffix", Decision.INDETERMINATE);
                return stage.equals(Decision.INDETERMINATE) || suffix.equals(Decision.INDETERMINATE)
                        ? stage
                        : stage + suffix;
            })
            .flag("calcium-10.5-to-12", all(CALCIUM.atLeast("ds-calcium-alternative"), CALCIUM.atMost("ds-calcium")))
            .build();

    private DurieSalmon() {}
}
