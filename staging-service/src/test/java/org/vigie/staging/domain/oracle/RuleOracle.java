package org.vigie.staging.domain.oracle;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One rule by its text.
 *
 * @param parts answers by question for complete inputs; {@code null} if those inputs contradict each other. An answer
 *     that is known and undecidable is {@code indeterminate:REASON}; one with a reason beside it {@code outcome:REASON}
 * @param together see {@link #comparing}
 */
record RuleOracle(
        String id,
        List<OracleInput> inputs,
        Function<Facts, @Nullable Map<String, String>> parts,
        List<Set<String>> together) {

    static RuleOracle of(String id, Function<Facts, @Nullable Map<String, String>> parts, OracleInput... inputs) {
        return new RuleOracle(id, List.of(inputs), parts, List.of());
    }

    /**
     * @param pairs {@code a/b}: inputs that are compared with each other. Where both are missing the evaluator bounds the
     *     comparison from outside: it may be indeterminate, or name an input, more often than completions ask for
     */
    RuleOracle comparing(String... pairs) {
        return new RuleOracle(
                id,
                inputs,
                parts,
                Stream.of(pairs).map(p -> Set.of(p.split("/"))).toList());
    }

    long states() {
        long product = 1;
        for (OracleInput input : inputs) {
            product = Math.multiplyExact(product, input.states());
        }
        return product;
    }
}
