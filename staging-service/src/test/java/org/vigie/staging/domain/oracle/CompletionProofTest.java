package org.vigie.staging.domain.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vigie.staging.domain.catalogue.Rules;
import org.vigie.staging.domain.logic.ChoiceInput;
import org.vigie.staging.domain.logic.InputSpec;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.thresholds.ThresholdFile;

/**
 * Clinical rules 0.3: for every rule and every subset of missing inputs the outcome is the common outcome of all
 * admissible completions, else {@code indeterminate} naming exactly the inputs that decide. Exhaustive over subsets and
 * boundary grid where that is feasible; otherwise every subset of up to 3 missing inputs, and seeded random cases. The
 * short form runs by default, the whole with {@code -Pacceptance}.
 */
class CompletionProofTest {
    private static final boolean WHOLE = Boolean.getBoolean("vigie.acceptance");
    private static final long SEED = Long.getLong("vigie.seed", 20261122L);
    private static final long EXHAUSTIVE = WHOLE ? 3_000_000 : 6_000;
    private static final long RANDOM = WHOLE ? 1_000_000 : 2_500;
    private static final int BASES_PER_SUBSET = WHOLE ? 40 : 1;

    static Stream<Arguments> rules() {
        return oracles().map(oracle -> Arguments.argumentSet(oracle.id(), oracle));
    }

    private static Stream<RuleOracle> oracles() {
        return Stream.of(MyelomaOracles.ALL, SolidTumourOracles.ALL).flatMap(List::stream);
    }

    @Test
    void everyRuleOfTheCatalogueHasAnOracleWithTheSameInputs() {
        assertThat(oracles().map(RuleOracle::id))
                .containsExactlyInAnyOrderElementsOf(
                        Rules.all().stream().map(Rule::id).toList());
        oracles().forEach(oracle -> {
            Rule rule = Rules.byId(oracle.id()).orElseThrow();
            assertThat(oracle.inputs().stream().map(i -> i.name() + (i.optional() ? " optional" : "")))
                    .as(oracle.id())
                    .containsExactlyElementsOf(rule.inputs().stream()
                            .map(i -> i.name() + (i.optional() ? " optional" : ""))
                            .toList());
            for (InputSpec input : rule.inputs()) {
                if (input instanceof ChoiceInput choice) {
                    List<Object> grid =
                            oracle.inputs().get(rule.inputs().indexOf(input)).grid();
                    assertThat(choice.values())
                            .as(oracle.id() + " " + input.name())
                            .containsAll(texts(grid));
                }
            }
        });
    }

    private static List<String> texts(List<Object> grid) {
        return grid.stream().map(Object::toString).toList();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void outcomeIsWhatAllCompletionsAgreeOn(RuleOracle oracle) {
        Rule rule = Rules.byId(oracle.id()).orElseThrow();
        ThresholdSet thresholds = ThresholdFile.named(rule.thresholds());
        AtomicLong skipped = new AtomicLong();
        AtomicLong widened = new AtomicLong();
        Proof proof = new Proof(oracle, rule, thresholds, skipped, widened);
        long states = oracle.states();
        if (states <= EXHAUSTIVE) {
            LongStream.range(0, states).parallel().forEach(n -> proof.check(state(oracle, n)));
            print(oracle, "exhaustive", states, skipped, widened);
            return;
        }
        List<int[]> subsets = upToThreeMissing(oracle);
        subsets.parallelStream().forEach(proof::check);
        print(oracle, "subsets of up to 3 missing", subsets.size(), skipped, widened);
        LongStream.range(0, RANDOM).parallel().forEach(n -> proof.check(random(oracle, n)));
        print(oracle, "random, seed " + SEED, RANDOM, skipped, widened);
    }

    private static void print(RuleOracle oracle, String how, long cases, AtomicLong skipped, AtomicLong widened) {
        System.out.printf(
                Locale.ROOT,
                "completion invariance %s: %s, %d cases, left out as too many completions: %d, "
                        + "less certain than need be where two compared inputs are both missing: %d%n",
                oracle.id(),
                how,
                cases,
                skipped.getAndSet(0),
                widened.getAndSet(0));
    }

    private static int[] state(RuleOracle oracle, long number) {
        int[] state = new int[oracle.inputs().size()];
        long rest = number;
        for (int i = 0; i < state.length; i++) {
            int states = oracle.inputs().get(i).states();
            state[i] = (int) (rest % states);
            rest /= states;
        }
        return state;
    }

    /** Each subset with several assignments of the others. */
    private static List<int[]> upToThreeMissing(RuleOracle oracle) {
        List<int[]> cases = new ArrayList<>();
        int inputs = oracle.inputs().size();
        for (int a = 0; a < inputs; a++) {
            for (int b = a; b < inputs; b++) {
                for (int c = b; c < inputs; c++) {
                    for (int base = 0; base < BASES_PER_SUBSET; base++) {
                        int[] state = new int[inputs];
                        SplittableRandom random =
                                new SplittableRandom(SEED + 31L * (a + 100L * b + 10_000L * c) + base);
                        for (int i = 0; i < inputs; i++) {
                            state[i] = i == a || i == b || i == c
                                    ? oracle.inputs().get(i).states() - 1
                                    : random.nextInt(oracle.inputs().get(i).states() - 1);
                        }
                        cases.add(state);
                    }
                }
            }
        }
        return cases;
    }

    /** Anything from nothing missing to half of it. */
    private static int[] random(RuleOracle oracle, long number) {
        SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + number);
        double missing = random.nextDouble() * 0.5;
        int[] state = new int[oracle.inputs().size()];
        for (int i = 0; i < state.length; i++) {
            int states = oracle.inputs().get(i).states();
            state[i] = random.nextDouble() < missing ? states - 1 : random.nextInt(states - 1);
        }
        return state;
    }

    @Test
    void nothingKnownIsAnsweredInTime() {
        for (Rule rule : Rules.all()) {
            long start = System.nanoTime();
            assertThat(org.vigie.staging.domain.logic.Engine.assess(
                                    rule, Map.of(), ThresholdFile.named(rule.thresholds()))
                            .outcome())
                    .as(rule.id())
                    .isNotNull();
            System.out.printf(
                    Locale.ROOT, "%s with nothing known: %.1f ms%n", rule.id(), (System.nanoTime() - start) / 1e6);
        }
    }

    static String shown(RuleOracle oracle, int[] state) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < state.length; i++) {
            OracleInput input = oracle.inputs().get(i);
            int partial = state[i] - input.grid().size();
            parts.add(input.name() + "="
                    + (partial < 0
                            ? input.grid().get(state[i])
                            : partial < input.partials().size()
                                    ? input.partials().get(partial).stated()
                                    : "-"));
        }
        return oracle.id() + " " + parts + " " + Arrays.toString(state);
    }
}
