package org.vigie.staging.domain.rules.breast;

import static org.vigie.staging.domain.logic.Condition.all;
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

/** {@code RECIST}: response by RECIST 1.1 from sums of diameters (clinical rules 6.4), evaluated in this order. */
final class Recist {
    private static final NumberInput BASELINE = NumberInput.of(
                    "baseline", Text.of("sum of diameters at baseline", "somme des diamètres initiale"), "mm", 0, 2_000)
            .asBaseline();
    private static final NumberInput NADIR =
            NumberInput.of("nadir", Text.of("smallest sum so far", "plus petite somme jusqu'ici"), "mm", 0, 2_000);
    private static final NumberInput NOW =
            NumberInput.of("current", Text.of("sum of diameters now", "somme des diamètres actuelle"), "mm", 0, 2_000);
    private static final ChoiceInput NEW_LESION =
            ChoiceInput.yesNo("newLesion", Text.of("new lesion", "nouvelle lésion"));
    private static final ChoiceInput GONE = ChoiceInput.yesNo(
            "targetsGone",
            Text.of(
                    "all targets gone, target nodes below 10 mm",
                    "toutes les cibles disparues, ganglions cibles sous 10 mm"));

    private static final Derived FROM_BASELINE = Derived.percentChange(
            "change", Text.of("change from baseline", "variation depuis l'examen initial"), BASELINE, NOW);
    /** From a nadir of nothing any growth is infinite. */
    private static final Derived OVER_NADIR = new Derived(
            "overNadir",
            Text.of("increase over the smallest sum", "augmentation depuis la plus petite somme"),
            "%",
            List.of(NADIR, NOW),
            v -> v[0] == 0 ? (v[1] > 0 ? Double.POSITIVE_INFINITY : 0) : 100 * (v[1] - v[0]) / v[0]);

    private static final Derived GROWTH = Derived.difference(
            "growth", Text.of("growth over the smallest sum", "croissance depuis la plus petite somme"), NOW, NADIR);
    private static final Derived ABOVE_BASELINE = Derived.difference(
            "nadir-baseline", Text.of("smallest sum − baseline", "plus petite somme − initiale"), NADIR, BASELINE);

    private static final Condition PROGRESSED = named(
            "recist-progression",
            Text.of(
                    "increase ≥ 20 % and ≥ 5 mm over the smallest sum",
                    "augmentation ≥ 20 % et ≥ 5 mm depuis la plus petite somme"),
            all(OVER_NADIR.atLeast("recist-increase"), GROWTH.atLeast("recist-growth")));

    static final Rule RULE = Rule.of("RECIST", "1.1", "6.4", "breast", Text.of("RECIST 1.1"))
            .inputs(BASELINE, NADIR, NOW, NEW_LESION, GONE)
            .admissible(ABOVE_BASELINE.atMost("zero"), NADIR)
            .admissible(not(all(GONE.yes(), NOW.atLeast("recist-complete-limit"))), GONE)
            .admissible(not(all(GONE.is(ChoiceInput.NO), NOW.atMost("zero"))), GONE)
            .part(Part.table("response")
                    .when(NEW_LESION.yes(), "PD")
                    .indeterminateWhen(BASELINE.below("recist-measurable"), Reason.of(ReasonCode.NO_BASELINE))
                    .when(GONE.yes(), "CR")
                    .when(PROGRESSED, "PD")
                    .when(FROM_BASELINE.atMostMinus("recist-decrease"), "PR")
                    .otherwise("SD"))
            .value(FROM_BASELINE)
            .shows(OVER_NADIR, GROWTH)
            .build();

    private Recist() {}
}
