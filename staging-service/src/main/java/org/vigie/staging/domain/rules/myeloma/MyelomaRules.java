package org.vigie.staging.domain.rules.myeloma;

import java.util.List;
import org.vigie.staging.domain.logic.Rule;

/** The rules of this package; systems stand side by side and are never merged. */
public final class MyelomaRules {
    public static final List<Rule> ALL = List.of(
            DurieSalmon.RULE,
            InternationalStaging.RULE,
            RevisedStaging.RULE,
            SecondRevisedStaging.RULE,
            MyelomaDiagnosis.RULE,
            FocalLesionRule.RULE,
            DurieSalmonPlus.RULE,
            InfiltrationPattern.RULE,
            MarrowResponse.RULE,
            MarrowResponseOverall.RULE,
            WholeBodyBurden.RULE,
            VertebralFracture.RULE,
            MyelomaResponse.RULE);

    private MyelomaRules() {}

    /** @throws IllegalArgumentException if there is no such rule here */
    public static Rule byId(String id) {
        return ALL.stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no rule " + id));
    }
}
