package org.vigie.notify.domain;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.Side;

/** The text of clinical rules 9.7, word for word for W1; other time-points and a fall differ where they must. */
final class FrenchMessage {
    private final AlertFacts facts;
    private final AdcStory story;
    private final Figures figures;

    private FrenchMessage(AlertFacts facts, ZoneId site) {
        this.facts = facts;
        this.story = facts.story();
        this.figures = new Figures(Language.FR, site);
    }

    static AlertMessage of(AlertFacts facts, ZoneId site) {
        FrenchMessage m = new FrenchMessage(facts, site);
        return new AlertMessage(
                m.title(),
                m.opening(),
                List.of(m.measured(), m.compared(), m.change(), m.says(), m.doesNotSay(), m.please()));
    }

    private String title() {
        String lead = facts.priority() ? "Prioritaire : " : "Attention : ";
        String early =
                facts.timePoint().equals("MID") ? "pas d'augmentation de l'ADC" : "pas d'augmentation précoce de l'ADC";
        return lead + (facts.fall() ? "baisse de l'ADC" : early) + " sous chimiothérapie néoadjuvante.";
    }

    private String opening() {
        return "Patiente " + patient() + ", " + lesion() + ", protocole " + story.regimen() + ", première cure le "
                + figures.date(story.c1d1()) + ".";
    }

    private String patient() {
        String id = facts.patientId();
        return id == null ? "(identité non encore reçue)" : id;
    }

    private String lesion() {
        Side side = story.side();
        if (side == null) {
            return "lésion " + story.lesionLabel() + " (côté non renseigné)";
        }
        return "lésion " + story.lesionLabel() + " du sein " + (side == Side.L ? "gauche" : "droit");
    }

    private AlertMessage.Paragraph measured() {
        return new AlertMessage.Paragraph(
                "Mesure :",
                "ADC moyen de la tumeur entière " + figures.adc(story.adcMm2PerSec()) + " × 10⁻³ mm²/s à J"
                        + figures.day(story.day()) + ".");
    }

    private AlertMessage.Paragraph compared() {
        return new AlertMessage.Paragraph(
                "Référence :",
                figures.adc(story.baselineAdcMm2PerSec())
                        + " × 10⁻³ mm²/s à l'examen initial (J" + figures.day(story.baselineDay()) + "), "
                        + (story.sameScanner() ? "même appareil d'IRM" : "autre appareil d'IRM")
                        + ", mêmes valeurs de b (" + figures.bValues(story.bSecPerMm2()) + "), contour validé par "
                        + validator() + ".");
    }

    private String validator() {
        String by = story.validatedBy();
        if (by == null) {
            return "un radiologue (nom non renseigné)";
        }
        return by.startsWith("Dr ") ? "le " + by : by;
    }

    private AlertMessage.Paragraph change() {
        return new AlertMessage.Paragraph(
                "Variation :",
                figures.signedPercent(story.changePercent()) + " % (IC à 95 % : "
                        + figures.signedPercent(story.ci95LowPercent()) + " à "
                        + figures.signedPercent(story.ci95HighPercent()) + " %). Une variation jusqu'à ± "
                        + figures.limit(story.repeatabilityPercent())
                        + " % peut relever de la seule variabilité de mesure.");
    }

    private AlertMessage.Paragraph says() {
        String when = switch (facts.timePoint()) {
            case "C1" -> "après la première cure";
            case "INTERIM" -> "entre l'examen précoce et celui de 12 semaines";
            case "MID" -> "à 12 semaines";
            default -> "à la fin de la première semaine";
        };
        return new AlertMessage.Paragraph(
                "La règle " + facts.alert().ruleId() + " v" + facts.alert().ruleVersion() + " indique :",
                (facts.fall()
                                ? "une baisse dépassant la répétabilité "
                                : "pas d'augmentation dépassant la répétabilité ")
                        + when + ", alors qu'une augmentation est attendue si le traitement est actif.");
    }

    private AlertMessage.Paragraph doesNotSay() {
        String chance = facts.fall()
                ? " Dans"
                : " Pour une augmentation réelle de 20 %, environ 1 mesure sur 6 donnerait ce résultat ; dans";
        return new AlertMessage.Paragraph(
                "Elle n'indique pas :",
                "que la tumeur est résistante ni que le traitement doit être modifié." + chance
                        + " le plus grand essai, la variation d'ADC n'était que modérément prédictive"
                        + " (12 semaines, AUC 0,60).");
    }

    private AlertMessage.Paragraph please() {
        String repeat = facts.timePoint().equals("W1")
                ? "une IRM de diffusion après la première cure"
                : "une nouvelle IRM de diffusion";
        return new AlertMessage.Paragraph(
                "Merci de :",
                "revoir les images et la clinique ; discuter " + repeat
                        + ", le volume tumoral fonctionnel et la taille. "
                        + deadline() + " ; " + nextCycle(facts.alert().nextCycleAt())
                        + ". Aide à la décision, ne constitue pas un diagnostic.");
    }

    private String deadline() {
        return facts.acknowledgeBy() == null
                ? "Pas de délai d'accusé de réception"
                : "Merci d'accuser réception avant le " + figures.dateTime(facts.acknowledgeBy());
    }

    private String nextCycle(@Nullable ClinicalTime at) {
        return at == null ? "prochaine cure non renseignée" : "prochaine cure le " + figures.date(at);
    }
}
