package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.List;
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
        @Nullable Range[][] ranges = new Range[n][];
        @Nullable Set<?>[][] choices = new Set<?>[n][];
        for (int i = 0; i < n; i++) {
            Case.Leaf leaf = leaves.get(i);
            ranges[i] = variables.stream().map(v -> leaf.ranges().get(v)).toArray(Range[]::new);
            choices[i] = variables.stream().map(v -> leaf.choices().get(v)).toArray(Set<?>[]::new);
        }
        long found = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                if (!Objects.equals(leaves.get(i).decision(), leaves.get(j).decision())) {
                    found |= apart(ranges[i], ranges[j], choices[i], choices[j]);
                }
            }
        }
        List<InputSpec> deciding = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            if ((found >> i & 1) == 1) {
                deciding.add(specs.get(i));
            }
        }
        return deciding;
    }

    /** Inputs of which each alone explains every variable in which two classes exclude each other. */
    private long apart(
            @Nullable Range[] one, @Nullable Range[] other, @Nullable Set<?>[] oneOf, @Nullable Set<?>[] otherOf) {
        long left = -1;
        for (int v = 0; v < concerned.length && left != 0; v++) {
            Range mine = one[v];
            Range theirs = other[v];
            if (mine != null && theirs != null && !mine.meets(theirs)) {
                left &= concerned[v];
            }
            Set<?> my = oneOf[v];
            Set<?> their = otherOf[v];
            if (my != null && their != null && my.stream().noneMatch(their::contains)) {
                left &= concerned[v];
            }
        }
        return left;
    }
}
