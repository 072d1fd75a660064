package org.vigie.staging.domain.timeline;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.FactBody;

/**
 * A timeline as one computation sees it, which writes down what the computation asked for: its result holds for every
 * timeline that would give the same answers. What it depends on is thus observed, not declared.
 */
public final class Reads {
    private final PatientTimeline timeline;
    private final Map<Class<? extends FactBody>, List<?>> statements = new LinkedHashMap<>();
    private @Nullable ZoneId site;
    private @Nullable List<Course> courses;

    Reads(PatientTimeline timeline) {
        this.timeline = timeline;
    }

    /** Valid facts of one kind, oldest statement first. */
    public <T extends FactBody> Stream<Stated<T>> stated(Class<T> kind) {
        List<Stated<T>> found = timeline.statements(kind);
        statements.put(kind, found);
        return found.stream();
    }

    /**
     * Courses in the order of their first day, without what only plans.
     *
     * @throws IllegalArgumentException if asked for two zones
     */
    public List<Course> courses(ZoneId zone) {
        if (site != null && !site.equals(zone)) {
            throw new IllegalArgumentException("courses of two zones");
        }
        List<Course> found = timeline.coursesWithoutSchedule(zone);
        site = zone;
        courses = found;
        return found;
    }

    /** Whether another timeline gives the same answers to all that was asked. */
    boolean holdFor(PatientTimeline other) {
        if (site != null && !other.coursesWithoutSchedule(site).equals(courses)) {
            return false;
        }
        for (Map.Entry<Class<? extends FactBody>, List<?>> one : statements.entrySet()) {
            if (!one.getValue().equals(other.statements(one.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
