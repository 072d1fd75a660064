package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.absent;
import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.any;
import static org.vigie.staging.domain.logic.Condition.given;
import static org.vigie.staging.domain.logic.Condition.named;

import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.Derived;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/**
 * {@code RAC}: response category of MY-RADS (clinical rules 8.9), one region at a time; checked in the order 5, 4, 1, 2,
 * 3. Criteria that need ADC count only where both values are there.
 */
final class MarrowResponse {
    private static final ChoiceInput NEW_LESION = finding(
            "unequivocalNewLesion",
            "unequivocal new lesion or infiltration",
            "nouvelle lésion ou infiltration certaine");
    private static final ChoiceInput INCREASE = finding(
            "unequivocalIncrease",
            "unequivocal increase in number or size",
            "augmentation certaine en nombre ou en taille");
    private static final ChoiceInput FOCAL_TO_DIFFUSE =
            finding("focalToDiffuse", "focal became diffuse", "passage de focal à diffus");
    private static final ChoiceInput SOFT_TISSUE_LARGER = finding(
            "softTissueNewOrLarger", "new or larger soft tissue", "composante tissulaire nouvelle ou plus grande");
    private static final ChoiceInput FRACTURE = finding(
            "criticalFractureOrCordCompression",
            "new critical fracture or cord compression of malignant type",
            "nouvelle fracture critique ou compression médullaire d'allure maligne");
    private static final ChoiceInput NEW_HIGH_B =
            finding("newHighBSignal", "new signal at high b", "nouvel hypersignal à b élevé");
    private static final ChoiceInput EQUIVOCAL_LESION =
            finding("equivocalNewLesion", "equivocal new lesion", "nouvelle lésion équivoque");
    private static final ChoiceInput SIZE_UNCHANGED = finding("sizeUnchanged", "no change of size", "taille inchangée");
    private static final ChoiceInput RELAPSE =
            finding("relapseAfterRegression", "relapse after partial regression", "reprise après régression partielle");
    private static final ChoiceInput NORMAL_MARROW =
            finding("normalMarrowReturned", "normal marrow returned", "retour à une moelle normale");
    private static final ChoiceInput DECREASE =
            finding("decrease", "decrease in number or size", "diminution en nombre ou en taille");
    private static final ChoiceInput DIFFUSE_TO_FOCAL =
            finding("diffuseToFocal", "diffuse became focal", "passage de diffus à focal");
    private static final ChoiceInput SOFT_TISSUE_SMALLER =
            finding("softTissueSmaller", "less soft tissue", "composante tissulaire réduite");
    private static final ChoiceInput FAT = finding("fatDotOrHalo", "fat dot or halo", "point ou halo graisseux");
    private static final ChoiceInput STABLE = finding("stableMorphology", "stable morphology", "morphologie stable");
    private static final ChoiceInput HIGH_B =
            ChoiceInput.of("highB", Text.of("signal at high b", "signal à b élevé"), "rising", "unchanged", "falling");
    private static final NumberInput A0 = NumberInput.of(
                    "adcBaseline", Text.of("ADC at baseline", "ADC initial"), "um2/s", 1, 3500)
            .asOptional();
    private static final NumberInput A1 = NumberInput.of(
                    "adc", Text.of("ADC at follow-up", "ADC de suivi"), "um2/s", 1, 3500)
            .asOptional();
    private static final Derived RISE =
            Derived.percentChange("adcChange", Text.of("change of ADC", "variation de l'ADC"), A0, A1);

