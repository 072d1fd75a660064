package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.vigie.staging.domain.thresholds.ThresholdSet;

/** Every admissible completion of what a question lacks, in classes that decide alike (clinical rules 0.3). */
final class Completions {
    /** More classes than any rule has; reaching it is a fault of the rule, not of its inputs. */
    private static final int MOST = 200_000;

    private final List<InputSpec> missing;
    private final Variables variables;
    private final List<Case.Leaf> leaves;
    private final Attainable attainable;

    private Completions(List<InputSpec> missing, Variables variables, List<Case.Leaf> leaves, Attainable attainable) {
        this.missing = missing;
        this.variables = variables;
        this.leaves = leaves;
        this.attainable = attainable;
    }

    static Completions of(
            Rule rule, Inputs inputs, ThresholdSet thresholds, Settled settled, Function<Case, Decision> question) {
        Variables variables = new Variables();
        Attainable attainable = new Attainable(inputs, variables, thresholds);
        List<Case.Leaf> leaves = new ArrayList<>();
        Path path = new Path();
        int forkDepth = Integer.MAX_VALUE;
        int forkVariable = 0;
        boolean more = true;
        while (more) {
            Case c = new Case(inputs, thresholds, settled, path, variables);
            if (isAdmissible(rule, c)) {
                Case.Leaf leaf = c.leaf(question.apply(c), forkDepth, forkVariable);
                if (!variables.anyJointly() || attainable.exists(leaf)) {
                    leaves.add(leaf);
                    forkDepth = Integer.MAX_VALUE;
                }
            }
            require(rule, leaves.size());
            more = path.next();
            // Past cases that are not admissible the outermost fork counts.
            if (more && path.forkDepth() < forkDepth) {
                forkDepth = path.forkDepth();
                forkVariable = path.forkVariable();
            }
        }
        return new Completions(
                rule.inputs().stream().filter(spec -> !inputs.isComplete(spec)).toList(),
                variables,
                leaves,
                attainable);
    }

    /** True, false or both over all completions; unknown also where none is admissible. */
    static Truth truth(Rule rule, Inputs inputs, ThresholdSet thresholds, Settled settled, Condition condition) {
        Variables variables = new Variables();
        Attainable attainable = new Attainable(inputs, variables, thresholds);
        Path path = new Path();
        Truth found = null;
        int tried = 0;
        do {
            Case c = new Case(inputs, thresholds, settled, path, variables);
            if (isAdmissible(rule, c)) {
                Truth here = Truth.of(c.holds(condition));
                boolean exists = !variables.anyJointly() || attainable.exists(c.leaf(Decision.of(""), 0, 0));
                if (exists && found != null && found != here) {
                    return Truth.UNKNOWN;
                }
                found = exists ? here : found;
            }
            require(rule, ++tried);
        } while (path.next());
        return found == null ? Truth.UNKNOWN : found;
    }

    private static boolean isAdmissible(Rule rule, Case c) {
        for (Rule.Constraint constraint : rule.constraints()) {
            if (!c.holds(constraint.condition())) {
                return false;
            }
        }
        return true;
    }

    private static void require(Rule rule, int tried) {
        if (tried > MOST) {
            throw new IllegalStateException("rule " + rule.id() + ": too many classes of completions");
        }
    }

    /** Different decisions of the admissible completions; none if the known inputs contradict each other. */
    Set<Decision> decisions() {
        Set<Decision> found = new HashSet<>();
        for (Case.Leaf leaf : leaves) {
            found.add(leaf.decision());
        }
        return found;
    }

    /** The missing inputs of which one alone can turn the decision, in some completion of the others. */
    List<InputSpec> deciding() {
        return new Deciding(missing, variables, leaves, attainable).inputs();
    }
}
