package org.vigie.staging.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.messaging.PatientLinks;

/**
 * Joins two patients unless their courses contradict each other: with two courses at once no study has one baseline and
 * one day, and whichever was taken would look right. Who states the merge is told which courses, while both records are
 * still apart and each can be mended.
 */
@ApplicationScoped
public class Merging {
    private final CourseBook courses;
    private final PatientLinks links;
    private final PatientLocks locks;

    Merging(CourseBook courses, PatientLinks links, PatientLocks locks) {
        this.courses = courses;
        this.links = links;
        this.locks = locks;
    }

    /**
     * States that both keys are one person, read under {@code intoKey}; stating it again changes nothing.
     *
     * @return id of the statement
     * @throws Rejected ({@code course-overlap}) naming both courses; nothing is merged then
     * @throws IllegalStateException while the timelines cannot be read
     */
    public String merge(
            String fromKey, String intoKey, Instant statedAt, String by, String source, @Nullable String reason) {
        return locks.holding(Set.of(fromKey, intoKey), () -> {
            List<Fault> faults = courses.faultsOfMerge(fromKey, intoKey);
            if (!faults.isEmpty()) {
                throw new Rejected(faults);
            }
            return links.merge(fromKey, intoKey, statedAt, by, source, reason);
        });
    }
}
