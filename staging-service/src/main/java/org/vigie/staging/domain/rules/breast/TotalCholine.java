package org.vigie.staging.domain.rules.breast;

import static org.vigie.staging.domain.logic.Condition.absent;
import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.any;
import static org.vigie.staging.domain.logic.Condition.given;
import static org.vigie.staging.domain.logic.Condition.named;

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

/** {@code MRS-TCHO}: total choline a day after the first dose (clinical rules 5); information, never an alert. */
final class TotalCholine {
    private static final double LEAST = 1e-6;
    private static final NumberInput C0 = NumberInput.of(
                    "c0", Text.of("tCho before treatment", "tCho avant traitement"), "mmol/kg", LEAST, 100)
            .asBaseline();
    private static final NumberInput C1 = NumberInput.of(
            "c1", Text.of("tCho after the first dose", "tCho après la première dose"), "mmol/kg", LEAST, 100);
    private static final NumberInput SE0 = NumberInput.of(
            "se0", Text.of("standard error of tCho before", "erreur type de tCho avant"), "mmol/kg", LEAST, 100);
    private static final NumberInput SE1 = NumberInput.of(
            "se1", Text.of("standard error of tCho after", "erreur type de tCho après"), "mmol/kg", LEAST, 100);
    private static final NumberInput HOURS = NumberInput.of(
                    "h", Text.of("hours after the first dose", "heures après la première dose"), "h", 0, 10_000)
            .asOptional();
    private static final NumberInput LIMIT0 = limit("limit0", "before", "avant");
    private static final NumberInput LIMIT1 = limit("limit1", "after", "après");
    private static final ChoiceInput DETECTABLE0 = detectable("c0Detectable", "before", "avant");
    private static final ChoiceInput DETECTABLE1 = detectable("c1Detectable", "after", "après");

    private static final Derived CHANGE =
            Derived.percentChange("deltaTCho", Text.of("change of tCho", "variation de tCho"), C0, C1);
    private static final Derived Z = new Derived(
            "z",
            Text.of("z"),
            "",
            List.of(C0, C1, SE0, SE1),
            v -> (v[1] - v[0]) / Math.sqrt(v[2] * v[2] + v[3] * v[3]));
    private static final Derived ERROR0 = relative("relativeError0", C0, SE0);
    private static final Derived ERROR1 = relative("relativeError1", C1, SE1);

    private static final Condition BELOW0 =
            below("tcho-below-limit-before", "before", "avant", C0, LIMIT0, DETECTABLE0);
    private static final Condition BELOW1 = below("tcho-below-limit-after", "after", "après", C1, LIMIT1, DETECTABLE1);
    private static final Reason UNUSABLE = Reason.of(ReasonCode.INVALID_VALUE, "tCho");

    static final Rule RULE = Rule.of(
                    "MRS-TCHO", "1.0", "5", "breast", Text.of("Total choline at 24 h", "Choline totale à 24 h"))
            .inputs(C0, SE0, C1, SE1, HOURS, LIMIT0, LIMIT1, DETECTABLE0, DETECTABLE1)
            .part(Part.table("change")
                    .indeterminateWhen(BELOW0, UNUSABLE)
                    .indeterminateWhen(ERROR0.above("tcho-relative-error"), UNUSABLE)
                    .when(BELOW1, "tcho-decrease")
                    .indeterminateWhen(ERROR1.above("tcho-relative-error"), UNUSABLE)
                    .when(Z.belowMinus("tcho-z"), "tcho-decrease")
                    .when(Z.atMost("tcho-z"), "tcho-no-significant-change")
                    .otherwise("tcho-increase"))
            .flag("off-window", all(given(HOURS), any(HOURS.atMost("tcho-from"), HOURS.above("tcho-to"))))
            .flag("hours-unrecorded", absent(HOURS))
            .flag("below-limit", BELOW1)
            .value(CHANGE)
            .shows(Z)
            .hiddenWhen(any(BELOW0, BELOW1, ERROR0.above("tcho-relative-error"), ERROR1.above("tcho-relative-error")))
            .note(
                    Text.of(
                            "Information only: evidence for and against an early fall of choline in responders.",
                            "Information seulement : données pour et contre une baisse précoce de la choline chez les répondeuses."))
            .build();

    private TotalCholine() {}

    private static NumberInput limit(String name, String en, String fr) {
        return NumberInput.of(name, Text.of("detection limit " + en, "seuil de détection " + fr), "mmol/kg", LEAST, 100)
                .asOptional();
    }

    private static ChoiceInput detectable(String name, String en, String fr) {
        return ChoiceInput.yesNo(name, Text.of("tCho detectable " + en, "tCho détectable " + fr))
                .asOptional();
    }

    /** Standard error in percent of the value. */
    private static Derived relative(String name, NumberInput value, NumberInput error) {
        return new Derived(
                name,
                Text.of("relative error of ", "erreur relative de ").plus(value.label()),
                "%",
                List.of(error, value),
                v -> 100 * v[0] / v[1]);
    }

    /** Stated as not detectable, or measured below the stated limit. */
    private static Condition below(
            String id, String en, String fr, NumberInput value, NumberInput limit, ChoiceInput detectable) {
        Derived excess = Derived.difference(
                value.name() + "-limit",
                value.label().plus(Text.of(" above limit", " au-dessus du seuil")),
                value,
                limit);
        return named(
                id,
                Text.of("tCho " + en + " below the detection limit", "tCho " + fr + " sous le seuil de détection"),
                any(
                        all(given(detectable), detectable.is(ChoiceInput.NO)),
                        all(absent(detectable), given(limit), excess.below("zero"))));
    }
}