    private static final Condition ADC = all(given(A0), given(A1));
    private static final Condition NEW_VIABLE_SIGNAL = named(
            "new-signal-viable",
            Text.of(
                    "new signal at high b with the ADC of viable disease",
                    "nouvel hypersignal à b élevé avec ADC de maladie active"),
            all(ADC, NEW_HIGH_B.yes(), A1.atLeast("rac-adc-viable-low"), A1.atMost("rac-adc-viable-high")));
    private static final Condition RISING_SIGNAL = named(
            "rising-signal",
            Text.of(
                    "size unchanged, rising signal at high b, low ADC",
                    "taille inchangée, hypersignal à b élevé croissant, ADC bas"),
            all(ADC, SIZE_UNCHANGED.yes(), HIGH_B.is("rising"), A1.below("rac-adc-treated")));
    private static final Condition BECAME_TREATED = named(
            "adc-became-treated",
            Text.of("ADC rose above the value of treated disease", "ADC devenu celui d'une maladie traitée"),
            all(ADC, A0.atMost("rac-adc-treated"), A1.above("rac-adc-treated")));
    private static final Condition LARGE_RISE = named(
            "adc-large-rise",
            Text.of(
                    "large rise of ADC, falling signal at high b, stable morphology",
                    "forte hausse de l'ADC, signal à b élevé en baisse, morphologie stable"),
            all(ADC, RISE.atLeast("rac-rise-1"), HIGH_B.is("falling"), STABLE.yes()));
    private static final Condition LEFT_VIABLE = named(
            "adc-left-viable",
            Text.of("ADC left the range of viable disease", "ADC sorti de l'intervalle de maladie active"),
            all(ADC, A0.atMost("rac-adc-viable-high"), A1.above("rac-adc-viable-high"), A1.below("rac-adc-treated")));
    private static final Condition MODERATE_RISE = named(
            "adc-moderate-rise",
            Text.of(
                    "moderate rise of ADC, falling signal at high b, stable morphology",
                    "hausse modérée de l'ADC, signal à b élevé en baisse, morphologie stable"),
            all(ADC, RISE.above("rac-rise-2"), RISE.below("rac-rise-1"), HIGH_B.is("falling"), STABLE.yes()));

    static final Rule RULE = Rule.of(
                    "RAC",
                    "1.0",
                    "8.9",
                    "myeloma",
                    Text.of("MY-RADS response category", "Catégorie de réponse MY-RADS"))
            .inputs(
                    NEW_LESION,
                    INCREASE,
                    FOCAL_TO_DIFFUSE,
                    SOFT_TISSUE_LARGER,
                    FRACTURE,
                    NEW_HIGH_B,
                    EQUIVOCAL_LESION,
                    SIZE_UNCHANGED,
                    RELAPSE,
                    NORMAL_MARROW,
                    DECREASE,
                    DIFFUSE_TO_FOCAL,
                    SOFT_TISSUE_SMALLER,
                    FAT,
                    STABLE,
                    HIGH_B,
                    A0,
                    A1)
            .part(Part.table("category")
                    .when(
                            any(
                                    NEW_LESION.yes(),
                                    INCREASE.yes(),
                                    FOCAL_TO_DIFFUSE.yes(),
                                    SOFT_TISSUE_LARGER.yes(),
                                    FRACTURE.yes(),
                                    NEW_VIABLE_SIGNAL),
                            "5")
                    .when(any(EQUIVOCAL_LESION.yes(), RISING_SIGNAL, RELAPSE.yes()), "4")
                    .when(
                            any(
                                    NORMAL_MARROW.yes(),
                                    DECREASE.yes(),
                                    DIFFUSE_TO_FOCAL.yes(),
                                    SOFT_TISSUE_SMALLER.yes(),
                                    FAT.yes(),
                                    BECAME_TREATED,
                                    LARGE_RISE),
                            "1")
                    .when(any(LEFT_VIABLE, MODERATE_RISE), "2")
                    .otherwise("3"))
            .value(RISE)
            .flag("adc-missing", any(absent(A0), absent(A1)))
            .flag(
                    "high-b-signal-not-judged",
                    all(
                            any(absent(A0), absent(A1)),
                            any(NEW_HIGH_B.yes(), all(SIZE_UNCHANGED.yes(), HIGH_B.is("rising")))))
            .build();

    private MarrowResponse() {}

    private static ChoiceInput finding(String name, String english, String french) {
        return ChoiceInput.yesNo(name, Text.of(english, french));
    }
}
