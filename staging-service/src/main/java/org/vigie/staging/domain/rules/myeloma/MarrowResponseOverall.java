package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.all;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.Decision;
import org.vigie.staging.domain.logic.Derived;
import org.vigie.staging.domain.logic.InputSpec;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/**
 * {@code RAC-OVERALL}: the dominant category of a whole study (clinical rules 8.9), the one most regions have; where two
 * are equally frequent, the one that is checked first (5, 4, 1, 2, 3). A region may be known up to some categories only,
 * or not at all: there is an overall category only where it is the same whatever those are (clinical rules 0.3). With
 * {@code v(c)} regions that have category c and {@code p(d)} regions that may have d among others, c is certain if
 * {@code v(c) - v(d) - p(d)} is at least 0 for each d checked later and at least 1 for each d checked earlier.
 */
public final class MarrowResponseOverall {
    public static final String ID = "RAC-OVERALL";

    private static final int MANY = 1000;
    private static final List<String> ORDER = List.of("5", "4", "1", "2", "3");
    private static final Map<String, NumberInput> REGIONS = new TreeMap<>();
    private static final NumberInput UNKNOWN = NumberInput.count(
            "regionsUnknown", Text.of("regions without a known category", "régions sans catégorie connue"), MANY);

    static {
        for (String category : ORDER) {
            REGIONS.put(
                    category,
                    NumberInput.count(
                            "regions" + category,
                            Text.of("regions of category " + category, "régions de catégorie " + category),
                            MANY));
        }
    }

    /** Over counts of regions that have a category or none that is known. */
    static final Rule RULE = rule(List.of(), "region");

    /** Equal questions are put to the very same rule, whose sentences are then made once. */
    private static final Map<Asked, Rule> MADE = new ConcurrentHashMap<>();

    private static final int MOST_MADE = 100;

    private record Asked(List<Set<String>> partial, String lacking) {}

    private MarrowResponseOverall() {}

    /**
     * @param possible by region what rule {@code RAC} may yet say of it; the regions that decide are named in the reason
     *     where there is no overall category
     * @return the rule over the counts of {@link #readings}
     */
    public static Rule rule(Map<String, Set<String>> possible) {
        List<String> deciding = new DominantCategory(ORDER).deciding(possible);
        Asked asked = new Asked(partial(possible.values()), deciding.isEmpty() ? "region" : String.join(",", deciding));
        if (MADE.size() >= MOST_MADE) {
            MADE.clear();
        }
        return MADE.computeIfAbsent(asked, key -> rule(key.partial(), key.lacking()));
    }

    private static Rule rule(List<Set<String>> partial, String lacking) {
        Part.Table table = Part.table("category");
        ORDER.forEach(category -> table.when(certain(category, partial), category));
        Part part = table.otherwise(Decision.indeterminate(Reason.of(ReasonCode.MISSING_INPUT, lacking)));
        return Rule.of(
                        "RAC-OVERALL",
                        "1.1",
                        "8.9",
                        "myeloma",
                        Text.of("MY-RADS response category, overall", "Catégorie de réponse MY-RADS, ensemble"))
                .inputs(inputs(partial).toArray(InputSpec[]::new))
                .part(part)
                .flag("mixed-response", mixed())
                .note(Text.of(
                        "The category that most regions have; where equally many have two, the one checked first "
                                + "(5, 4, 1, 2, 3).",
                        "La catégorie de la plupart des régions ; à égalité, la première vérifiée (5, 4, 1, 2, 3)."))
                .build();
    }

    /** @param possible by region what rule {@code RAC} may yet say of it */
    public static Map<String, Reading> readings(Map<String, Set<String>> possible) {
        Map<String, Reading> readings = new TreeMap<>();
        REGIONS.forEach((category, input) -> readings.put(input.name(), count(possible, Set.of(category))));
        readings.put(UNKNOWN.name(), count(possible, Set.copyOf(ORDER)));
        partial(possible.values()).forEach(set -> readings.put(of(set).name(), count(possible, set)));
        return readings;
    }

    /** More than one category and not all of them; each once, in an order of their own. */
    private static List<Set<String>> partial(Collection<Set<String>> possible) {
        return possible.stream()
                .filter(set -> set.size() > 1 && set.size() < ORDER.size())
                .distinct()
                .sorted(Comparator.comparing(MarrowResponseOverall::named))
                .toList();
    }

    private static String named(Set<String> categories) {
        return ORDER.stream().filter(categories::contains).collect(Collectors.joining("or"));
    }

    private static NumberInput of(Set<String> categories) {
        String these = named(categories);
        return NumberInput.count(
                "regions" + these,
                Text.of(
                        "regions of category " + these.replace("or", " or "),
                        "régions de catégorie " + these.replace("or", " ou ")),
                MANY);
    }

    private static Reading count(Map<String, Set<String>> possible, Set<String> categories) {
        return count(possible.values().stream().filter(categories::equals).count());
    }

    private static Reading count(long regions) {
        return new Reading.Measured((double) regions, "1", null);
    }

    private static List<InputSpec> inputs(List<Set<String>> partial) {
        List<InputSpec> inputs = new ArrayList<>();
        ORDER.forEach(category -> inputs.add(of(category)));
        partial.forEach(set -> inputs.add(of(set)));
        inputs.add(UNKNOWN);
        return inputs;
    }

    private static NumberInput of(String category) {
        return Objects.requireNonNull(REGIONS.get(category), category);
    }

    private static Condition certain(String category, List<Set<String>> partial) {
        List<Condition> leads = new ArrayList<>();
        leads.add(of(category).above("zero"));
        for (String other : ORDER) {
            if (!other.equals(category)) {
                List<NumberInput> against = new ArrayList<>(List.of(of(category), of(other)));
                partial.stream()
                        .filter(set -> set.contains(other))
                        .map(MarrowResponseOverall::of)
                        .forEach(against::add);
                against.add(UNKNOWN);
                Derived lead = new Derived(
                        "lead" + category + "over" + other,
                        Text.of("lead of category " + category, "avance de la catégorie " + category),
                        "",
                        against,
                        v -> 2 * v[0] - Arrays.stream(v).sum());
                boolean first = ORDER.indexOf(category) < ORDER.indexOf(other);
                leads.add(first ? lead.atLeast("zero") : lead.above("zero"));
            }
        }
        return new Condition.Computed(
                "dominant=" + category,
                Text.of(
                        "most regions have category " + category + ", whatever the unknown ones are",
                        "la plupart des régions ont la catégorie " + category + ", quelles que soient les inconnues"),
                inputs(partial),
                c -> leads.stream().allMatch(c::holds));
    }

    /** Some regions progress while others respond. */
    private static Condition mixed() {
        return Condition.named(
                "mixed-response",
                Text.of(
                        "some regions progress (4, 5) while others respond (1, 2)",
                        "des régions progressent (4, 5) alors que d'autres répondent (1, 2)"),
                all(
                        Condition.any(of("5").above("zero"), of("4").above("zero")),
                        Condition.any(of("1").above("zero"), of("2").above("zero"))));
    }
}
