package org.vigie.notify.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.Side;

/** The texts of clinical rules 9.6 and 9.7, filled with their own example. */
class MessagesTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private static AlertFacts facts(String kind, String timePoint, AlertRaised.Severity severity) {
        AdcStory story = new AdcStory(
                1.02e-3,
                -6,
                1.05e-3,
                7,
                2.941176,
                -10.278,
                16.160,
                13.0,
                0.047,
                List.of(0.0, 800.0),
                true,
                Side.L,
                "L1",
                "AC-T",
                ClinicalTime.of(LocalDate.of(2026, 3, 2)),
                "Dr Martin");
        return new AlertFacts(
                alert(kind, timePoint, severity, story), severity, story, "4711", at("2026-03-11T15:30:00Z"));
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    private static AlertRaised alert(
            String kind, String timePoint, AlertRaised.Severity severity, @Nullable AdcStory story) {
        return new AlertRaised(
                "alert",
                1,
                AlertRaised.State.RAISED,
                severity,
                AlertRaised.Category.CLINICAL,
                kind,
                true,
                "key",
                "course",
                "1.2.3",
                timePoint,
                "NAC-ADC",
                "1.0",
                null,
                null,
                null,
                ClinicalTime.of(LocalDate.of(2026, 3, 23)),
                2,
                at("2026-03-09T15:30:00Z"),
                null,
                null,
                story,
                List.of(),
                List.of());
    }

    @Test
    void englishIsTheTemplateWordForWord() {
        AlertFacts facts = facts("adc-no-change", "W1", AlertRaised.Severity.S2);

        String text = Messages.alert(facts, Language.EN, PARIS).plainText();

        assertThat(text.replace('\n', ' '))
                .isEqualTo("Attention: no early ADC rise under neoadjuvant chemotherapy. Patient 4711, left breast"
                        + " lesion L1, regimen AC-T, first dose 2 March 2026. Measured: whole-tumour mean ADC"
                        + " 1.05 × 10⁻³ mm²/s on day 7. Compared with: 1.02 × 10⁻³ mm²/s at baseline (day −6), same"
                        + " scanner, same b-values (0/800), ROI validated by Dr Martin. Change: +2.9 % (95 % CI −10.3"
                        + " to +16.2 %). Changes up to ± 13 % can be measurement variation. Rule NAC-ADC v1.0 says:"
                        + " no rise beyond repeatability at the end of the first week, where a rise is expected if"
                        + " treatment is active. It does not say: that the tumour is resistant or that treatment"
                        + " should change. With a true rise of 20 %, about 1 in 6 measurements would look like this;"
                        + " in the largest trial ADC change was only moderately predictive (12 weeks, AUC 0.60)."
                        + " Please: review images and clinical findings; consider repeat DWI after cycle 1, DCE"
                        + " volume and size. Acknowledge by 11 March 2026, 16:30; next cycle 23 March 2026. Decision"
                        + " support, not a diagnosis.");
    }

    @Test
    void frenchIsTheTemplateWordForWord() {
        AlertFacts facts = facts("adc-no-change", "W1", AlertRaised.Severity.S2);

        String text = Messages.alert(facts, Language.FR, PARIS).plainText();

        assertThat(text.replace('\n', ' '))
                .isEqualTo("Attention : pas d'augmentation précoce de l'ADC sous chimiothérapie néoadjuvante."
                        + " Patiente 4711, lésion L1 du sein gauche, protocole AC-T, première cure le 2 mars 2026."
                        + " Mesure : ADC moyen de la tumeur entière 1,05 × 10⁻³ mm²/s à J7. Référence : 1,02 × 10⁻³"
                        + " mm²/s à l'examen initial (J−6), même appareil d'IRM, mêmes valeurs de b (0/800), contour"
                        + " validé par le Dr Martin. Variation : +2,9 % (IC à 95 % : −10,3 à +16,2 %). Une variation"
                        + " jusqu'à ± 13 % peut relever de la seule variabilité de mesure. La règle NAC-ADC v1.0"
                        + " indique : pas d'augmentation dépassant la répétabilité à la fin de la première semaine,"
                        + " alors qu'une augmentation est attendue si le traitement est actif. Elle n'indique pas :"
                        + " que la tumeur est résistante ni que le traitement doit être modifié. Pour une"
                        + " augmentation réelle de 20 %, environ 1 mesure sur 6 donnerait ce résultat ; dans le plus"
                        + " grand essai, la variation d'ADC n'était que modérément prédictive (12 semaines, AUC"
                        + " 0,60). Merci de : revoir les images et la clinique ; discuter une IRM de diffusion après"
                        + " la première cure, le volume tumoral fonctionnel et la taille. Merci d'accuser réception"
                        + " avant le 11 mars 2026 à 16:30 ; prochaine cure le 23 mars 2026. Aide à la décision, ne"
                        + " constitue pas un diagnostic.");
    }

    @Test
    void fallIsNotCalledAMissingRise() {
        AlertFacts facts = facts("adc-fall", "C1", AlertRaised.Severity.S3);

        AlertMessage message = Messages.alert(facts, Language.EN, PARIS);

        assertThat(message.title()).isEqualTo("Priority: ADC fall under neoadjuvant chemotherapy.");
        assertThat(message.plainText())
                .contains("a fall beyond repeatability after the first cycle, where a rise is expected")
                .doesNotContain("1 in 6");
    }

    @Test
    void zeroChangeCarriesNoSign() {
        assertThat(new Figures(Language.EN, PARIS).signedPercent(0.0)).isEqualTo("0.0");
        assertThat(new Figures(Language.FR, PARIS).signedPercent(-13.03)).isEqualTo("−13,0");
    }

    /** The commas of a list part its numbers; a second kind of comma within would make three of two. */
    @Test
    void aListOfNumbersKeepsItsPointsInFrench() {
        Figures french = new Figures(Language.FR, PARIS);

        assertThat(french.inText("[12.5, 7]")).isEqualTo("[12.5, 7]");
        assertThat(french.inText("ADC_STD b[0.0, 800.0] 1.25 mm")).isEqualTo("ADC_STD b[0.0, 800.0] 1,25 mm");
    }
}
