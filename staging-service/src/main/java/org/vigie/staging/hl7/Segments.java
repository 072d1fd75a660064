package org.vigie.staging.hl7;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Segment;
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

        /** Component of a field's first repetition, null if empty or HL7's null. */
        @Nullable
        String get(int field, int component) {
            return get(field, 0, component);
        }

        @Nullable
        String get(int field, int repetition, int component) {
            try {
                String text = Terser.get(segment, field, repetition, component, 1);
                return text == null || text.isBlank() || text.equals("\"\"") ? null : text.strip();
            } catch (HL7Exception e) {
                return null;
            }
        }

        @Nullable
        String get(int field) {
            return get(field, 1);
        }

        int repetitions(int field) {
            try {
                return segment.getField(field).length;
            } catch (HL7Exception e) {
                return 0;
            }
        }

        /** @throws Refusal (AE, required field missing) if it is empty */
        String required(int field, String what) {
            String value = get(field);
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
