package org.vigie.staging.domain.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.rules.ablation.AblationRules;
import org.vigie.staging.domain.rules.breast.BreastRules;
import org.vigie.staging.domain.rules.myeloma.MyelomaRules;

/** The catalogue: all rules that are data. {@code NAC-ADC} stands beside it, as it reads whole timelines. */
public final class Rules {
    private static final List<Rule> ALL = Stream.of(BreastRules.ALL, AblationRules.ALL, MyelomaRules.ALL)
            .flatMap(List::stream)
            .toList();

    private Rules() {}

    public static List<Rule> all() {
        return ALL;
    }

    public static Optional<Rule> byId(String id) {
        return ALL.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }
}
