package org.vigie.staging.domain.rules.breast;

import java.util.List;
import org.vigie.staging.domain.logic.Rule;

/** The rules of this package. */
public final class BreastRules {
    public static final List<Rule> ALL = List.of();

    private BreastRules() {}
}
