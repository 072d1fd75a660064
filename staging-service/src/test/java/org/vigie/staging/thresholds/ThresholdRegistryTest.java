package org.vigie.staging.thresholds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.staging.domain.thresholds.ThresholdSet;

class ThresholdRegistryTest {
    /** A released set is never edited: a change is a new file, and this id then stands for the old one. */
    private static final String SET_1 = "e937ee2f12b957496a89cf326c09bd69aef5159e4e752b90b9f8322f80032f0f";

    @TempDir
    private Path site;

    @Test
    void keepsTheReleasedSetAsItWas() {
        ThresholdSet first =
                ThresholdRegistry.shipped().byId(SET_1).orElseThrow().set();
        ThresholdSet now = ThresholdRegistry.shipped().inForce("nac-adc");

        assertThat(first.value("rc")).isEqualTo(13.0);
        assertThat(first.value("wcv")).isEqualTo(0.047);
        assertThat(first.get("rc").tag()).isEqualTo("U");
        assertThat(now.id()).isNotEqualTo(SET_1);
        assertThat(now.byId()).isEqualTo(first.byId());
    }

    @Test
    void takesASitesOwnValueFromItsDayOnAndKeepsTheOldOne() throws IOException {
        write("nac-adc-site-1.yaml", """
                author: M. Physicist
                approver: Dr A. Radiologist
                reason: QIBA committee report 2024
                effective-from: 2026-06-01
                thresholds:
                - {id: rc, value: 15.0, previous: 13.0, unit: "%", inclusive: no-change, tag: C, source: "Radiology 2024"}
                """);
        ThresholdRegistry registry = ThresholdRegistry.load(site);

        ThresholdSet before = registry.inForce(LocalDate.parse("2026-05-31")).get("nac-adc");
        ThresholdSet after = registry.inForce(LocalDate.parse("2026-06-01")).get("nac-adc");
        assertThat(before).isNotNull();
        assertThat(after).isNotNull();
        if (before != null && after != null) {
            assertThat(before.value("rc")).isEqualTo(13.0);
            assertThat(after.value("rc")).isEqualTo(15.0);
            assertThat(after.value("wcv")).isEqualTo(0.047);
            assertThat(registry.byId(before.id())).isPresent();
            assertThat(registry.byId(after.id()).orElseThrow().file()).isEqualTo("nac-adc-site-1.yaml");
        }
    }

    @Test
    void namesEveryFaultOfEveryFile() throws IOException {
        write("nac-adc-site-1.yaml", """
                author: Dr A
                approver: dr a
                effective-from: soon
                thresholds:
                - {id: rc, value: 14, unit: "1", inclusive: no-change, tag: X, source: s}
                - {id: unheard-of, value: many, unit: d, inclusive: x, tag: P}
                """);
        write("nac-adc-site-3.yaml", "[]");

        assertThatThrownBy(() -> ThresholdRegistry.load(site))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nac-adc-site-1.yaml: 'rc': tag X is none of C, S, U, P")
                .hasMessageContaining("'rc': the approver must be another person than the author")
                .hasMessageContaining("'rc' has no reason")
                .hasMessageContaining("'rc': effective-from is not a date")
                .hasMessageContaining("'rc' must stay in %")
                .hasMessageContaining("'rc' must name its previous value 13.0")
                .hasMessageContaining("'unheard-of' has no number as value")
                .hasMessageContaining("'unheard-of' without 'source'")
                .hasMessageContaining("set nac-adc has no threshold 'unheard-of'")
                .hasMessageContaining("nac-adc-site-3.yaml: is not the next file of a set");
    }

    @Test
    void refusesAnUnconfirmedThresholdUnderAnAlertThatNobodyApproved() throws IOException {
        write("nac-adc-site-1.yaml", """
                author: M. Physicist
                reason: trial
                effective-from: 2026-06-01
                thresholds:
                - {id: rc, value: 12, previous: 13.0, unit: "%", inclusive: no-change, tag: U, source: "none"}
                """);

        assertThatThrownBy(() -> ThresholdRegistry.load(site))
                .hasMessageContaining("'rc' has no approver")
                .hasMessageContaining("'rc' is unconfirmed [U], an alert depends on it and nobody has approved it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void noUnconfirmedThresholdAlertsWithoutApprover(String approver) {
        assertThatThrownBy(() -> load(approver)).hasMessageContaining("'rc' has no approver");
    }

    @ParameterizedTest
    @ValueSource(strings = {"M. Physicist", "dr. m physicist", "M.PHYSICIST", "Prof. M. Physicist"})
    void noUnconfirmedThresholdAlertsOnItsAuthorsWord(String approver) {
        assertThatThrownBy(() -> load(approver))
                .hasMessageContaining("'rc': the approver must be another person than the author");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n/a", "TBD", "-", "42", "Dr.", "self", "approved", "???"})
    void noUnconfirmedThresholdAlertsOnTheWordOfNobody(String approver) {
        assertThatThrownBy(() -> load(approver))
                .hasMessageContaining("must be a person's name or user id, not '" + approver + "'");
    }

    @Test
    void anotherNamedPersonMayApprove() throws IOException {
        assertThat(load("Dr Élise Radiologist").inForce(LocalDate.parse("2026-06-01")))
                .isNotEmpty();
    }

    private ThresholdRegistry load(String approver) throws IOException {
        write("nac-adc-site-1.yaml", """
                author: M. Physicist
                approver: "%s"
                reason: trial
                effective-from: 2026-06-01
                thresholds:
                - {id: rc, value: 12, previous: 13.0, unit: "%%", inclusive: no-change, tag: U, source: "none"}
                """.formatted(approver));
        return ThresholdRegistry.load(site);
    }

    @Test
    void refusesWrongVersionUnknownIdOtherUnitAndOtherSideAllAtOnce() throws IOException {
        write("nac-adc-site-1.yaml", """
                author: M. Physicist
                approver: Dr A. Radiologist
                reason: trial
                effective-from: 2026-06-01
                thresholds:
                - {id: rc, value: 0.15, previous: 0.13, unit: "1", inclusive: rise, tag: C, source: "s"}
                - {id: rcc, value: 15, unit: "%", inclusive: none, tag: C, source: "s"}
                """);
        write("nac-adc-site-4.yaml", "[]");

        assertThatThrownBy(() -> ThresholdRegistry.load(site))
                .hasMessageContaining("'rc' must stay in %")
                .hasMessageContaining("'rc' must stay inclusive no-change")
                .hasMessageContaining("'rc' must name its previous value 13.0")
                .hasMessageContaining("set nac-adc has no threshold 'rcc'")
                .hasMessageContaining("nac-adc-site-4.yaml: is not the next file of a set");
    }

    /** A limit of the other sign, or half a day, is a slip that no rule could tell from a wish. */
    @Test
    void refusesAnotherSignAndPartsOfDays() throws IOException {
        write("nac-adc-site-1.yaml", """
                author: M. Physicist
                approver: Dr A. Radiologist
                reason: trial
                effective-from: 2026-06-01
                thresholds:
                - {id: rc, value: -15, previous: 13.0, unit: "%", inclusive: no-change, tag: C, source: "s"}
                - {id: w1-from, value: 5.5, previous: 5, unit: d, inclusive: both, tag: P, source: "s"}
                """);

        assertThatThrownBy(() -> ThresholdRegistry.load(site))
                .hasMessageContaining("'rc' must keep its sign")
                .hasMessageContaining("'w1-from' must be a whole number of days");
    }

    private void write(String name, String yaml) throws IOException {
        Files.writeString(site.resolve(name), yaml);
    }
}
