package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which inputs decide: those for which two classes of completions with different decisions are kept apart by that input
 * alone. One pass over pairs of classes, each left as soon as it cannot name an input that was not named before; the
 * fork at which two classes parted says at once which inputs could.
 */
final class Deciding {
    /** A set of inputs is one {@code long}. */
    private static final int MOST_INPUTS = Long.SIZE;

    private final List<InputSpec> specs;
    private final List<Case.Leaf> leaves;
    private final long[] concerned;
    private final boolean anyJointly;
    private final Attainable attainable;

    Deciding(List<InputSpec> specs, Variables variables, List<Case.Leaf> leaves, Attainable attainable) {
        if (specs.size() > MOST_INPUTS) {
            throw new IllegalArgumentException("more than " + MOST_INPUTS + " inputs");
        }
        this.specs = specs;
        this.leaves = leaves;
        this.attainable = attainable;
        this.anyJointly = variables.anyJointly();
        this.concerned = new long[variables.size()];
        for (int v = 0; v < concerned.length; v++) {
            concerned[v] = concerned(variables.name(v), variables.jointly(v));
        }
    }

    /** Inputs that a variable stands for. */
    private long concerned(String variable, List<Derived> jointly) {
        long mask = 0;
        for (int i = 0; i < specs.size(); i++) {
            InputSpec spec = specs.get(i);
            boolean element = spec instanceof ListInput
                    && (variable.startsWith(spec.name() + "[") || variable.equals(spec.name() + "#"));
            boolean operand =
                    jointly.stream().anyMatch(joint -> joint.operands().stream().anyMatch(spec::equals));
            if (variable.equals(spec.name()) || element || operand) {
                mask |= 1L << i;
            }
        }
        return mask;
    }

    List<InputSpec> inputs() {
        int n = leaves.size();
        int width = concerned.length;
        double[] low = new double[n * width];
        double[] high = new double[n * width];
        long[] choices = new long[n * width];
        Map<Decision, Integer> decisions = new HashMap<>();
        int[] decision = new int[n];
        int[] depth = new int[n];
        int[] variable = new int[n];
        long open = 0;
        for (int v = 0; v < width; v++) {
            open |= concerned[v];
        }
        for (int i = 0; i < n; i++) {
            Case.Leaf leaf = leaves.get(i);
            for (int v = 0; v < width; v++) {
                low[i * width + v] = leaf.low(v);
                high[i * width + v] = leaf.high(v);
                choices[i * width + v] = leaf.choices(v);
            }
            depth[i] = leaf.forkDepth();
            variable[i] = leaf.forkVariable();
            decision[i] = decisions.computeIfAbsent(leaf.decision(), _ -> decisions.size());
        }
        long all = open;
        for (int i = 0; i < n && open != 0; i++) {
            int outermost = Integer.MAX_VALUE;
            long apart = 0;
            for (int j = i + 1; j < n; j++) {
                // The outermost fork between two classes keeps them apart: only its inputs may be what decides.
                if (depth[j] < outermost) {
                    outermost = depth[j];
                    apart = concerned[variable[j]];
                }
                long left = open & apart;
                if (left == 0 || decision[i] == decision[j]) {
                    continue;
                }
                // Inputs of which each alone explains every variable in which the two classes exclude each other.
                for (int v = 0, a = i * width, b = j * width; v < width && left != 0; v++, a++, b++) {
                    if (low[a] > high[b] || low[b] > high[a] || (choices[a] & choices[b]) == 0) {
                        left &= concerned[v];
                    }
                }
                if (left != 0 && anyJointly) {
                    left = attained(left, leaves.get(i), leaves.get(j));
                }
                open &= ~left;
            }
        }
        return named(all & ~open);
    }

    /** Those of them that two completions can really differ in alone, given what varied as a whole. */
    private long attained(long candidates, Case.Leaf one, Case.Leaf other) {
        long attained = 0;
        for (int i = 0; i < specs.size(); i++) {
            long bit = 1L << i;
            if ((candidates & bit) != 0
                    && attainable.meets(one, other, specs.get(i).name())) {
                attained |= bit;
            }
        }
        return attained;
    }

    private List<InputSpec> named(long found) {
        List<InputSpec> deciding = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            if (((found >> i) & 1) == 1) {
                deciding.add(specs.get(i));
            }
        }
        return deciding;
    }
}
