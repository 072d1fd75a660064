package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.any;
import static org.vigie.staging.domain.logic.Condition.given;
import static org.vigie.staging.domain.logic.Condition.named;
import static org.vigie.staging.domain.logic.Condition.not;

import java.util.List;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.Derived;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/**
 * {@code IMWG-RESPONSE}: Kumar, Lancet Oncol 2016 (clinical rules 8.12): progression first, then the deepest response. A
 * measurable M-protein and a negative immunofixation exclude each other.
 */
final class MyelomaResponse {
    private static final NumberInput SERUM_BASELINE = serum("serumMBaseline", "at baseline", "initiale");
    private static final NumberInput SERUM_NADIR = serum("serumMNadir", "at its nadir", "au nadir");
    private static final NumberInput SERUM = serum("serumM", "now", "actuelle");
    private static final NumberInput URINE_BASELINE = urine("urineMBaseline", "at baseline", "initiale");
    private static final NumberInput URINE_NADIR = urine("urineMNadir", "at its nadir", "au nadir");
    private static final NumberInput URINE = urine("urineM", "now", "actuelle");
    private static final ChoiceInput SERUM_IFE = ChoiceInput.of(
            "serumImmunofixation", Text.of("serum immunofixation", "immunofixation sérique"), "negative", "positive");
    private static final ChoiceInput URINE_IFE = ChoiceInput.of(
            "urineImmunofixation", Text.of("urine immunofixation", "immunofixation urinaire"), "negative", "positive");
    private static final ChoiceInput NEW_LESION = ChoiceInput.yesNo(
            "newLesion", Text.of("new bone lesion or plasmacytoma", "nouvelle lésion osseuse ou nouveau plasmocytome"));
    private static final ChoiceInput PLASMACYTOMA = ChoiceInput.yesNo(
            "softTissuePlasmacytoma",
            Text.of("soft-tissue plasmacytoma now", "plasmocytome des parties molles actuel"));
    private static final ChoiceInput PLASMACYTOMA_BASELINE = ChoiceInput.yesNo(
            "plasmacytomaBaseline",
            Text.of("soft-tissue plasmacytoma at baseline", "plasmocytome des parties molles initial"));
    private static final NumberInput PLASMACYTOMA_FALL = NumberInput.of(
            "plasmacytomaFall", Text.of("fall of plasmacytoma size", "réduction du plasmocytome"), "%", -1000, 100);
    private static final NumberInput BMPC =
            NumberInput.of("bmpc", Text.of("plasma cells in marrow", "plasmocytes médullaires"), "%", 0, 100);
    private static final NumberInput FLC_RATIO = NumberInput.of(
            "flcRatio",
            Text.of("free light chains, kappa over lambda", "chaînes légères libres, kappa sur lambda"),
            "",
            0.00001,
            100_000);
    private static final ChoiceInput CLONAL =
            ChoiceInput.yesNo("clonalCells", Text.of("clonal cells in marrow", "cellules clonales médullaires"));
    private static final ChoiceInput CONFIRMED = ChoiceInput.yesNo(
                    "confirmed",
                    Text.of("confirmed by two consecutive assessments", "confirmé par deux évaluations consécutives"))
            .asOptional();

    private static final Derived SERUM_CHANGE = Derived.percentChange(
            "serumMChange",
            Text.of("change of serum M-protein", "variation de la protéine M sérique"),
            SERUM_BASELINE,
            SERUM);
    private static final Derived SERUM_FALL = fall(
            "serumMFall", Text.of("fall of serum M-protein", "baisse de la protéine M sérique"), SERUM_BASELINE, SERUM);
    private static final Derived URINE_FALL = fall(
            "urineMFall",
            Text.of("fall of urine M-protein", "baisse de la protéine M urinaire"),
            URINE_BASELINE,
            URINE);

