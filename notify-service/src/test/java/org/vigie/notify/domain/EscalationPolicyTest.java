package org.vigie.notify.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
                nextCycle == null
                        ? null
                        : ClinicalTime.parse(nextCycle.atOffset(ZoneOffset.UTC).toString()),
                days,
                TOLD,
                TOLD.plus(Duration.ofDays(20)),
                null,
                null,
                List.of(),
                List.of());
    }

    private static AlertRaised s2(@Nullable Instant nextCycle) {
        return alert(AlertRaised.Severity.S2, AlertRaised.State.RAISED, nextCycle, 2);
    }

    @Test
    void escalatesAsTheVectorsOfTheRulesSay() throws IOException {
        int executed = 0;
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
            executed++;
        }
        System.getLogger("vectors")
                .log(System.Logger.Level.INFO, "clinical rules, notify: {0} vector executed", executed);
        assertThat(executed).isEqualTo(1);
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

        assertThat(POLICY.deadline(s2(null), friday)).isEqualTo(Instant.parse("2026-03-17T09:00:00Z"));
        assertThat(POLICY.deadline(s2(monday), friday)).isEqualTo(monday);
    }

    @Test
    void leavesAloneWhatIsNoLongerOpenOrHasExpired() {
        Instant late = TOLD.plus(Duration.ofDays(30));

        assertThat(POLICY.due(s2(null), TOLD, late)).isEmpty();
        assertThat(POLICY.due(
                        alert(AlertRaised.Severity.S2, AlertRaised.State.RETRACTED, null, 2),
                        TOLD,
                        TOLD.plus(Duration.ofDays(5))))
                .isEmpty();
    }
}
