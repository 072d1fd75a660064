package org.vigie.staging.domain.logic;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the stated inputs of one evaluation settle for every completion of the others: conditions that ask for nothing
 * missing, and where a derived number of which one operand is missing crosses a threshold.
 */
final class Settled {
    private final IdentityHashMap<Condition, Boolean> answers = new IdentityHashMap<>();
    private final IdentityHashMap<Derived, Map<Crossing, Double>> edges = new IdentityHashMap<>();

    /** @param range of the missing operand */
    record Crossing(int operand, Relation relation, double threshold, Range range) {}

    @Nullable
    Boolean answer(Condition condition) {
        return answers.get(condition);
    }

    void answer(Condition condition, boolean holds) {
        answers.put(condition, holds);
    }

    @Nullable
    Double edge(Derived derived, Crossing crossing) {
        Map<Crossing, Double> known = edges.get(derived);
        return known == null ? null : known.get(crossing);
    }

    void edge(Derived derived, Crossing crossing, double edge) {
        edges.computeIfAbsent(derived, _ -> new HashMap<>()).put(crossing, edge);
    }
}
