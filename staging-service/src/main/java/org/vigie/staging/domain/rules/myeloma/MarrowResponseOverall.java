package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.all;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
 * are equally frequent, the one that is checked first (5, 4, 1, 2, 3). A region whose category is not known may have any:
 * there is an overall category only where it is the same whatever the unknown ones are (clinical rules 0.3). With
 * {@code v} regions of each category and {@code u} unknown ones, category c is certain if {@code v(c) - v(d) - u} is at
 * least 0 for each d checked later and at least 1 for each d checked earlier.
 */
public final class MarrowResponseOverall {
    public static final String ID = "RAC-OVERALL";

    private static final int MANY = 1000;
    private static final List<String> ORDER = List.of("5", "4", "1", "2", "3");
    private static final Map<String, NumberInput> REGIONS = new TreeMap<>();
    private static final NumberInput UNKNOWN = NumberInput.whole(
            "regionsUnknown",
            Text.of("regions without a known category", "régions sans catégorie connue"),
            "1",
            0,
            MANY);

    static {
        for (String category : ORDER) {
            REGIONS.put(
                    category,
                    NumberInput.whole(
                            "regions" + category,
                            Text.of("regions of category " + category, "régions de catégorie " + category),
                            "1",
                            0,
                            MANY));
        }
    }

    private MarrowResponseOverall() {}

    /**
     * @param unknownRegions named in the reason where they would decide
     * @return the rule over the counts of {@link #readings}
     */
    public static Rule rule(Collection<String> unknownRegions) {
        Part.Table table = Part.table("category");
        ORDER.forEach(category -> table.when(certain(category), category));
        String lacking = unknownRegions.isEmpty() ? "region" : String.join(",", unknownRegions);
        Part part = table.otherwise(Decision.indeterminate(Reason.of(ReasonCode.MISSING_INPUT, lacking)));
        return Rule.of(
                        ID,
                        "1.0",
                        "8.9",
                        "myeloma",
                        Text.of("MY-RADS response category, overall", "Catégorie de réponse MY-RADS, ensemble"))
                .inputs(inputs().toArray(InputSpec[]::new))
                .part(part)
                .flag("mixed-response", mixed())
                .note(Text.of(
                        "The category that most regions have; where equally many have two, the one checked first "
                                + "(5, 4, 1, 2, 3).",
                        "La catégorie de la plupart des régions ; à égalité, la première vérifiée (5, 4, 1, 2, 3)."))
                .build();
    }

    /** @param outcomes of rule {@code RAC} by region */
    public static Map<String, Reading> readings(Map<String, String> outcomes) {
        Map<String, Reading> readings = new TreeMap<>();
        REGIONS.forEach((category, input) -> readings.put(
                input.name(),
                count(outcomes.values().stream().filter(category::equals).count())));
        readings.put(UNKNOWN.name(), count(unknown(outcomes).size()));
        return readings;
    }

    /** Regions whose category is not known, in their order. */
    public static List<String> unknown(Map<String, String> outcomes) {
        return new TreeMap<>(outcomes)
                .entrySet().stream()
                        .filter(region -> !ORDER.contains(region.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private static Reading count(long regions) {
        return new Reading.Measured((double) regions, "1", null);
    }

    private static List<InputSpec> inputs() {
        List<InputSpec> inputs = new ArrayList<>();
        ORDER.forEach(category -> inputs.add(of(category)));
        inputs.add(UNKNOWN);
        return inputs;
    }

    private static NumberInput of(String category) {
        return Objects.requireNonNull(REGIONS.get(category), category);
    }

    private static Condition certain(String category) {
        List<Condition> leads = new ArrayList<>();
        leads.add(of(category).above("zero"));
        for (String other : ORDER) {
            if (!other.equals(category)) {
                Derived lead = new Derived(
                        "lead" + category + "over" + other,
                        Text.of("lead of category " + category, "avance de la catégorie " + category),
                        "1",
                        List.of(of(category), of(other), UNKNOWN),
                        v -> v[0] - v[1] - v[2]);
                boolean first = ORDER.indexOf(category) < ORDER.indexOf(other);
                leads.add(first ? lead.atLeast("zero") : lead.above("zero"));
            }
        }
        return new Condition.Computed(
                "dominant=" + category,
                Text.of(
                        "most regions have category " + category + ", whatever the unknown ones are",
                        "la plupart des régions ont la catégorie " + category + ", quelles que soient les inconnues"),
                inputs(),
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
