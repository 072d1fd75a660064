package org.vigie.staging.domain.rules.myeloma;

import java.util.List;
import org.vigie.staging.domain.logic.Rule;

/** The rules of this package. */
public final class MyelomaRules {
    public static final List<Rule> ALL = List.of();

    private MyelomaRules() {}
}
