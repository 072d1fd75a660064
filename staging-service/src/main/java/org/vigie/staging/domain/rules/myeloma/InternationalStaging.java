package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.all;

import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code ISS}: Greipp, J Clin Oncol 2005 (clinical rules 8.2). */
final class InternationalStaging {
    static final Rule RULE = Rule.of(
                    "ISS",
                    "1.0",
                    "8.2",
                    "myeloma",
                    Text.of("International Staging System", "Stade international (ISS)"))
            .inputs(Myeloma.B2M, Myeloma.ALBUMIN)
            .part(Part.table("stage")
                    .when(Myeloma.B2M.atLeast("iss-b2m-iii"), "III")
                    .when(all(Myeloma.B2M.below("iss-b2m-i"), Myeloma.ALBUMIN.atLeast("iss-albumin")), "I")
                    .otherwise("II"))
            .build();

    private InternationalStaging() {}
}
