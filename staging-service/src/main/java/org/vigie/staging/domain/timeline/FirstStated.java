package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventId;
import org.vigie.contract.clinical.ClinicalFact;

/**
 * When statements were first made: a correction that is taken back says again what was said before.
 *
 * @param at by {@link #statement}, for those that were made more than once
 */
record FirstStated(SortedMap<String, Instant> at) {
    static final FirstStated NONE = new FirstStated(Collections.emptySortedMap());

    static FirstStated of(Map<String, Instant> at) {
        return new FirstStated(Collections.unmodifiableSortedMap(new TreeMap<>(at)));
    }

    /** What was said under an id: a corrected fact is another statement of the same id. */
    static String statement(ClinicalFact fact) {
        return fact.factId() + "|" + EventId.of(List.of(fact.body().toString()), "staging.statement", "1");
    }

    static Instant earlier(Instant a, Instant b) {
        return b.isBefore(a) ? b : a;
    }

    /** After one id was stated twice, in whatever order. */
    FirstStated with(ClinicalFact known, ClinicalFact again) {
        TreeMap<String, Instant> first = new TreeMap<>(at);
        first.merge(statement(known), known.asOf(), FirstStated::earlier);
        first.merge(statement(again), again.asOf(), FirstStated::earlier);
        return new FirstStated(Collections.unmodifiableSortedMap(first));
    }

    /** @param elsewhere when it was first made under other keys of the person, by statement */
    Instant of(ClinicalFact fact, Map<String, Instant> elsewhere) {
        if (at.isEmpty() && elsewhere.isEmpty()) {
            return fact.asOf();
        }
        String statement = statement(fact);
        Instant own = at.getOrDefault(statement, fact.asOf());
        return earlier(own, elsewhere.getOrDefault(statement, own));
    }

    /** When the same was said before this statement, null where it was not. */
    @Nullable
    Instant before(ClinicalFact fact) {
        Instant first = at.isEmpty() ? null : at.get(statement(fact));
        return first == null || !first.isBefore(fact.asOf()) ? null : first;
    }
}
