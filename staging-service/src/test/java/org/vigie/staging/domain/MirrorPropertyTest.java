package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.vigie.staging.domain.catalogue.Rules;
import org.vigie.staging.domain.logic.Assessment;
import org.vigie.staging.domain.logic.Engine;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.thresholds.ThresholdFile;

/** A rise and the fall by as much get mirrored answers, at and beside the limits too, where the rule is symmetric. */
class MirrorPropertyTest {
    private static final List<Double> EDGES =
            List.of(0.0, 12.0, 12.999999, 13.0, 13.000001, 14.8, 14.800001, 15.0, 30.0);

    private static Assessment assess(String ruleId, Map<String, Reading> readings) {
        Rule rule = Rules.byId(ruleId).orElseThrow();
        return Engine.assess(rule, readings, ThresholdFile.named(rule.thresholds()));
    }

    private static Map<String, Reading> numbers(String unit, Object... named) {
        Map<String, Reading> readings = new HashMap<>();
        for (int i = 0; i < named.length; i += 2) {
            readings.put((String) named[i], new Reading.Measured((Double) named[i + 1], unit, null));
        }
        return readings;
    }

    private static double percent(Random random) {
        return random.nextBoolean() ? EDGES.get(random.nextInt(EDGES.size())) : 40 * random.nextDouble();
    }

    @Property(tries = 500)
    void changeOfAdc(@ForAll long seed) {
        Random random = new Random(seed);
        double a0 = 1e-3;
        double percent = percent(random);
        Assessment rise = adc(a0, a0 * (1 + percent / 100));
        Assessment fall = adc(a0, a0 * (1 - percent / 100));

        assertThat(fall.outcome()).as("seed %d, %s %%", seed, percent).isEqualTo(mirrored(rise.outcome()));
        assertThat(fall.flags().contains("at-limit"))
                .as("seed %d", seed)
                .isEqualTo(rise.flags().contains("at-limit"));
        assertThat(rise.outcome()).isEqualTo(percent > 13.0000005 ? "adc-rise" : "adc-no-change");
    }

    private static Assessment adc(double a0, double a1) {
        Map<String, Reading> readings = numbers("mm2/s", "A0", a0, "A1", a1);
        readings.put("day", new Reading.Measured(7, "d", null));
        readings.put("gate", new Reading.Choice("same", null));
        return assess("NAC-ADC", readings);
    }

    @Property(tries = 500)
    void changeOfGlobalAdc(@ForAll long seed) {
        double percent = percent(new Random(seed));
        Assessment rise =
                assess("WB-BURDEN", numbers("um2/s", "gadcBaseline", 1000.0, "gadc", 1000 * (1 + percent / 100)));
        Assessment fall =
                assess("WB-BURDEN", numbers("um2/s", "gadcBaseline", 1000.0, "gadc", 1000 * (1 - percent / 100)));

        assertThat(fall.outcome()).as("seed %d, %s %%", seed, percent).isEqualTo(mirrored(rise.outcome()));
        assertThat(rise.outcome()).isEqualTo(percent > 14.8000005 ? "gadc-increase" : "gadc-no-change");
    }

    /** Both measurements with their errors exchanged: z changes its sign and nothing else. */
    @Property(tries = 500)
    void changeOfCholine(@ForAll long seed) {
        Random random = new Random(seed);
        double c0 = 2 + 3 * random.nextDouble();
        double c1 = 2 + 3 * random.nextDouble();
        double se0 = 0.1 + 0.8 * random.nextDouble();
        double se1 = 0.1 + 0.8 * random.nextDouble();
        Assessment one = choline(c0, c1, se0, se1);
        Assessment other = choline(c1, c0, se1, se0);

        assertThat(other.outcome()).as("seed %d", seed).isEqualTo(mirrored(one.outcome()));
        double z = (c1 - c0) / Math.hypot(se0, se1);
        assertThat(one.outcome())
                .as("seed %d, z %s", seed, z)
                .isEqualTo(z > 1.96 ? "tcho-increase" : z < -1.96 ? "tcho-decrease" : "tcho-no-significant-change");
    }

    private static Assessment choline(double c0, double c1, double se0, double se1) {
        Map<String, Reading> readings = numbers("mmol/kg", "c0", c0, "c1", c1, "se0", se0, "se1", se1);
        readings.put("h", new Reading.Measured(24, "h", null));
        return assess("MRS-TCHO", readings);
    }

    private static String mirrored(String outcome) {
        return switch (outcome) {
            case "adc-rise" -> "adc-fall";
            case "adc-fall" -> "adc-rise";
            case "gadc-increase" -> "gadc-decrease";
            case "gadc-decrease" -> "gadc-increase";
            case "tcho-increase" -> "tcho-decrease";
            case "tcho-decrease" -> "tcho-increase";
            default -> outcome;
        };
    }
}