    private static final Condition SERUM_PROGRESSION = named(
            "serum-progression",
            Text.of("serum M-protein rose above nadir", "protéine M sérique au-dessus du nadir"),
            all(
                    Derived.percentChange(
                                    "serumMAboveNadir",
                                    Text.of("serum M-protein above nadir", "protéine M sérique au-dessus du nadir"),
                                    SERUM_NADIR,
                                    SERUM)
                            .atLeast("response-pd"),
                    any(
                            rise(SERUM, SERUM_NADIR).atLeast("response-pd-serum-high"),
                            all(
                                    not(SERUM_NADIR.atLeast("response-pd-nadir-high")),
                                    rise(SERUM, SERUM_NADIR).atLeast("response-pd-serum")))));
    private static final Condition URINE_PROGRESSION = named(
            "urine-progression",
            Text.of("urine M-protein rose above nadir", "protéine M urinaire au-dessus du nadir"),
            all(
                    Derived.percentChange(
                                    "urineMAboveNadir",
                                    Text.of("urine M-protein above nadir", "protéine M urinaire au-dessus du nadir"),
                                    URINE_NADIR,
                                    URINE)
                            .atLeast("response-pd"),
                    rise(URINE, URINE_NADIR).atLeast("response-pd-urine")));
    private static final Condition NOTHING_MEASURABLE =
            all(SERUM.atMost("response-nothing"), URINE.atMost("response-nothing"));
    private static final Condition COMPLETE = named(
            "complete-response",
            Text.of("complete response", "réponse complète"),
            all(
                    SERUM_IFE.is("negative"),
                    URINE_IFE.is("negative"),
                    PLASMACYTOMA.is("no"),
                    BMPC.below("response-bmpc")));
    private static final Condition STRINGENT =
            all(COMPLETE, FLC_RATIO.atLeast("flc-ratio-low"), FLC_RATIO.atMost("flc-ratio-high"), CLONAL.is("no"));
    private static final Condition VERY_GOOD = any(
            all(NOTHING_MEASURABLE, any(SERUM_IFE.is("positive"), URINE_IFE.is("positive"))),
            all(SERUM_FALL.atLeast("response-vgpr"), URINE.below("response-vgpr-urine")));
    private static final Condition PARTIAL = all(
            SERUM_FALL.atLeast("response-pr"),
            any(URINE.below("response-pr-urine"), URINE_FALL.atLeast("response-pr-urine-fall")),
            any(PLASMACYTOMA_BASELINE.is("no"), PLASMACYTOMA_FALL.atLeast("response-pr-plasmacytoma")));
    private static final Condition SERUM_MINOR =
            all(SERUM_FALL.atLeast("response-mr"), SERUM_FALL.below("response-pr"));
    private static final Condition MINOR =
            all(SERUM_MINOR, URINE_FALL.atLeast("response-mr-urine"), URINE_FALL.below("response-pr-urine-fall"));
    private static final Condition PROGRESSION = any(NEW_LESION.yes(), SERUM_PROGRESSION, URINE_PROGRESSION);

    static final Rule RULE = Rule.of(
                    "IMWG-RESPONSE", "1.0", "8.12", "myeloma", Text.of("IMWG response", "Réponse IMWG"))
            .inputs(SERUM_BASELINE, SERUM_NADIR, SERUM, URINE_BASELINE, URINE_NADIR, URINE, SERUM_IFE, URINE_IFE)
            .inputs(
                    NEW_LESION,
                    PLASMACYTOMA,
                    PLASMACYTOMA_BASELINE,
                    PLASMACYTOMA_FALL,
                    BMPC,
                    FLC_RATIO,
                    CLONAL,
                    CONFIRMED)
            .admissible(any(SERUM_IFE.is("positive"), SERUM.atMost("response-nothing")), SERUM_IFE)
            .admissible(any(URINE_IFE.is("positive"), URINE.atMost("response-nothing")), URINE_IFE)
            .part(Part.table("response")
                    .when(PROGRESSION, "PD")
                    .when(STRINGENT, "sCR")
                    .when(COMPLETE, "CR")
                    .when(VERY_GOOD, "VGPR")
                    .indeterminateWhen(
                            SERUM_BASELINE.atMost("response-nothing"),
                            Reason.of(ReasonCode.DENOMINATOR_ZERO, "serumMBaseline"))
                    .when(PARTIAL, "PR")
                    .indeterminateWhen(
                            all(SERUM_MINOR, URINE_BASELINE.atMost("response-nothing")),
                            Reason.of(ReasonCode.DENOMINATOR_ZERO, "urineMBaseline"))
                    .when(MINOR, "MR")
                    .otherwise("SD"))
            .value(SERUM_CHANGE)
            .flag("unconfirmed", not(all(given(CONFIRMED), CONFIRMED.yes())))
            .flag(
                    "RULE_GAP",
                    all(
                            not(PROGRESSION),
                            not(COMPLETE),
                            not(VERY_GOOD),
                            not(SERUM_BASELINE.atMost("response-nothing")),
                            not(URINE_BASELINE.atMost("response-nothing")),
                            SERUM_FALL.atLeast("response-mr"),
                            URINE_FALL.atLeast("response-mr-urine"),
                            not(PARTIAL),
                            not(MINOR)))
            .build();

    private MyelomaResponse() {}

    private static NumberInput serum(String name, String english, String french) {
        return NumberInput.of(
                name, Text.of("serum M-protein " + english, "protéine M sérique " + french), "g/L", 0, 200);
    }

    private static NumberInput urine(String name, String english, String french) {
        return NumberInput.of(
                name, Text.of("urine M-protein " + english, "protéine M urinaire " + french), "mg/d", 0, 100_000);
    }

    private static Derived fall(String name, Text label, NumberInput from, NumberInput to) {
        return new Derived(name, label, "%", List.of(from, to), v -> 100 * (v[0] - v[1]) / v[0]);
    }

    private static Derived rise(NumberInput now, NumberInput nadir) {
        return Derived.difference(
                now.name() + "Rise", Text.of("rise above nadir", "hausse au-dessus du nadir"), now, nadir);
    }
}
