package org.vigie.staging.domain.oracle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.staging.domain.logic.Assessment;
import org.vigie.staging.domain.logic.Engine;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.oracle.BruteForce.Answer;
import org.vigie.staging.domain.thresholds.ThresholdSet;

/** One rule against its oracle, one case at a time. */
final class Proof {
    private static final int SIGNS_NEEDED = 3;

    private final RuleOracle oracle;
    private final Rule rule;
    private final ThresholdSet thresholds;
    private final BruteForce bruteForce;

    /** @param most questions to the oracle after which it gives a case up */
    Proof(RuleOracle oracle, Rule rule, ThresholdSet thresholds, long most) {
        this.oracle = oracle;
        this.rule = rule;
        this.thresholds = thresholds;
        this.bruteForce = new BruteForce(oracle, most);
    }

    /** @return false if the oracle gave the case up, which is then not proved */
    boolean check(int[] state) {
        Map<String, Answer> expected = bruteForce.expected(state);
        if (expected == null) {
            return false;
        }
        Assessment assessed = Engine.assess(rule, readings(state), thresholds);
        if (expected.isEmpty()) {
            require(assessed.outcome().equals("indeterminate"), state, "a contradiction", assessed);
            return true;
        }
        for (Assessment.PartOutcome part : assessed.parts()) {
            Answer answer = special(Objects.requireNonNull(expected.get(part.id()), part.id()), state);
            Set<String> reasons = new TreeSet<>();
            part.reasons().stream().map(Reason::toString).forEach(reasons::add);
            require(answer.outcome().equals(part.outcome()) && answer.reasons().equals(reasons), state, answer, part);
        }
        require(outcome(expected, state).equals(assessed.outcome()), state, expected, assessed.outcome());
        return true;
    }

    private void require(boolean holds, int[] state, Object expected, Object got) {
        if (!holds) {
            throw new AssertionError(
                    CompletionProofTest.shown(oracle, state) + "\nexpected " + expected + "\ngot      " + got);
        }
    }

    /** What the text says beyond completions: 8.11 wants 3 signs assessed. */
    private Answer special(Answer answer, int[] state) {
        if (oracle.id().equals("VFX") && answer.outcome().equals("uncertain")) {
            long known = 0;
            for (int i = 0; i < state.length; i++) {
                known += state[i] < oracle.inputs().get(i).grid().size() ? 1 : 0;
            }
            return known < SIGNS_NEEDED ? new Answer("indeterminate", Set.of("MISSING_INPUT(signs)")) : answer;
        }
        return answer;
    }

    private String outcome(Map<String, Answer> expected, int[] state) {
        String first = special(
                        Objects.requireNonNull(
                                expected.get(rule.parts().getFirst().id())),
                        state)
                .outcome();
        if (!oracle.id().equals("DS")) {
            return first;
        }
        String suffix = Objects.requireNonNull(expected.get("suffix")).outcome();
        return first.equals("indeterminate") || suffix.equals("indeterminate") ? first : first + suffix;
    }

    private Map<String, Reading> readings(int[] state) {
        Map<String, Reading> readings = new HashMap<>();
        for (int i = 0; i < state.length; i++) {
            OracleInput input = oracle.inputs().get(i);
            int partial = state[i] - input.grid().size();
            if (partial < 0) {
                readings.put(input.name(), reading(input, input.grid().get(state[i])));
            } else if (partial < input.partials().size()) {
                List<@Nullable Double> stated = input.partials().get(partial).stated();
                readings.put(input.name(), new Reading.Numbers(stated, input.unit(), null));
            }
        }
        return readings;
    }

    @SuppressWarnings("unchecked")
    private static Reading reading(OracleInput input, Object value) {
        return switch (value) {
            case Double number -> new Reading.Measured(number, input.unit(), null);
            case String word -> Reading.of(word);
            default -> new Reading.Numbers((List<@Nullable Double>) value, input.unit(), null);
        };
    }
}
