package org.vigie.staging.intake;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Lets one message of a patient be checked and recorded before the next of the same patient is looked at. */
@Singleton
final class PatientLocks {
    private static final int STRIPES = 64;

    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toList();

    /** Locks are taken in one order, whoever is meant: two messages never wait for each other. */
    <T> T holding(Collection<String> patientKeys, Supplier<T> work) {
        List<ReentrantLock> held = patientKeys.stream()
                .map(key -> Math.floorMod(key.hashCode(), STRIPES))
                .distinct()
                .sorted()
                .map(locks::get)
                .toList();
        held.forEach(ReentrantLock::lock);
        try {
            return work.get();
        } finally {
            held.forEach(ReentrantLock::unlock);
        }
    }
}
