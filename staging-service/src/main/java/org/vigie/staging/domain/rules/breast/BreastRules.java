package org.vigie.staging.domain.rules.breast;

import java.util.List;
import org.vigie.staging.domain.logic.Rule;

/** The rules of this package. */
public final class BreastRules {
    public static final List<Rule> ALL = List.of(
            EarlyAdc.RULE,
            DceKinetics.RULE,
            FunctionalVolume.RULE,
            DceQuantitative.RULE,
            TotalCholine.RULE,
            Extent.EXTENT,
            Extent.CONSERVATIVE_SURGERY,
            Recist.RULE,
            ResidualDisease.RULE);

    private BreastRules() {}

    /** @throws java.util.NoSuchElementException if there is no such rule */
    public static Rule byId(String id) {
        return ALL.stream().filter(rule -> rule.id().equals(id)).findFirst().orElseThrow();
    }
}
