package org.vigie.staging.domain.oracle;

import java.util.ArrayList;
import java.util.HashMap;
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

    private List<@Nullable Map<String, String>> answers(
            Map<String, Object> known, List<OracleInput> free, List<List<?>> choices, int size) {
        List<@Nullable Map<String, String>> answers = new ArrayList<>(size);
        for (int n = 0; n < size; n++) {
            Map<String, Object> complete = new HashMap<>(known);
            int rest = n;
            for (int k = 0; k < free.size(); k++) {
                List<?> values = choices.get(k);
                complete.put(free.get(k).name(), Objects.requireNonNull(values.get(rest % values.size())));
                rest /= values.size();
            }
            answers.add(oracle.parts().apply(new Facts(complete)));
        }
        return answers;
    }

    private Map<String, Answer> summary(
            List<OracleInput> free, List<List<?>> choices, List<@Nullable Map<String, String>> answers) {
        Map<String, Answer> summary = new LinkedHashMap<>();
        Set<String> parts = new TreeSet<>();
        answers.forEach(a -> parts.addAll(a == null ? Set.of() : a.keySet()));
        for (String part : parts) {
            Set<String> found = new TreeSet<>();
            answers.forEach(a -> {
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
        int stride = 1;
        for (int k = 0; k < free.size(); k++) {
            int length = choices.get(k).size();
            for (int n = 0; n < answers.size(); n++) {
                if (n / stride % length != 0) {
                    continue;
                }
                String first = null;
                for (int v = 0; v < length; v++) {
                    Map<String, String> answer = answers.get(n + v * stride);
                    String here = answer == null ? null : answer.get(part);
                    if (here != null && first != null && !here.equals(first)) {
                        lacks.add(free.get(k).lack());
                    }
                    first = here == null ? first : here;
                }
            }
            stride *= length;
        }
        return lacks;
    }
}
