package org.vigie.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void reasonReadsWhatItWrites(ReasonCode code) {
        assertThat(Reason.parse(code.name())).isEqualTo(Reason.of(code));
        assertThat(Reason.parse(code.name() + "(c1d1 (planned))")).isEqualTo(Reason.of(code, "c1d1 (planned)"));
        assertThat(Reason.of(code, "c1d1")).hasToString(code.name() + "(c1d1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-02",
                "2026-03-02T09:30",
                "2026-03-02T09:30:15.250",
                "2026-03-02T09:30:15+01:00",
                "2026-03-02T09:30-05:30",
                "2026-03-02T09:30:15Z"
            })
    void clinicalTimeReadsWhatItWrites(String text) {
        assertThat(ClinicalTime.parse(text)).hasToString(text);
    }

    @Test
    void clinicalTimeKeepsWhatIsUnknown() {
        assertThat(ClinicalTime.parse("2026-03-02")).isEqualTo(new ClinicalTime(LocalDate.of(2026, 3, 2), null, null));
        assertThat(ClinicalTime.parse("2026-03-02T09:30:00+01:00"))
                .isEqualTo(new ClinicalTime(LocalDate.of(2026, 3, 2), LocalTime.of(9, 30), ZoneOffset.ofHours(1)));
    }

    @Test
    void clinicalTimeIsReadInTheZoneOfTheSiteWhereItStatesNone() {
        assertThat(ClinicalTime.parse("2026-07-01").instantIn(PARIS)).isEqualTo(Instant.parse("2026-06-30T22:00:00Z"));
        assertThat(ClinicalTime.parse("2026-07-01T23:30Z").dateIn(PARIS)).isEqualTo(LocalDate.of(2026, 7, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20260302", "2026-02-30", "2026-03-02T", "2026-03-02T25:00", "SECRET^NAME"})
    void clinicalTimeRefusesAnythingElseWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> ClinicalTime.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a date or date-time of ISO 8601");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SECRET^NAME",
                "{\"sha256\":\"SECRET^NAME\",\"bytes\":1}",
                "{\"sha256\":{\"SECRET^NAME\":1}}",
                "{\"SECRET^NAME\"",
                "[\"SECRET^NAME\"]",
                "null",
                ""
            })
    void malformedEventsAreNeverQuoted(String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.read(bytes, ObjectRef.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageStartingWith("ObjectRef: ")
                .message()
                .doesNotContain("SECRET");
        assertThatThrownBy(() -> Json.read(bytes, ObjectRef.class)).hasNoCause();
    }

    @Test
    void aRecordWithoutPayloadIsMalformed() {
        assertThatThrownBy(() -> Json.read(null, ObjectRef.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("ObjectRef: no payload");
    }
}
