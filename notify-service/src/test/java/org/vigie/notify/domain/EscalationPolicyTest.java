package org.vigie.notify.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Json;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.notify.domain.EscalationPolicy.Step;

class EscalationPolicyTest {
    private static final EscalationPolicy POLICY = new EscalationPolicy(ZoneId.of("Europe/Paris"));
    /** A Monday, 10:00 in Paris. */
    private static final Instant TOLD = Instant.parse("2026-03-09T09:00:00Z");

    private static AlertRaised alert(
            AlertRaised.Severity severity, AlertRaised.State state, @Nullable Instant nextCycle, int days) {
        return alert(
                severity,
                state,
                nextCycle == null
                        ? null
                        : ClinicalTime.parse(nextCycle.atOffset(ZoneOffset.UTC).toString()),
                days);
    }

    private static AlertRaised alert(
            AlertRaised.Severity severity, AlertRaised.State state, @Nullable ClinicalTime nextCycle, int days) {
        return new AlertRaised(
                "alert",
                1,
                state,
                severity,
                AlertRaised.Category.CLINICAL,
                "adc-no-change",
                true,
                "key",
                null,
                null,
                "W1",
                "NAC-ADC",
                "1.0",
                null,
                null,
                null,
                nextCycle,
                days,
                TOLD,
                TOLD.plus(Duration.ofDays(20)),
                null,
                null,
                List.of(),
                List.of());
    }

    private static AlertRaised s2(ClinicalTime nextCycle) {
        return alert(AlertRaised.Severity.S2, AlertRaised.State.RAISED, nextCycle, 2);
    }

    private static AlertRaised s2(@Nullable Instant nextCycle) {
        return alert(AlertRaised.Severity.S2, AlertRaised.State.RAISED, nextCycle, 2);
    }

    @Test
    void escalatesAsTheVectorsOfTheRulesSay() throws IOException {
        List<String> executed = new ArrayList<>();
        for (JsonNode vector : vectors()) {
            Instant nextCycle =
                    TOLD.plus(Duration.ofHours(vector.get("nextCycleInHours").asLong()));
            AlertRaised.Severity severity =
                    AlertRaised.Severity.valueOf(vector.get("severity").asText());
            AlertRaised alert = alert(severity, AlertRaised.State.RAISED, nextCycle, 2);

            assertThat(POLICY.severity(alert, TOLD, TOLD))
                    .as(vector.get("id").asText())
                    .hasToString(vector.get("expected").get("severity").asText());
            assertThat(POLICY.due(alert, TOLD, TOLD)).containsExactly(Step.ESCALATION);
            executed.add(vector.get("id").asText());
        }
        System.out.println("vectors executed: " + executed.size() + " (" + String.join(", ", executed) + ")");
        assertThat(executed).containsExactly("A-6");
    }

    private static JsonNode vectors() throws IOException {
        try (InputStream in = EscalationPolicyTest.class.getResourceAsStream("/vectors/notify.json")) {
            return Json.mapper().readTree(Objects.requireNonNull(in)).get("vectors");
        }
    }

    @Test
    void waitsWhileTheNextCycleIsMoreThan72HoursAway() {
        Instant cycle = TOLD.plus(Duration.ofHours(73));

        assertThat(POLICY.due(s2(cycle), TOLD, TOLD)).isEmpty();
        assertThat(POLICY.due(s2(cycle), TOLD, TOLD.plus(Duration.ofHours(1)))).containsExactly(Step.ESCALATION);
    }

    @Test
    void isUrgentOnTheVeryDayOfACycleWhoseHourIsUnknown() {
        AlertRaised today = s2(ClinicalTime.parse("2026-03-09"));
        AlertRaised yesterday = s2(ClinicalTime.parse("2026-03-08"));

        assertThat(POLICY.due(today, TOLD, TOLD)).containsExactly(Step.ESCALATION);
        assertThat(POLICY.due(yesterday, TOLD, TOLD)).isEmpty();
    }

    @Test
    void remindsAfter24HoursAndAtTheDeadlineThenEscalates() {
        AlertRaised alert = s2(TOLD.plus(Duration.ofDays(14)));

        assertThat(POLICY.due(alert, TOLD, TOLD.plus(Duration.ofHours(23)))).isEmpty();
        assertThat(POLICY.due(alert, TOLD, TOLD.plus(Duration.ofHours(24)))).isEqualTo(Set.of(Step.REMINDER_1));
        assertThat(POLICY.due(alert, TOLD, Instant.parse("2026-03-11T09:00:00Z")))
                .isEqualTo(Set.of(Step.REMINDER_1, Step.REMINDER_2, Step.ESCALATION));
    }

    @Test
    void countsWorkingDaysOnlyAndNeverPastTheNextCycle() {
        Instant friday = Instant.parse("2026-03-13T09:00:00Z");
        Instant monday = Instant.parse("2026-03-16T08:00:00Z");

        assertThat(POLICY.deadline(s2((Instant) null), friday)).isEqualTo(Instant.parse("2026-03-17T09:00:00Z"));
        assertThat(POLICY.deadline(s2(monday), friday)).isEqualTo(monday);
    }

    @Test
    void leavesAloneWhatIsNoLongerOpenOrHasExpired() {
        Instant late = TOLD.plus(Duration.ofDays(30));

        assertThat(POLICY.due(s2((Instant) null), TOLD, late)).isEmpty();
        assertThat(POLICY.due(
                        alert(AlertRaised.Severity.S2, AlertRaised.State.RETRACTED, (Instant) null, 2),
                        TOLD,
                        TOLD.plus(Duration.ofDays(5))))
                .isEmpty();
    }
}
