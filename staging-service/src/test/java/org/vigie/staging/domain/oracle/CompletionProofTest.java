package org.vigie.staging.domain.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
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
 * boundary grid where that is feasible, which it is up to 8 inputs; otherwise exhaustive in the inputs of each clause,
 * every subset of up to 3 missing inputs, and seeded random cases. The short form runs by default, the whole with
 * {@code -Pacceptance}.
 */
class CompletionProofTest {
    private static final boolean WHOLE = Boolean.getBoolean("vigie.acceptance");
    private static final long SEED = Long.getLong("vigie.seed", 20261122L);
    private static final long EXHAUSTIVE = WHOLE ? 3_000_000 : 6_000;
    private static final long RANDOM = WHOLE ? 1_000_000 : 2_500;
    private static final int BASES_PER_SUBSET = WHOLE ? 40 : 1;
    private static final long CASES_PER_CLAUSE = 100_000;
    /** Cases of a clause in the short form. */
    private static final long SOME = 200;
    /** Far above what a case takes; a case beyond it is drawn again and counted. */
    private static final long MOST_QUESTIONS = 2_000_000;

    private static final int ATTEMPTS = 100;

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
        Proof proof = new Proof(oracle, rule, thresholds, MOST_QUESTIONS);
        long begun = System.nanoTime();
        long states = oracle.states();
        if (states <= EXHAUSTIVE) {
            every("exhaustive", oracle, states, begun, n -> proof.check(state(oracle, n)));
            return;
        }
        for (Set<String> clause : oracle.groups()) {
            List<Integer> free = free(oracle, clause);
            long each = states(oracle, free);
            long bases = WHOLE ? Math.max(4, CASES_PER_CLAUSE / each) : 1;
            every(
                    "exhaustive in " + new TreeSet<>(clause) + " beside " + bases + " states of the others",
                    oracle,
                    WHOLE ? bases * each : Math.min(each, SOME),
                    System.nanoTime(),
                    n -> proof.check(within(oracle, free, WHOLE ? n : n * Math.max(1, each / SOME))));
        }
        List<int[]> subsets = upToThreeMissing(oracle);
        every(
                "subsets of up to 3 missing",
                oracle,
                subsets.size(),
                System.nanoTime(),
                n -> proof.check(subsets.get((int) n)));
        AtomicLong again = new AtomicLong();
        every("random, seed " + SEED, oracle, RANDOM, System.nanoTime(), n -> {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (proof.check(random(oracle, n, attempt))) {
                    again.addAndGet(attempt);
                    return true;
                }
            }
            return false;
        });
        if (again.get() > 0) {
            System.out.println("  of them drawn again as the oracle had too many completions to try: " + again);
        }
    }

    /** Each case is decided by the oracle, or the proof has a hole and fails. */
    private static void every(String how, RuleOracle oracle, long cases, long begun, LongPredicate proved) {
        long executed = LongStream.range(0, cases).parallel().filter(proved).count();
        System.out.printf(
                Locale.ROOT,
                "completion invariance %s: %s: %d cases executed, %d left out, %.1f s%n",
                oracle.id(),
                how,
                executed,
                cases - executed,
                (System.nanoTime() - begun) / 1e9);
        assertThat(executed).as(oracle.id() + " " + how).isEqualTo(cases);
    }

    private static List<Integer> free(RuleOracle oracle, Set<String> clause) {
        return IntStream.range(0, oracle.inputs().size())
                .filter(i -> clause.contains(oracle.inputs().get(i).name()))
                .boxed()
                .toList();
    }

    private static long states(RuleOracle oracle, List<Integer> free) {
        return free.stream().mapToLong(i -> oracle.inputs().get(i).states()).reduce(1, Math::multiplyExact);
    }

    /** All states of some inputs in turn; the others the same for each turn, drawn anew for the next, one in six missing. */
    private static int[] within(RuleOracle oracle, List<Integer> free, long number) {
        long rest = number % states(oracle, free);
        SplittableRandom random = new SplittableRandom(SEED + 7_919 * (number / states(oracle, free)));
        int[] state = drawn(oracle, random, 1.0 / 6);
        for (int i : free) {
            int states = oracle.inputs().get(i).states();
            state[i] = (int) (rest % states);
            rest /= states;
        }
        return state;
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

    /** Mostly a few inputs missing, in one of eight cases up to half of them. */
    private static int[] random(RuleOracle oracle, long number, int attempt) {
        SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + number + attempt * 1_000_000_007L);
        return drawn(oracle, random, random.nextDouble() * (number % 8 == 0 ? 0.5 : 0.3));
    }

    private static int[] drawn(RuleOracle oracle, SplittableRandom random, double missing) {
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
