package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.named;
import static org.vigie.staging.domain.logic.Condition.not;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vigie.staging.domain.logic.Case;
import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.Decision;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code R2-ISS}: D'Agostino, J Clin Oncol 2022 (clinical rules 8.4): points are added up. */
final class SecondRevisedStaging {
    private static final ChoiceInput GAIN_1Q =
            ChoiceInput.yesNo("gain1q", Text.of("gain or amplification of 1q", "gain ou amplification de 1q"));

    /** Threshold with the points, and when they are given. */
    private static final Map<String, Condition> POINTS = points();

    static final Rule RULE = Rule.of(
                    "R2-ISS",
                    "1.0",
                    "8.4",
                    "myeloma",
                    Text.of("Second revision of ISS (R2-ISS)", "Deuxième révision de l'ISS (R2-ISS)"))
            .inputs(
                    Myeloma.STATED_ISS,
                    Myeloma.B2M,
                    Myeloma.ALBUMIN,
                    Myeloma.DEL_17P,
                    Myeloma.LDH,
                    Myeloma.LDH_ULN,
                    Myeloma.T_4_14,
                    GAIN_1Q)
            .part(Part.computed(
                    "stage", SecondRevisedStaging::stage, POINTS.values().toArray(Condition[]::new)))
            .flag("iss-contradicts-laboratory", Myeloma.ISS_CONTRADICTED)
            .build();

    private SecondRevisedStaging() {}

    private static Map<String, Condition> points() {
        Map<String, Condition> points = new LinkedHashMap<>();
        points.put("r2-iss-points-iss-iii", Myeloma.ISS_III);
        points.put(
                "r2-iss-points-iss-ii",
                named(
                        "iss-ii",
                        Text.of("ISS stage II", "stade ISS II"),
                        all(not(Myeloma.ISS_III), not(Myeloma.ISS_I))));
        points.put("r2-iss-points-del17p", Myeloma.DEL_17P.yes());
        points.put("r2-iss-points-ldh", Myeloma.LDH_HIGH);
        points.put("r2-iss-points-t414", Myeloma.T_4_14.yes());
        points.put("r2-iss-points-gain1q", GAIN_1Q.yes());
        return points;
    }

    private static Decision stage(Case c) {
        double total = 0;
        for (Map.Entry<String, Condition> entry : POINTS.entrySet()) {
            if (c.holds(entry.getValue())) {
                total += c.threshold(entry.getKey()).value();
            }
        }
        if (total >= c.threshold("r2-iss-iv").value()) {
            return Decision.of("IV");
        }
        if (total >= c.threshold("r2-iss-iii").value()) {
            return Decision.of("III");
        }
        return Decision.of(total >= c.threshold("r2-iss-ii").value() ? "II" : "I");
    }
}
