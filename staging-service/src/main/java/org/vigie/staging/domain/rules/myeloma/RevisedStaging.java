package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.any;
import static org.vigie.staging.domain.logic.Condition.named;
import static org.vigie.staging.domain.logic.Condition.not;

import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code R-ISS}: Palumbo, J Clin Oncol 2015 (clinical rules 8.3). */
final class RevisedStaging {
    private static final Condition HIGH_RISK = named(
            "high-risk-cytogenetics",
            Text.of("high-risk cytogenetics", "cytogénétique à haut risque"),
            any(Myeloma.DEL_17P.yes(), Myeloma.T_4_14.yes(), Myeloma.T_14_16.yes()));

    static final Rule RULE = Rule.of("R-ISS", "1.0", "8.3", "myeloma", Text.of("Revised ISS", "ISS révisé"))
            .inputs(
                    Myeloma.STATED_ISS,
                    Myeloma.B2M,
                    Myeloma.ALBUMIN,
                    Myeloma.DEL_17P,
                    Myeloma.T_4_14,
                    Myeloma.T_14_16,
                    Myeloma.LDH,
                    Myeloma.LDH_ULN)
            .part(Part.table("stage")
                    .when(all(Myeloma.ISS_III, any(HIGH_RISK, Myeloma.LDH_HIGH)), "III")
                    .when(all(Myeloma.ISS_I, not(HIGH_RISK), not(Myeloma.LDH_HIGH)), "I")
                    .otherwise("II"))
            .flag("iss-contradicts-laboratory", Myeloma.ISS_CONTRADICTED)
            .note(Text.of(
                    "Overall survival at 5 years: stage I 82 %, II 62 %, III 40 % (Palumbo 2015).",
                    "Survie globale à 5 ans : stade I 82 %, II 62 %, III 40 % (Palumbo 2015)."))
            .build();

    private RevisedStaging() {}
}
