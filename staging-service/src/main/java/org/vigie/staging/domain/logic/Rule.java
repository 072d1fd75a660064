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
        List<Quantity> shown,
        List<Note> notes,
        Function<Map<String, String>, String> composed) {

    public record Constraint(Condition condition, String blamed) {}

    public record Flag(String id, Condition condition) {}

    /** @param condition null for always */
    public record Note(Text text, @Nullable Condition condition) {}

    public static Builder of(String id, String version, String section, String thresholds, Text title) {
        return new Builder(id, version, section, thresholds, title);
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
        private final List<Quantity> shown = new ArrayList<>();
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
            shown.addAll(List.of(quantities));
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
                    List.copyOf(notes),
                    composed == null ? outcomes -> outcomes.getOrDefault(first, Decision.INDETERMINATE) : composed);
        }
    }
}
