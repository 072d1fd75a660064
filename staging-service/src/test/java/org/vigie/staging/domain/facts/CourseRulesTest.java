package org.vigie.staging.domain.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.Patients;
import org.vigie.staging.domain.timeline.Course;

class CourseRulesTest {
    @ParameterizedTest
    @CsvSource({
        "A, 2026-03-02, , A, 2026-03-03, false", // a correction of the same course
        "A, 2026-03-02, , B, 2026-03-03, true",
        "A, 2026-03-02, 2026-03-02, B, 2026-03-03, false",
        "A, 2026-03-02, 2026-03-03, B, 2026-03-03, true",
        "A, 2025-03-02, , B, 2026-03-02, true", // day 365
        "A, 2025-03-02, , B, 2026-03-03, false", // never ended, over after a year
        "A, 2026-03-02, , B, 2026-01-05, true", // the new one begins before and has no end
        "A, 2026-03-02, , B, 2025-03-01, false"
    })
    void refusesASecondCourseAtTheSameTime(
            String id, String c1d1, @Nullable String end, String statedId, String stated, boolean refused) {
        Course known = new Course(
                id,
                ClinicalTime.parse(c1d1),
                "EC-T",
                null,
                null,
                end == null ? null : ClinicalTime.parse(end),
                null,
                Set.of(),
                List.of(),
                List.of(),
                List.of());
        FactBody.NacCourse course =
                new FactBody.NacCourse(statedId, ClinicalTime.parse(stated), "EC-T", null, null, null);

        assertThat(CourseRules.overlap(List.of(known), course, Patients.PARIS).isPresent())
                .isEqualTo(refused);
    }
}
