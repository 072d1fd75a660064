package org.vigie.staging.domain.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Completes what is missing in every way the grid has and sees whether the answers agree (clinical rules 0.3). An input
 * is completed when the rule first asks for it: completions that differ only in what is never asked for are one.
 */
final class BruteForce {
    private static final int STATED = -1;

    private final RuleOracle oracle;
    private final long most;

    /** @param most questions to the oracle after which a case is given up */
    BruteForce(RuleOracle oracle, long most) {
        this.oracle = oracle;
        this.most = most;
    }

    record Answer(String outcome, Set<String> reasons) {}

    /** More questions than a case may take. */
    @SuppressWarnings("serial") // thrown and caught here
    private static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1;

        private TooMany() {
            super(null, null, false, false);
        }
    }

    /** The oracle asked for an input that is not completed yet. */
    @SuppressWarnings("serial") // thrown and caught here
    private static final class Asks extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Asks() {
            super(null, null, false, false);
        }
    }

    /**
     * @param states by input: index in the grid, then of a partial list, then absent
     * @return by part; empty if no completion is admissible; {@code null} if it took too many questions
     */
    @Nullable
    Map<String, Answer> expected(int[] states) {
        try {
            return new Search(states).summary();
        } catch (TooMany e) {
            return null;
        }
    }

    /** One input as the oracle sees it. */
    private static final class Slot {
        private final int number;
        private @Nullable Object value;

        /** @param number of the open input, less than 0 if it is stated */
        private Slot(int number, @Nullable Object value) {
            this.number = number;
            this.value = value;
        }
    }

    /** One case: what is stated, what is open and what the open inputs are being completed with. */
    private final class Search {
        private final Map<String, Slot> slots = new HashMap<>();
        private final List<OracleInput> free = new ArrayList<>();
        private final List<Slot> open = new ArrayList<>();
        private final List<List<?>> choices = new ArrayList<>();
        private final Diagram diagram = new Diagram();
        private final Facts facts = new Facts(new Completed());
        private final Asks asks = new Asks();
        private int wanted;
        private long questions;

        private Search(int[] states) {
            Map<String, Object> known = new HashMap<>();
            for (int i = 0; i < states.length; i++) {
                OracleInput input = oracle.inputs().get(i);
                if (states[i] < input.grid().size()) {
                    known.put(input.name(), input.grid().get(states[i]));
                }
            }
            known.forEach((name, value) -> slots.put(name, new Slot(STATED, value)));
            for (int i = 0; i < states.length; i++) {
                OracleInput input = oracle.inputs().get(i);
                int partial = states[i] - input.grid().size();
                boolean absent = partial == input.partials().size();
                boolean replaced = input.instead() == null || known.containsKey(input.instead());
                if (partial < 0 || (absent && input.optional() && replaced)) {
                    continue;
                }
                List<Object> values = absent
                        ? new ArrayList<>(input.grid())
                        : new ArrayList<>(input.partials().get(partial).completions());
                if (absent) {
                    values.addAll(input.more().apply(known));
                }
                Slot slot = new Slot(free.size(), null);
                slots.put(input.name(), slot);
                open.add(slot);
                free.add(input);
                choices.add(values);
            }
        }

        /** What the oracle sees: stated values, completed ones, and nothing of an optional input that is absent. */
        @SuppressWarnings("serial") // lives as long as one case
        private final class Completed extends HashMap<String, Object> {
            private static final long serialVersionUID = 1;

            @Override
            public boolean containsKey(Object name) {
                return slots.containsKey(name);
            }

            @Override
            public @Nullable Object get(Object name) {
                Slot slot = slots.get(name);
                if (slot == null) {
                    return null;
                }
                if (slot.value == null) {
                    wanted = slot.number;
                    throw asks;
                }
                return slot.value;
            }

            @Override
            public Object getOrDefault(Object name, Object otherwise) {
                Object value = get(name);
                return value == null ? otherwise : value;
            }
        }

        /** @throws Asks if it depends on an open input, the number of which is then {@link #wanted} */
        private @Nullable Map<String, String> ask() {
            if (++questions > most) {
                throw new TooMany();
            }
            return oracle.parts().apply(facts);
        }

        private Map<String, Answer> summary() {
            int root = explored();
            Map<String, Set<String>> found = new TreeMap<>();
            diagram.answers(root)
                    .forEach(answer -> answer.forEach((part, text) ->
                            found.computeIfAbsent(part, _ -> new TreeSet<>()).add(text)));
            Map<String, Answer> summary = new TreeMap<>();
            Map<String, Set<String>> undecided = new TreeMap<>();
            found.forEach((part, answers) -> {
                if (answers.size() == 1) {
                    summary.put(part, single(answers.iterator().next()));
                } else {
                    undecided.put(part, new TreeSet<>());
                }
            });
            if (!undecided.isEmpty()) {
                for (int k : diagram.inputs(root)) {
                    Set<String> left = new TreeSet<>(undecided.keySet());
                    diagram.turned(root, k, choices.get(k).size(), left);
                    undecided.forEach((part, lacks) -> {
                        if (!left.contains(part)) {
                            lacks.add(free.get(k).lack());
                        }
                    });
                }
            }
            undecided.forEach((part, lacks) -> summary.put(part, new Answer("indeterminate", lacks)));
            return summary;
        }

        private int explored() {
            try {
                return diagram.leaf(ask());
            } catch (Asks e) {
                int k = wanted;
                int[] children = new int[choices.get(k).size()];
                for (int v = 0; v < children.length; v++) {
                    open.get(k).value = choices.get(k).get(v);
                    children[v] = explored();
                }
                open.get(k).value = null;
                return diagram.node(k, children);
            }
        }
    }

    private static Answer single(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Answer(text, Set.of())
                : new Answer(text.substring(0, colon), Set.of(text.substring(colon + 1)));
    }
}
