package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Something that is true or false of complete inputs. Conditions only ask a {@link Case}; what they ask about may be
 * missing, and the case then tries every answer that is admissible.
 */
public sealed interface Condition {
    boolean test(Case c);

    /** What it asks about. */
    List<InputSpec> inputs();

    /**
     * A quantity against a threshold.
     *
     * @param sign 1, or -1 for the negative of the threshold
     */
    record Comparison(Quantity quantity, Relation relation, String thresholdId, int sign) implements Condition {
        @Override
        public boolean test(Case c) {
            return c.compare(quantity, relation, sign * c.threshold(thresholdId).value());
        }

        @Override
        public List<InputSpec> inputs() {
            return List.copyOf(quantity.operands());
        }
    }

    /** A choice among some of its values. */
    record Chosen(ChoiceInput input, Set<String> values) implements Condition {
        public Chosen {
            values = Set.copyOf(values);
        }

        @Override
        public boolean test(Case c) {
            return c.isOneOf(input, values);
        }

        @Override
        public List<InputSpec> inputs() {
            return List.of(input);
        }
    }

    /** An optional input was given. */
    record Given(InputSpec input) implements Condition {
        public Given {
            if (!input.optional()) {
                throw new IllegalArgumentException("input " + input.name() + ": only an optional input may be asked"
                        + " whether it was given, else an outcome would depend on ignorance");
            }
        }

        @Override
        public boolean test(Case c) {
            return c.given(input);
        }

        @Override
        public List<InputSpec> inputs() {
            return List.of(input);
        }
    }

    /** How many elements of a list stand so to a threshold. */
    record Counting(ListInput list, Relation relation, String thresholdId) {
        public Condition atLeast(int count) {
            return new Counted(this, count);
        }
    }

    /** At least that many elements do. */
    record Counted(Counting counting, int count) implements Condition {
        @Override
        public boolean test(Case c) {
            return c.counted(counting, count);
        }

        @Override
        public List<InputSpec> inputs() {
            return List.of(counting.list());
        }
    }

    /** The list has at least that many elements, whatever they are. */
    record Lengthy(ListInput list, int count) implements Condition {
        @Override
        public boolean test(Case c) {
            return c.length(list) >= count;
        }

        @Override
        public List<InputSpec> inputs() {
            return List.of(list);
        }
    }

    record All(List<Condition> of) implements Condition {
        @Override
        public boolean test(Case c) {
            for (Condition one : of) {
                if (!c.holds(one)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public List<InputSpec> inputs() {
            return union(of);
        }
    }

    record Any(List<Condition> of) implements Condition {
        @Override
        public boolean test(Case c) {
            for (Condition one : of) {
                if (c.holds(one)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public List<InputSpec> inputs() {
            return union(of);
        }
    }

    record Not(Condition of) implements Condition {
        @Override
        public boolean test(Case c) {
            return !c.holds(of);
        }

        @Override
        public List<InputSpec> inputs() {
            return of.inputs();
        }
    }

    /** A criterion with a name of its own, shown as one clause before its parts. */
    record Named(String id, Text text, Condition of) implements Condition {
        @Override
        public boolean test(Case c) {
            return c.holds(of);
        }

        @Override
        public List<InputSpec> inputs() {
            return of.inputs();
        }
    }

    /** Free computation over a case, for what no table says; must ask through the case only. */
    record Computed(String id, Text text, List<InputSpec> inputs, Predicate<Case> predicate) implements Condition {
        @Override
        public boolean test(Case c) {
            return predicate.test(c);
        }
    }

    static Condition all(Condition... of) {
        return new All(List.of(of));
    }

    static Condition any(Condition... of) {
        return new Any(List.of(of));
    }

    static Condition not(Condition of) {
        return new Not(of);
    }

    static Condition named(String id, Text text, Condition of) {
        return new Named(id, text, of);
    }

    static Condition given(InputSpec optional) {
        return new Given(optional);
    }

    static Condition absent(InputSpec optional) {
        return new Not(new Given(optional));
    }

    private static List<InputSpec> union(List<Condition> of) {
        List<InputSpec> inputs = new ArrayList<>();
        of.forEach(one -> one.inputs().stream().filter(i -> !inputs.contains(i)).forEach(inputs::add));
        return List.copyOf(inputs);
    }
}
