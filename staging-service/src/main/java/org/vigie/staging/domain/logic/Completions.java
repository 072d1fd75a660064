package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.vigie.staging.domain.thresholds.ThresholdSet;

/** Every admissible completion of what a question lacks, in classes that decide alike (clinical rules 0.3). */
final class Completions {
    /** More classes than any rule has; reaching it is a fault of the rule, not of its inputs. */
    private static final int MOST = 200_000;

    private final List<InputSpec> missing;
    private final List<Case.Leaf> leaves;

    private Completions(List<InputSpec> missing, List<Case.Leaf> leaves) {
        this.missing = missing;
        this.leaves = leaves;
    }

    static Completions of(Rule rule, Inputs inputs, ThresholdSet thresholds, Function<Case, Decision> question) {
        List<Case.Leaf> leaves = new ArrayList<>();
        Path path = new Path();
        do {
            Case c = new Case(inputs, thresholds, path);
            if (rule.constraints().stream().allMatch(constraint -> c.holds(constraint.condition()))) {
                leaves.add(c.leaf(question.apply(c)));
            }
            if (leaves.size() > MOST) {
                throw new IllegalStateException("rule " + rule.id() + ": too many classes of completions");
            }
        } while (path.next());
        return new Completions(
                rule.inputs().stream().filter(spec -> !inputs.isComplete(spec)).toList(), leaves);
    }

    /** True, false or both over all completions; unknown also where none is admissible. */
    static Truth truth(Rule rule, Inputs inputs, ThresholdSet thresholds, Condition condition) {
        Set<Decision> found = of(rule, inputs, thresholds, c -> Decision.of(Boolean.toString(c.holds(condition))))
                .decisions();
        return found.size() == 1 ? Truth.of(found.contains(Decision.of("true"))) : Truth.UNKNOWN;
    }

    /** Different decisions of the admissible completions; none if the known inputs contradict each other. */
    Set<Decision> decisions() {
        Set<Decision> found = new HashSet<>();
        leaves.forEach(leaf -> found.add(Objects.requireNonNull(leaf.decision())));
        return found;
    }

    /** The missing inputs of which one alone can turn the decision, in some completion of the others. */
    List<InputSpec> deciding() {
        return new Deciding(missing, leaves).inputs();
    }
}
