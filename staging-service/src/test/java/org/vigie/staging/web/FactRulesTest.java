package org.vigie.staging.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.Patients;

class FactRulesTest {
    /** Today is 2 March 2026. */
    private final FactRules rules = new FactRules(Clock.fixed(Patients.noon(0), ZoneOffset.UTC), Patients.PARIS);

    @Test
    void acceptsAPlannedCourseUpTo180DaysAhead() {
        FactBody course = course("2026-08-29", null);

        assertThat(rules.check(course, null)).isSameAs(course);
        assertThatThrownBy(() -> rules.check(course("2026-08-30", null), null))
                .hasMessage("c1d1: at most 180 days ahead");
    }

    @Test
    void refusesACourseBeforeBirth() {
        assertThatThrownBy(() -> rules.check(course("1969-12-31", null), ClinicalTime.parse("1970-01-01")))
                .hasMessage("c1d1: not before birth");
    }

    @Test
    void refusesANextCycleThatIsNotAfterTheFirst() {
        assertThatThrownBy(() -> rules.check(course("2026-03-02", "2026-03-02"), null))
                .hasMessage("nextCycleAt: after c1d1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.02", "1.a", "1..2", "../../etc/passwd", "1.2."})
    void refusesTrackingUidsThatAreNoUids(String uid) {
        assertThatThrownBy(() -> rules.check(new FactBody.Lesion(uid, "L1", null, null), null))
                .hasMessage("trackingUid: a DICOM UID: digits and dots, at most 64 characters");
    }

    @Test
    void refusesAdministrationsFromTheFuture() {
        assertThatThrownBy(() ->
                        rules.check(new FactBody.Administration(null, ClinicalTime.parse("2026-03-03"), "EC"), null))
                .hasMessage("at: not in the future");
    }

    private static FactBody course(String c1d1, @Nullable String next) {
        return new FactBody.NacCourse(
                "course-1",
                ClinicalTime.parse(c1d1),
                "EC-T",
                next == null ? null : ClinicalTime.parse(next),
                null,
                null);
    }
}
