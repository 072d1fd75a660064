package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which inputs decide: those for which two classes of completions with different decisions are kept apart by that input
 * alone. One pass over pairs of classes, each left as soon as two different inputs keep it apart.
 */
final class Deciding {
    /** A set of inputs is one {@code long}. */
    private static final int MOST_INPUTS = Long.SIZE;

    private final List<InputSpec> specs;
    private final List<Case.Leaf> leaves;
    private final List<String> variables;
    private final long[] concerned;

    Deciding(List<InputSpec> specs, List<Case.Leaf> leaves) {
        if (specs.size() > MOST_INPUTS) {
            throw new IllegalArgumentException("more than " + MOST_INPUTS + " inputs");
        }
        this.specs = specs;
        this.leaves = leaves;
        Set<String> names = new TreeSet<>();
        leaves.forEach(leaf -> {
            names.addAll(leaf.ranges().keySet());
            names.addAll(leaf.choices().keySet());
        });
        this.variables = List.copyOf(names);
        this.concerned = new long[variables.size()];
        for (Case.Leaf leaf : leaves) {
            for (int v = 0; v < concerned.length; v++) {
                concerned[v] |= concerned(variables.get(v), leaf);
            }
        }
    }

    private long concerned(String variable, Case.Leaf leaf) {
        Derived joint = leaf.jointly().get(variable);
        long mask = 0;
        for (int i = 0; i < specs.size(); i++) {
            InputSpec spec = specs.get(i);
            boolean element = spec instanceof ListInput
                    && (variable.startsWith(spec.name() + "[") || variable.equals(spec.name() + "#"));
            boolean operand = joint != null && joint.operands().stream().anyMatch(spec::equals);
            if (variable.equals(spec.name()) || element || operand) {
                mask |= 1L << i;
            }
        }
        return mask;
    }

    List<InputSpec> inputs() {
        int n = leaves.size();
        double[][] lows = new double[n][];
        double[][] highs = new double[n][];
        long[][] words = new long[n][];
        Map<Decision, Integer> decisions = new HashMap<>();
        int[] decision = new int[n];
        for (int i = 0; i < n; i++) {
            Case.Leaf leaf = leaves.get(i);
            lows[i] = variables.stream()
                    .mapToDouble(v -> low(leaf.ranges().get(v)))
                    .toArray();
            highs[i] = variables.stream()
                    .mapToDouble(v -> high(leaf.ranges().get(v)))
                    .toArray();
            words[i] = variables.stream()
                    .mapToLong(v -> words(v, leaf.choices().get(v)))
                    .toArray();
            decision[i] = decisions.computeIfAbsent(Objects.requireNonNull(leaf.decision()), _ -> decisions.size());
        }
        long found = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                if (decision[i] != decision[j]) {
                    found |= apart(lows[i], highs[i], words[i], lows[j], highs[j], words[j]);
                }
            }
        }
        List<InputSpec> deciding = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            if (((found >> i) & 1) == 1) {
                deciding.add(specs.get(i));
            }
        }
        return deciding;
    }

    /** Inputs of which each alone explains every variable in which two classes exclude each other. */
    private long apart(double[] low, double[] high, long[] words, double[] lows, double[] highs, long[] others) {
        long left = -1;
        for (int v = 0; v < concerned.length && left != 0; v++) {
            if (low[v] > highs[v] || lows[v] > high[v] || (words[v] & others[v]) == 0) {
                left &= concerned[v];
            }
        }
        return left;
    }

    private static double low(@Nullable Range range) {
        return range == null ? Double.NEGATIVE_INFINITY : range.low();
    }

    private static double high(@Nullable Range range) {
        return range == null ? Double.POSITIVE_INFINITY : range.high();
    }

    /** One bit a value that is still possible; all of them where nothing is excluded. */
    private long words(String variable, @Nullable Set<String> possible) {
        if (possible == null) {
            return -1;
        }
        long mask = 0;
        for (InputSpec spec : specs) {
            if (spec instanceof ChoiceInput choice && choice.name().equals(variable)) {
                for (String value : possible) {
                    mask |= 1L << choice.values().indexOf(value);
                }
            }
        }
        return mask;
    }
}
