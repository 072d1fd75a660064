package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the clinical rules, as data: what it reads, what it asks and in which order.
 *
 * @param section of the clinical rules
 * @param thresholds name of the threshold set it takes its thresholds from
 * @param constraints what complete inputs must satisfy to be admissible at all, with the input blamed where they do not
 * @param parts questions; the first is the outcome unless {@code composed} says otherwise
 * @param flags raised where their condition holds in every completion
 * @param value the compared quantity, null if there is none
 * @param shown further quantities given beside it
 * @param hidden values are not given where it holds in every completion, null for never
 * @param notes sentences appended where their condition holds in every completion
 * @param composed outcome from the outcomes of the parts by id
 */
public record Rule(
        String id,
        String version,
        String section,
        Text title,
        String thresholds,
        List<InputSpec> inputs,
        List<Constraint> constraints,
        List<Part> parts,
        List<Flag> flags,
        @Nullable Quantity value,
        List<Shown> shown,
        @Nullable Interval interval,
        @Nullable Condition hidden,
        List<Note> notes,
        Function<Map<String, String>, String> composed) {

    public record Constraint(Condition condition, String blamed) {}

    /** @param condition under which it is given, null for always */
    public record Shown(Quantity quantity, @Nullable Condition condition) {}

    /** 95 % confidence limits of the value. */
    public record Interval(Quantity low, Quantity high) {}

    public record Flag(String id, Condition condition) {}

    /** @param condition null for always */
    public record Note(Text text, @Nullable Condition condition) {}

    public static Builder of(String id, String version, String section, String thresholds, Text title) {
        return new Builder(id, version, section, thresholds, title);
    }

    /** The same with nothing but its inputs: what one of its conditions says on its own. */
    Rule unconstrained() {
        return new Rule(
                id,
                version,
                section,
                title,
                thresholds,
                inputs,
                List.of(),
                parts,
                List.of(),
                null,
                List.of(),
                null,
                null,
                List.of(),
                composed);
    }

    /** Null if the rule has no such input. */
    public @Nullable InputSpec input(String name) {
        return inputs.stream().filter(i -> i.name().equals(name)).findFirst().orElse(null);
    }

    /** Collects what a rule is made of. */
    public static final class Builder {
        private final String id;
        private final String version;
        private final String section;
        private final String thresholds;
        private final Text title;
        private final List<InputSpec> inputs = new ArrayList<>();
        private final List<Constraint> constraints = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();
        private final List<Flag> flags = new ArrayList<>();
        private @Nullable Quantity value;
        private final List<Shown> shown = new ArrayList<>();
        private @Nullable Interval interval;
        private @Nullable Condition hidden;
        private final List<Note> notes = new ArrayList<>();
        private @Nullable Function<Map<String, String>, String> composed;

        private Builder(String id, String version, String section, String thresholds, Text title) {
            this.id = id;
            this.version = version;
            this.section = section;
            this.thresholds = thresholds;
            this.title = title;
        }

        public Builder inputs(InputSpec... all) {
            inputs.addAll(List.of(all));
            return this;
        }

        public Builder admissible(Condition condition, InputSpec blamed) {
            constraints.add(new Constraint(condition, blamed.name()));
            return this;
        }

        public Builder part(Part part) {
            parts.add(part);
            return this;
        }

        public Builder flag(String flag, Condition condition) {
            flags.add(new Flag(flag, condition));
            return this;
        }

        public Builder value(Quantity quantity) {
            value = quantity;
            return this;
        }

        public Builder shows(Quantity... quantities) {
            List.of(quantities).forEach(quantity -> shown.add(new Shown(quantity, null)));
            return this;
        }

        /** Given only where the condition holds in every completion. */
        public Builder shows(Quantity quantity, Condition condition) {
            shown.add(new Shown(quantity, condition));
            return this;
        }

        /** 95 % confidence limits of the value. */
        public Builder interval(Quantity low, Quantity high) {
            interval = new Interval(low, high);
            return this;
        }

        /** A number that would mislead is not given. */
        public Builder hiddenWhen(Condition condition) {
            hidden = condition;
            return this;
        }

        public Builder note(Text text) {
            notes.add(new Note(text, null));
            return this;
        }

        public Builder note(Text text, Condition condition) {
            notes.add(new Note(text, condition));
            return this;
        }

        /** Outcome of the whole from the outcomes of the parts; without it the first part's outcome. */
        public Builder composed(Function<Map<String, String>, String> composition) {
            composed = composition;
            return this;
        }

        public Rule build() {
            if (parts.isEmpty()) {
                throw new IllegalStateException("rule " + id + ": no part");
            }
            String first = parts.getFirst().id();
            return new Rule(
                    id,
                    version,
                    section,
                    title,
                    thresholds,
                    List.copyOf(inputs),
                    List.copyOf(constraints),
                    List.copyOf(parts),
                    List.copyOf(flags),
                    value,
                    List.copyOf(shown),
                    interval,
                    hidden,
                    List.copyOf(notes),
                    composed == null ? outcomes -> outcomes.getOrDefault(first, Decision.INDETERMINATE) : composed);
        }
    }
}
