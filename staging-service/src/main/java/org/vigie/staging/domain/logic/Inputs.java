package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;

/** Readings checked against the specifications of one rule and converted into its units. */
public final class Inputs {
    private final Map<String, Double> numbers = new HashMap<>();
    private final Map<String, Range> ranges = new HashMap<>();
    private final Map<String, String> choices = new HashMap<>();
    private final Map<String, Integer> lengths = new HashMap<>();
    private final Map<String, Reason> faults = new LinkedHashMap<>();
    private final Map<String, NamedInput> used = new LinkedHashMap<>();

    private Inputs() {}

    /** Readings that no input of the rule names are ignored. */
    static Inputs of(List<InputSpec> specs, Map<String, Reading> readings) {
        Inputs inputs = new Inputs();
        for (InputSpec spec : specs) {
            Reading reading = readings.get(spec.name());
            if (reading != null) {
                inputs.read(spec, reading);
            }
        }
        return inputs;
    }

    private void read(InputSpec spec, Reading reading) {
        switch (reading) {
            case Reading.Missing missing -> {}
            case Reading.Invalid invalid -> faults.put(spec.name(), invalid.reason());
            case Reading.Measured number -> {
                if (spec instanceof NumberInput expected) {
                    number(expected, number);
                } else {
                    invalid(spec);
                }
            }
            case Reading.Within within -> {
                if (spec instanceof NumberInput expected) {
                    within(expected, within);
                } else {
                    invalid(spec);
                }
            }
            case Reading.Choice choice -> {
                if (spec instanceof ChoiceInput expected && expected.values().contains(choice.value())) {
                    choices.put(spec.name(), choice.value());
                    used(new NamedInput(spec.name(), choice.value(), null, choice.source()));
                } else {
                    invalid(spec);
                }
            }
            case Reading.Counted counted -> {
                if (spec instanceof ListInput expected) {
                    counted(expected, counted);
                } else {
                    invalid(spec);
                }
            }
            case Reading.Numbers list -> {
                if (spec instanceof ListInput expected) {
                    list(expected, list);
                } else {
                    invalid(spec);
                }
            }
        }
    }

    private void number(NumberInput spec, Reading.Measured number) {
        Double value = inRuleUnit(spec, number.value(), number.unit());
        if (value != null) {
            numbers.put(spec.name(), value);
            used(new NamedInput(
                    spec.name(),
                    Decimals.text(number.value()),
                    number.unit() == null || number.unit().isEmpty() ? null : number.unit(),
                    number.source()));
        }
    }

    private void within(NumberInput spec, Reading.Within within) {
        Double low = within.low() == null ? Double.valueOf(spec.min()) : inRuleUnit(spec, within.low(), within.unit());
        Double high =
                within.high() == null ? Double.valueOf(spec.max()) : inRuleUnit(spec, within.high(), within.unit());
        if (low == null || high == null) {
            return;
        }
        if (low > high) {
            invalid(spec);
            return;
        }
        ranges.put(spec.name(), new Range(low, high, spec.whole()));
        used(new NamedInput(
                spec.name(),
                (within.low() == null ? "" : Decimals.text(within.low())) + ".."
                        + (within.high() == null ? "" : Decimals.text(within.high())),
                within.unit() == null || within.unit().isEmpty() ? null : within.unit(),
                within.source()));
    }

    /** What a missing number may be: its admissible domain, or the interval it was stated in. */
    Range range(String variable, NumberInput spec) {
        Range stated = ranges.get(variable);
        return stated == null ? new Range(spec.min(), spec.max(), spec.whole()) : stated;
    }

    private void list(ListInput spec, Reading.Numbers list) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < list.values().size(); i++) {
            Double stated = list.values().get(i);
            if (stated != null) {
                Double value = inRuleUnit(spec.element(), stated, list.unit());
                if (value == null) {
                    Reason fault = faults.remove(spec.element().name());
                    faults.put(spec.name(), fault == null ? Reason.of(ReasonCode.INVALID_VALUE, spec.name()) : fault);
                    return;
                }
                numbers.put(spec.name() + "[" + i + "]", value);
            }
            shown.add(stated == null ? "missing" : Decimals.text(stated));
        }
        lengths.put(spec.name(), list.values().size());
        used(new NamedInput(spec.name(), shown.toString(), list.unit(), list.source()));
    }

    private void counted(ListInput spec, Reading.Counted counted) {
        Double from = inRuleUnit(spec.element(), counted.atLeast(), counted.unit());
        if (from == null || counted.count() < 0) {
            invalid(spec);
            return;
        }
        for (int i = 0; i < counted.count(); i++) {
            ranges.put(
                    spec.name() + "[" + i + "]", new Range(from, spec.element().max(), false));
        }
        lengths.put(spec.name(), counted.count());
        used(new NamedInput(
                spec.name(),
                counted.count() + " × ≥ " + Decimals.text(counted.atLeast()),
                counted.unit(),
                counted.source()));
    }

    private @Nullable Double inRuleUnit(NumberInput spec, double value, @Nullable String unit) {
        if (unit == null && !spec.unit().isEmpty()) {
            faults.put(spec.name(), Reason.of(ReasonCode.UNIT_UNKNOWN, spec.name()));
            return null;
        }
        Double converted = !Double.isFinite(value)
                ? null
                : Units.convert(value, unit == null ? "" : unit, spec.unit(), spec.analyte());
        if (converted == null && Double.isFinite(value)) {
            faults.put(spec.name(), Reason.of(ReasonCode.UNIT_UNKNOWN, spec.name()));
            return null;
        }
        if (converted == null || !spec.admits(converted)) {
            invalid(spec);
            return null;
        }
        return converted;
    }

    private void invalid(InputSpec spec) {
        faults.put(spec.name(), Reason.of(ReasonCode.INVALID_VALUE, spec.name()));
    }

    /** Nothing of it is left to be completed. */
    boolean isComplete(InputSpec spec) {
        return switch (spec) {
            case NumberInput number -> numbers.containsKey(number.name());
            case ChoiceInput choice -> choices.containsKey(choice.name());
            case ListInput list -> {
                Integer length = lengths.get(list.name());
                yield length != null
                        && IntStream.range(0, length).allMatch(i -> numbers.containsKey(list.name() + "[" + i + "]"));
            }
        };
    }

    /** Something usable was stated. */
    boolean knows(InputSpec spec) {
        return switch (spec) {
            case NumberInput number -> numbers.containsKey(number.name()) || ranges.containsKey(number.name());
            case ChoiceInput choice -> choices.containsKey(choice.name());
            case ListInput list -> lengths.containsKey(list.name());
        };
    }

    /** In the unit of the rule; null if not known. */
    public @Nullable Double number(String name) {
        return numbers.get(name);
    }

    public @Nullable String choice(String name) {
        return choices.get(name);
    }

    @Nullable
    Integer length(String name) {
        return lengths.get(name);
    }

    /** Why a stated value could not be used; null if none was stated. */
    @Nullable
    Reason fault(String name) {
        return faults.get(name);
    }

    Map<String, Reason> faults() {
        return Map.copyOf(faults);
    }

    private void used(NamedInput stated) {
        used.put(stated.name(), stated);
    }

    /** As stated, for the envelope. */
    List<NamedInput> used() {
        return List.copyOf(used.values());
    }

    /** One of them; null if nothing usable was stated. */
    @Nullable
    NamedInput used(InputSpec spec) {
        return used.get(spec.name());
    }
}
