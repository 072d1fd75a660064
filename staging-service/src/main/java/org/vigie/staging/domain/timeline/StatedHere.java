package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;

/**
 * What was stated under one key and not retracted since.
 *
 * @param facts oldest statement first
 * @param retractedAt when ids were last retracted
 */
record StatedHere(List<ClinicalFact> facts, Map<String, Instant> retractedAt) {
    static final Comparator<ClinicalFact> IN_TIME =
            Comparator.comparing(ClinicalFact::asOf).thenComparing(ClinicalFact::factId);

    static StatedHere of(Collection<ClinicalFact> all) {
        Map<String, Instant> retractedAt = new HashMap<>();
        for (ClinicalFact fact : all) {
            if (fact.body() instanceof FactBody.Retracted retracted) {
                retractedAt.merge(retracted.retractedFactId(), fact.asOf(), (a, b) -> a.isBefore(b) ? b : a);
            }
        }
        StatedHere none = new StatedHere(List.of(), retractedAt);
        List<ClinicalFact> read = new ArrayList<>(all.size());
        for (ClinicalFact fact : all) {
            boolean release =
                    fact.body() instanceof FactBody.Retracted && fact.source().equals(Handover.SOURCE);
            if (!release && none.holds(fact)) {
                read.add(fact);
            }
        }
        read.sort(IN_TIME);
        return new StatedHere(List.copyOf(read), retractedAt);
    }

    boolean holds(ClinicalFact fact) {
        Instant retracted = retractedAt.get(fact.factId());
        return retracted == null || retracted.isBefore(fact.asOf());
    }

    /** Where a fact of a new id has its place. */
    int placeOf(ClinicalFact fact) {
        int at = facts.size();
        while (at > 0 && IN_TIME.compare(facts.get(at - 1), fact) > 0) {
            at--;
        }
        return at;
    }

    /** @param fact of a new id, no retraction, and not retracted */
    StatedHere with(ClinicalFact fact, int place) {
        List<ClinicalFact> more = new ArrayList<>(facts.size() + 1);
        more.addAll(facts);
        more.add(place, fact);
        return new StatedHere(Collections.unmodifiableList(more), retractedAt);
    }
}
