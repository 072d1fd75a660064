package org.vigie.staging.domain.oracle;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One rule by its text.
 *
 * @param parts answers by question for complete inputs; {@code null} if those inputs contradict each other. An answer
 *     that is known and undecidable is {@code indeterminate:REASON}; one with a reason beside it {@code outcome:REASON}
 * @param groups inputs that one clause of the text speaks about
 */
record RuleOracle(
        String id,
        List<OracleInput> inputs,
        Function<Facts, @Nullable Map<String, String>> parts,
        List<Set<String>> groups) {

    static RuleOracle of(String id, Function<Facts, @Nullable Map<String, String>> parts, OracleInput... inputs) {
        return new RuleOracle(id, List.of(inputs), parts, List.of());
    }

    /** @param clauses names of the inputs of each, with blanks between */
    RuleOracle clauses(String... clauses) {
        Set<String> names = inputs.stream().map(OracleInput::name).collect(Collectors.toSet());
        List<Set<String>> sets =
                Stream.of(clauses).map(clause -> Set.of(clause.split(" "))).toList();
        sets.stream().filter(set -> !names.containsAll(set)).forEach(set -> {
            throw new IllegalArgumentException(id + ": no such inputs: " + set);
        });
        return new RuleOracle(id, inputs, parts, sets);
    }

    long states() {
        return inputs.stream().mapToLong(OracleInput::states).reduce(1, Math::multiplyExact);
    }
}
