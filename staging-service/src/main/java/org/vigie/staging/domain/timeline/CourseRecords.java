package org.vigie.staging.domain.timeline;

import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Courses as {@link Courses} reads them, read once; one object serves as long as no fact changes them. */
final class CourseRecords {
    private final @Nullable List<Course> plainBefore;
    private @Nullable ZoneId site;
    private @Nullable List<Course> courses;
    private @Nullable List<Course> plain;

    private CourseRecords(@Nullable List<Course> plainBefore) {
        this.plainBefore = plainBefore;
    }

    static CourseRecords unread() {
        return new CourseRecords(null);
    }

    /** Nothing read yet, after a fact that may change the courses. */
    CourseRecords changed() {
        return new CourseRecords(plain == null ? plainBefore : plain);
    }

    List<Course> all(ZoneId zone, Supplier<List<Course>> read) {
        List<Course> known = courses;
        if (known == null || !zone.equals(site)) {
            known = read.get();
            site = zone;
            courses = known;
            plain = null;
        }
        return known;
    }

    /** Without what only plans; where that has not changed the very same list as before. */
    List<Course> withoutSchedule(List<Course> all) {
        List<Course> known = plain;
        if (known == null) {
            List<Course> read = all.stream().map(Course::withoutSchedule).toList();
            known = read.equals(plainBefore) ? Objects.requireNonNull(plainBefore) : read;
            plain = known;
        }
        return known;
    }
}
