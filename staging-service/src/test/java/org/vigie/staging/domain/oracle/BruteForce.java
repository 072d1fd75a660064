package org.vigie.staging.domain.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Completes what is missing in every way the grid has and sees whether the answers agree (clinical rules 0.3). */
final class BruteForce {
    /** More completions than this are left to another case. */
    static final int MOST = 30_000;

    private final RuleOracle oracle;

    BruteForce(RuleOracle oracle) {
        this.oracle = oracle;
    }

    record Answer(String outcome, Set<String> reasons) {}

    /**
     * @param states by input: index in the grid, then of a partial list, then absent
     * @return by part; empty if no completion is admissible; {@code null} if there are too many
     */
    @Nullable
    Map<String, Answer> expected(int[] states) {
        Map<String, Object> known = new HashMap<>();
        List<OracleInput> free = new ArrayList<>();
        List<List<?>> choices = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            OracleInput input = oracle.inputs().get(i);
            if (states[i] < input.grid().size()) {
                known.put(input.name(), input.grid().get(states[i]));
            }
        }
        long size = 1;
        for (int i = 0; i < states.length; i++) {
            OracleInput input = oracle.inputs().get(i);
            int partial = states[i] - input.grid().size();
            boolean absent = partial == input.partials().size();
            boolean replaced = input.instead() == null || known.containsKey(input.instead());
            if (partial < 0 || (absent && input.optional() && replaced)) {
                continue;
            }
            List<Object> values = partial < input.partials().size()
                    ? new ArrayList<>(input.partials().get(partial).completions())
                    : new ArrayList<>(input.grid());
            if (partial == input.partials().size()) {
                values.addAll(input.more().apply(known));
            }
            free.add(input);
            choices.add(values);
            size *= values.size();
            if (size > MOST) {
                return null;
            }
        }
        List<@Nullable Map<String, String>> answers = answers(known, free, choices, (int) size);
        return summary(free, choices, answers);
    }

    /** Facts that remember which of them the oracle asked for. */
    @SuppressWarnings("serial") // lives as long as one call
    private static final class Asked extends HashMap<String, Object> {
        private static final long serialVersionUID = 1;
        private final Set<String> names = new TreeSet<>();

        private Asked(Map<String, Object> facts) {
            super(facts);
        }

        @Override
        public boolean containsKey(Object name) {
            names.add((String) name);
            return super.containsKey(name);
        }

        @Override
        public @Nullable Object get(Object name) {
            names.add((String) name);
            return super.get(name);
        }

        @Override
        public Object getOrDefault(Object name, Object otherwise) {
            names.add((String) name);
            return super.getOrDefault(name, otherwise);
        }
    }

    /** Every completion has its answer; those that differ only in what the oracle did not ask for share one call of it. */
    private List<@Nullable Map<String, String>> answers(
            Map<String, Object> known, List<OracleInput> free, List<List<?>> choices, int size) {
        @Nullable Map<String, String>[] answers = array(size);
        boolean[] done = new boolean[size];
        for (int n = 0; n < size; n++) {
            if (!done[n]) {
                Asked complete = new Asked(known);
                int rest = n;
                for (int k = 0; k < free.size(); k++) {
                    List<?> values = choices.get(k);
                    complete.put(free.get(k).name(), Objects.requireNonNull(values.get(rest % values.size())));
                    rest /= values.size();
                }
                Map<String, String> answer = oracle.parts().apply(new Facts(complete));
                share(n, answer, free, choices, complete.names, answers, done);
            }
        }
        return Arrays.asList(answers);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps has no other form
    private static @Nullable Map<String, String>[] array(int size) {
        return new Map[size];
    }

    private static void share(
            int n,
            @Nullable Map<String, String> answer,
            List<OracleInput> free,
            List<List<?>> choices,
            Set<String> asked,
            @Nullable Map<String, String>[] answers,
            boolean[] done) {
        int[] alike = {n};
        int stride = 1;
        for (int k = 0; k < free.size(); k++) {
            int length = choices.get(k).size();
            if (!asked.contains(free.get(k).name())) {
                int here = n / stride % length;
                int[] more = new int[alike.length * length];
                for (int i = 0; i < alike.length; i++) {
                    for (int v = 0; v < length; v++) {
                        more[i * length + v] = alike[i] + (v - here) * stride;
                    }
                }
                alike = more;
            }
            stride *= length;
        }
        for (int other : alike) {
            answers[other] = answer;
            done[other] = true;
        }
    }

    private Map<String, Answer> summary(
            List<OracleInput> free, List<List<?>> choices, List<@Nullable Map<String, String>> answers) {
        Map<String, Answer> summary = new LinkedHashMap<>();
        Set<String> parts = new TreeSet<>();
        new HashSet<>(answers).forEach(a -> parts.addAll(a == null ? Set.of() : a.keySet()));
        for (String part : parts) {
            Set<String> found = new TreeSet<>();
            new HashSet<>(answers).forEach(a -> {
                if (a != null) {
                    found.add(Objects.requireNonNull(a.get(part)));
                }
            });
            summary.put(
                    part,
                    found.size() == 1
                            ? single(found.iterator().next())
                            : new Answer("indeterminate", deciding(part, free, choices, answers)));
        }
        return summary;
    }

    private static Answer single(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Answer(text, Set.of())
                : new Answer(text.substring(0, colon), Set.of(text.substring(colon + 1)));
    }

    /** The missing inputs that alone turn the answer in some completion of the others. */
    private static Set<String> deciding(
            String part, List<OracleInput> free, List<List<?>> choices, List<@Nullable Map<String, String>> answers) {
        Set<String> lacks = new TreeSet<>();
        int[] codes = codes(part, answers);
        int stride = 1;
        for (int k = 0; k < free.size(); k++) {
            int length = choices.get(k).size();
            if (decides(codes, stride, length)) {
                lacks.add(free.get(k).lack());
            }
            stride *= length;
        }
        return lacks;
    }

    /** Different answers have different numbers; 0 where a completion is not admissible. */
    private static int[] codes(String part, List<@Nullable Map<String, String>> answers) {
        Map<String, Integer> numbers = new HashMap<>();
        IdentityHashMap<Map<String, String>, Integer> known = new IdentityHashMap<>();
        int[] codes = new int[answers.size()];
        for (int n = 0; n < codes.length; n++) {
            Map<String, String> answer = answers.get(n);
            if (answer != null) {
                codes[n] = known.computeIfAbsent(
                        answer,
                        a -> numbers.computeIfAbsent(Objects.requireNonNull(a.get(part)), _ -> numbers.size() + 1));
            }
        }
        return codes;
    }

    private static boolean decides(int[] codes, int stride, int length) {
        for (int block = 0; block < codes.length; block += stride * length) {
            for (int n = block; n < block + stride; n++) {
                int first = 0;
                for (int v = 0; v < length; v++) {
                    int here = codes[n + v * stride];
                    if (here != 0 && first != 0 && here != first) {
                        return true;
                    }
                    first = here == 0 ? first : here;
                }
            }
        }
        return false;
    }
}
