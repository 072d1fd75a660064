package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.absent;
import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.any;
import static org.vigie.staging.domain.logic.Condition.given;
import static org.vigie.staging.domain.logic.Condition.named;
import static org.vigie.staging.domain.logic.Condition.not;

import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code IMWG-DX}: Rajkumar, Lancet Oncol 2014 (clinical rules 8.5), checked in the order given there. */
final class MyelomaDiagnosis {
    private static final NumberInput BMPC = NumberInput.of(
            "bmpc", Text.of("clonal plasma cells in marrow", "plasmocytes clonaux médullaires"), "%", 0, 100);
    private static final ChoiceInput PLASMACYTOMA =
            ChoiceInput.yesNo("plasmacytoma", Text.of("biopsy-proven plasmacytoma", "plasmocytome prouvé par biopsie"));
    private static final ChoiceInput SINGLE =
            ChoiceInput.yesNo("singlePlasmacytoma", Text.of("single plasmacytoma", "plasmocytome unique"));
    private static final ChoiceInput SURVEY_NORMAL = ChoiceInput.yesNo(
            "skeletalSurveyNormal", Text.of("otherwise normal skeletal survey", "squelette normal par ailleurs"));
    private static final ChoiceInput AXIAL_NORMAL = ChoiceInput.yesNo(
            "axialMriNormal",
            Text.of(
                    "otherwise normal MRI (or CT) of spine and pelvis",
                    "IRM (ou scanner) du rachis et du bassin normale par ailleurs"));
    private static final ChoiceInput HEAVY_CHAIN = Myeloma.HEAVY_CHAIN;
    private static final NumberInput SERUM_M =
            NumberInput.of("serumM", Text.of("serum M-protein", "protéine M sérique"), "g/L", 0, 200);
    private static final NumberInput URINE_M =
            NumberInput.of("urineM", Text.of("urine M-protein", "protéine M urinaire"), "mg/d", 0, 100_000);
    private static final ChoiceInput AMYLOIDOSIS = ChoiceInput.yesNo("amyloidosis", Text.of("amyloidosis", "amylose"));
    private static final ChoiceInput ATTRIBUTED = ChoiceInput.yesNo(
                    "organDamageAttributed",
                    Text.of(
                            "organ damage due to the plasma-cell disorder",
                            "atteinte d'organe due à la maladie plasmocytaire"))
            .asOptional();

    private static final Condition ABOVE_TEN = BMPC.atLeast("imwg-bmpc");
    private static final Condition CRAB_C_R_A =
            any(DefiningEvents.CALCIUM_HIGH, DefiningEvents.KIDNEY, DefiningEvents.ANAEMIA);
    private static final Condition CRAB = any(CRAB_C_R_A, DefiningEvents.BONE);
    private static final Condition DEFINING = any(
            CRAB,
            named(
                    "slim-s",
                    Text.of("SLiM-S: marrow plasma cells", "SLiM-S : plasmocytes médullaires"),
                    BMPC.atLeast("imwg-bmpc-slim")),
            DefiningEvents.LIGHT_CHAINS,
            FocalLesionRule.TWO);
    /** The primary lesion itself may be the one lytic lesion; any other makes the survey abnormal. */
    private static final Condition SOLITARY = named(
            "solitary-plasmacytoma",
            Text.of("solitary plasmacytoma", "plasmocytome solitaire"),
            all(
                    PLASMACYTOMA.yes(),
                    SINGLE.yes(),
                    not(ABOVE_TEN),
                    not(CRAB_C_R_A),
                    DefiningEvents.OSTEOLYTIC.atMost("imwg-osteolytic"),
                    SURVEY_NORMAL.yes(),
                    AXIAL_NORMAL.yes(),
                    not(FocalLesionRule.TWO)));

    private static final Condition MYELOMA = all(any(ABOVE_TEN, PLASMACYTOMA.yes()), DEFINING);
    private static final Condition SMOULDERING = all(
            any(
                    ABOVE_TEN,
                    all(HEAVY_CHAIN.is("IgG", "IgA"), SERUM_M.atLeast("imwg-serum-m")),
                    URINE_M.atLeast("imwg-urine-m")),
            not(DEFINING),
            AMYLOIDOSIS.is("no"));
    private static final Condition LIGHT_CHAIN_MGUS = all(
            HEAVY_CHAIN.is("none"),
            not(ABOVE_TEN),
            not(URINE_M.atLeast("imwg-urine-m")),
            not(CRAB),
            DefiningEvents.LIGHT_CHAIN_EXCESS);
    private static final Condition MGUS =
            all(not(SERUM_M.atLeast("imwg-serum-m")), not(ABOVE_TEN), not(DEFINING), AMYLOIDOSIS.is("no"));

    static final Rule RULE = Rule.of("IMWG-DX", "1.0", "8.5", "myeloma", Text.of("IMWG diagnosis", "Diagnostic IMWG"))
            .inputs(BMPC, PLASMACYTOMA, SINGLE, SURVEY_NORMAL, AXIAL_NORMAL, HEAVY_CHAIN, SERUM_M, URINE_M)
            .inputs(DefiningEvents.INPUTS)
            .inputs(FocalLesionRule.SIZES, AMYLOIDOSIS, ATTRIBUTED)
            .part(Part.table("diagnosis")
                    .when(
                            all(SOLITARY, BMPC.above("imwg-bmpc-none")),
                            "solitary-plasmacytoma-minimal-marrow-involvement")
                    .when(SOLITARY, "solitary-plasmacytoma")
                    .when(MYELOMA, "MM")
                    .when(SMOULDERING, "SMM")
                    .when(LIGHT_CHAIN_MGUS, "light-chain-MGUS")
                    .when(HEAVY_CHAIN.is("IgM"), "igm-mgus-pathway")
                    .when(MGUS, "MGUS")
                    .otherwise("unclassified-mdt-review"))
            .flag("attribution-not-confirmed", absent(ATTRIBUTED))
            .flag("organ-damage-not-attributed", all(given(ATTRIBUTED), ATTRIBUTED.is("no"), CRAB))
            .flag("reference-range-missing", DefiningEvents.RANGE_MISSING)
            .flag("focal-lesion-follow-up", all(FocalLesionRule.ONE, not(FocalLesionRule.TWO)))
            .flag(
                    "seed-conflict",
                    any(
                            FocalLesionRule.SEED_DIFFERS,
                            DefiningEvents.SEED_LIGHT_CHAINS_DIFFER,
                            all(ABOVE_TEN, not(BMPC.above("imwg-bmpc"))),
                            all(SOLITARY, BMPC.atLeast("imwg-bmpc-plasmacytoma-seed"))))
            .note(
                    Text.of(
                            "About 80 % of presumed solitary plasmacytomas are multifocal on MRI: axial or whole-body MRI is needed.",
                            "Environ 80 % des plasmocytomes présumés solitaires sont multifocaux en IRM : une IRM axiale ou corps entier est nécessaire."),
                    all(PLASMACYTOMA.yes(), SINGLE.yes()))
            .build();

    private MyelomaDiagnosis() {}
}
