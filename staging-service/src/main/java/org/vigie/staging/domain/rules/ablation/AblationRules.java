package org.vigie.staging.domain.rules.ablation;

import java.util.List;
import org.vigie.staging.domain.logic.Rule;

/** The rules of this package. */
public final class AblationRules {
    public static final List<Rule> ALL =
            List.of(BreastCryoablation.RULE, CryoablationFollowUp.RULE, SmallTumourAblation.RULE);

    private AblationRules() {}

    /** @throws java.util.NoSuchElementException if there is no such rule */
    public static Rule byId(String id) {
        return ALL.stream().filter(rule -> rule.id().equals(id)).findFirst().orElseThrow();
    }
}
