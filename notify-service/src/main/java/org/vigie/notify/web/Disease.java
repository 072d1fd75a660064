package org.vigie.notify.web;

import java.util.Locale;
import java.util.Set;

/** What a rule is about, for lists. */
enum Disease {
    BREAST,
    ABLATION,
    PLASMA_CELL;

    private static final Set<String> ABLATION_RULES = Set.of("CRYO", "CRYO-FU", "ABL");
    private static final Set<String> BREAST_RULES =
            Set.of("NAC-ADC", "DCE-SQ", "DCE-Q", "FTV", "MRS-TCHO", "EXTENT", "CONS-SURG", "RECIST", "RESIDUAL");

    static Disease of(String ruleId) {
        return BREAST_RULES.contains(ruleId) ? BREAST : ABLATION_RULES.contains(ruleId) ? ABLATION : PLASMA_CELL;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
