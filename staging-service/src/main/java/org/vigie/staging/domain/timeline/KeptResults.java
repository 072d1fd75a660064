package org.vigie.staging.domain.timeline;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Results kept with what they depend on, by name: passed from a timeline to the next one. */
final class KeptResults {
    private Map<String, Kept> byName;

    private KeptResults(Map<String, Kept> byName) {
        this.byName = byName;
    }

    /** @param from what the result depends on: an equal value, or {@link Reads} that hold */
    private record Kept(Object by, Object from, Object result) {}

    static KeptResults none() {
        return new KeptResults(Map.of());
    }

    KeptResults passedOn() {
        return new KeptResults(byName);
    }

    /** See {@link PatientTimeline#kept}. */
    @SuppressWarnings("unchecked") // the same computer gives results of the same type
    <R> R kept(Object by, Object from, Function<@Nullable R, R> compute) {
        String name = by.getClass().getName();
        Kept last = byName.get(name);
        boolean same = last != null && last.by().equals(by);
        if (last != null && same && last.from().equals(from)) {
            return (R) last.result();
        }
        R result = compute.apply(last != null && same ? (R) last.result() : null);
        remember(name, new Kept(by, from, Objects.requireNonNull(result)));
        return result;
    }

    /** See {@link PatientTimeline#derived}. */
    @SuppressWarnings("unchecked") // the same computer gives results of the same type under the same name
    <R> R derived(PatientTimeline timeline, Object by, String name, Function<Reads, R> compute) {
        Kept last = byName.get(name);
        if (last != null && last.by().equals(by) && last.from() instanceof Reads reads && reads.holdFor(timeline)) {
            return (R) last.result();
        }
        Reads reads = new Reads(timeline);
        R result = compute.apply(reads);
        remember(name, new Kept(by, reads, Objects.requireNonNull(result)));
        return result;
    }

    private void remember(String name, Kept result) {
        Map<String, Kept> more = new HashMap<>(byName);
        more.put(name, result);
        byName = more;
    }
}
