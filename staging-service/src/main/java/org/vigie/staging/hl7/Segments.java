package org.vigie.staging.hl7;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Type;
import ca.uhn.hl7v2.util.Terser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The segments of one message in their order, read by number. */
final class Segments {
    private final List<Seg> all;

    Segments(List<Seg> all) {
        this.all = List.copyOf(all);
    }

    /** One segment; {@code occurrence} counts those of the same name from 1. */
    record Seg(String name, int occurrence, Segment segment) {
        Location at() {
            return new Location(name, occurrence, 0);
        }

        Location at(int field) {
            return new Location(name, occurrence, field);
        }

        /**
         * Component of a field that is stated once, null if empty or HL7's null.
         *
         * @throws Refusal (AE) if the field repeats or the component has parts: half a value is another value
         */
        @Nullable
        String get(int field, int component) {
            if (repeats(field)) {
                throw notOne(field);
            }
            return get(field, 0, component);
        }

        /** @throws Refusal (AE) if the component has parts */
        @Nullable
        String get(int field, int repetition, int component) {
            Type[] stated = stated(field);
            for (int part = 2;
                    repetition < stated.length && part <= Terser.numSubComponents(stated[repetition], component);
                    part++) {
                if (part(field, repetition, component, part) != null) {
                    throw notOne(field);
                }
            }
            return part(field, repetition, component, 1);
        }

        /** A part of a component as it stands, null if empty or HL7's null. */
        @Nullable
        String part(int field, int repetition, int component, int part) {
            try {
                String text = Terser.get(segment, field, repetition, component, part);
                return text == null || text.isBlank() || text.equals("\"\"") ? null : text.strip();
            } catch (HL7Exception e) {
                return null;
            }
        }

        /** First component, of a field that has others: a code, a number of an order. */
        @Nullable
        String get(int field) {
            return get(field, 1);
        }

        /**
         * The whole field.
         *
         * @throws Refusal (AE) if it repeats or has further components
         */
        @Nullable
        String single(int field) {
            if (hasFrom(field, 2)) {
                throw notOne(field);
            }
            return get(field, 1);
        }

        /** True if there is a component of that number or behind it. */
        boolean hasFrom(int field, int component) {
            for (Type type : stated(field)) {
                for (int i = component; i <= Terser.numComponents(type); i++) {
                    if (get(field, i) != null) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean repeats(int field) {
            Type[] stated = stated(field);
            for (int repetition = 1; repetition < stated.length; repetition++) {
                for (int component = 1; component <= Terser.numComponents(stated[repetition]); component++) {
                    for (int part = 1; part <= Terser.numSubComponents(stated[repetition], component); part++) {
                        if (part(field, repetition, component, part) != null) {
                            return true;
                        }
                    }
                }
            }
            return false;
        }

        private Type[] stated(int field) {
            try {
                return segment.getField(field);
            } catch (HL7Exception e) {
                return new Type[0];
            }
        }

        private Refusal notOne(int field) {
            return Refusal.error(at(field), Err.Kind.DATA_TYPE, "one value: neither repeated nor in parts");
        }

        int repetitions(int field) {
            return stated(field).length;
        }

        /** First component; {@link #get(int)}, and a refusal (AE, required field missing) if it is empty. */
        String required(int field, String what) {
            return present(get(field), field, what);
        }

        /** The whole field; {@link #single}, and a refusal (AE, required field missing) if it is empty. */
        String requiredSingle(int field, String what) {
            return present(single(field), field, what);
        }

        private String present(@Nullable String value, int field, String what) {
            if (value == null) {
                throw Refusal.error(at(field), Err.Kind.REQUIRED_FIELD, what);
            }
            return value;
        }
    }

    List<Seg> inOrder() {
        return all;
    }

    List<Seg> named(String name) {
        List<Seg> found = new ArrayList<>();
        for (Seg segment : all) {
            if (segment.name().equals(name)) {
                found.add(segment);
            }
        }
        return found;
    }

    Optional<Seg> first(String name) {
        return named(name).stream().findFirst();
    }

    /** @throws Refusal (AE, segment sequence error) if it is missing or there are several */
    Seg only(String name) {
        List<Seg> found = named(name);
        if (found.size() != 1) {
            throw Refusal.error(
                    new Location(name, Math.max(found.size(), 1), 0), Err.Kind.SEGMENT_SEQUENCE, "exactly one " + name);
        }
        return found.getFirst();
    }
}
