package org.vigie.ingest.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.InstanceStored;

/**
 * Which objects may be dropped. An object goes only if every instance that is this object may go: its age is due, nothing of
 * its patient has come for as long, it was published, and a measured revision of its study lists it. What people drew or
 * wrote is kept.
 *
 * @param images after which images go; empty keeps them
 * @param notUsed after which objects no measurement uses go; empty keeps them
 */
public record RetentionRules(Optional<Duration> images, Optional<Duration> notUsed) {
    private static final Set<String> STATEMENTS = Set.of("SEG", "RTSTRUCT", "SR", "KO", "PR", "REG");

    /** Why an object whose age is due stays. */
    public enum Held {
        /** Drawn or written by people, or results: small, and never to be had again. */
        STATEMENT,
        /** Not yet taken by the broker. */
        NOT_PUBLISHED,
        /** No result, or a failed one, lists it. */
        NOT_MEASURED,
        /** Something of the patient came since. */
        PATIENT_ACTIVE,
        /** In quarantine, and nobody has decided. */
        QUARANTINED,
        /** The same bytes are kept for another instance. */
        USED_ELSEWHERE
    }

    /** An accepted instance. */
    public record Stored(InstanceStored event, boolean published) {}

    /**
     * What is known besides.
     *
     * @param measured objects of the last measured revision of a study; empty if there is none
     * @param quarantined objects that wait for somebody
     * @param givenUp objects an operator took out of quarantine for good
     * @param active when something of a patient last came, to whatever replica
     */
    public record World(
            Function<String, Optional<Set<ObjectRef>>> measured,
            Set<ObjectRef> quarantined,
            Set<ObjectRef> givenUp,
            Map<String, Instant> active) {}

    /**
     * What goes and what stays although it is due.
     *
     * @param studies that lose images
     */
    public record Plan(Set<ObjectRef> condemned, Set<String> studies, Map<Held, Integer> held) {
        private static Plan of(Set<ObjectRef> condemned, List<Stored> all, Map<Held, Integer> held) {
            Set<String> studies = new TreeSet<>();
            all.stream()
                    .filter(s -> condemned.contains(s.event().object()))
                    .forEach(s -> studies.add(s.event().studyUid()));
            return new Plan(Set.copyOf(condemned), studies, Map.copyOf(held));
        }

        /** The same without what went in an earlier run. */
        public Plan without(Set<ObjectRef> gone, List<Stored> all) {
            Set<ObjectRef> left = new HashSet<>(condemned);
            left.removeAll(gone);
            return of(left, all, held);
        }
    }

    public Plan plan(List<Stored> all, World world, Instant now) {
        Map<String, Instant> active = new HashMap<>(world.active());
        all.forEach(s -> active.merge(s.event().patientKey(), s.event().receivedAt(), (a, b) -> a.isAfter(b) ? a : b));
        Map<String, Optional<Set<ObjectRef>>> measured = new HashMap<>();
        Set<ObjectRef> kept = new HashSet<>();
        Set<ObjectRef> due = new HashSet<>();
        Map<Held, Integer> held = new EnumMap<>(Held.class);
        for (Stored stored : all) {
            InstanceStored event = stored.event();
            Optional<Duration> limit = event.used() ? images : notUsed.or(() -> images);
            if (limit.isEmpty() || !event.receivedAt().plus(limit.get()).isBefore(now)) {
                kept.add(event.object());
                continue;
            }
            boolean patientActive = !active.getOrDefault(event.patientKey(), now)
                    .plus(limit.get())
                    .isBefore(now);
            Optional<Held> reason = patientActive && event.used()
                    ? Optional.of(Held.PATIENT_ACTIVE)
                    : held(stored, world, study -> measured.computeIfAbsent(study, world.measured()));
            if (reason.isPresent()) {
                kept.add(event.object());
                held.merge(reason.get(), 1, Integer::sum);
            } else {
                due.add(event.object());
            }
        }
        Set<ObjectRef> condemned = new HashSet<>(due);
        condemned.addAll(world.givenUp());
        condemned.removeAll(world.quarantined());
        int before = condemned.size();
        condemned.removeAll(kept);
        if (before > condemned.size()) {
            held.put(Held.USED_ELSEWHERE, before - condemned.size());
        }
        return Plan.of(condemned, all, held);
    }

    private static Optional<Held> held(
            Stored stored, World world, Function<String, Optional<Set<ObjectRef>>> measured) {
        InstanceStored event = stored.event();
        if (STATEMENTS.contains(event.modality())) {
            return Optional.of(Held.STATEMENT);
        }
        if (!stored.published()) {
            return Optional.of(Held.NOT_PUBLISHED);
        }
        if (world.quarantined().contains(event.object())) {
            return Optional.of(Held.QUARANTINED);
        }
        Optional<Set<ObjectRef>> listed = measured.apply(event.studyUid());
        return listed.isPresent() && (event.conflicting() || listed.get().contains(event.object()))
                ? Optional.empty()
                : Optional.of(Held.NOT_MEASURED);
    }
}
