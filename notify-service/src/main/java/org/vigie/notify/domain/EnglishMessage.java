package org.vigie.notify.domain;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.Side;

/** The text of clinical rules 9.6, word for word for W1; other time-points and a fall differ where they must. */
final class EnglishMessage {
    private final AlertFacts facts;
    private final AdcStory story;
    private final Figures figures;

    private EnglishMessage(AlertFacts facts, ZoneId site) {
        this.facts = facts;
        this.story = facts.story();
        this.figures = new Figures(Language.EN, site);
    }

    static AlertMessage of(AlertFacts facts, ZoneId site) {
        EnglishMessage m = new EnglishMessage(facts, site);
        return new AlertMessage(
                m.title(),
                m.opening(),
                List.of(m.measured(), m.compared(), m.change(), m.says(), m.doesNotSay(), m.please()));
    }

    private String title() {
        String lead = facts.priority() ? "Priority: " : "Attention: ";
        String early = facts.timePoint().equals("MID") ? "no ADC rise" : "no early ADC rise";
        return lead + (facts.fall() ? "ADC fall" : early) + " under neoadjuvant chemotherapy.";
    }

    private String opening() {
        return "Patient " + patient() + ", " + lesion() + ", regimen " + story.regimen() + ", first dose "
                + figures.date(story.c1d1()) + ".";
    }

    private String patient() {
        String id = facts.patientId();
        return id == null ? "(identity not yet received)" : id;
    }

    private String lesion() {
        Side side = story.side();
        if (side == null) {
            return "lesion " + story.lesionLabel() + " (side not recorded)";
        }
        return (side == Side.L ? "left" : "right") + " breast lesion " + story.lesionLabel();
    }

    private AlertMessage.Paragraph measured() {
        return new AlertMessage.Paragraph(
                "Measured:",
                "whole-tumour mean ADC " + figures.adc(story.adcMm2PerSec()) + " × 10⁻³ mm²/s on day "
                        + figures.day(story.day()) + ".");
    }

    private AlertMessage.Paragraph compared() {
        return new AlertMessage.Paragraph(
                "Compared with:",
                figures.adc(story.baselineAdcMm2PerSec())
                        + " × 10⁻³ mm²/s at baseline (day " + figures.day(story.baselineDay()) + "), "
                        + (story.sameScanner() ? "same scanner" : "another scanner") + ", same b-values ("
                        + figures.bValues(story.bSecPerMm2()) + "), ROI validated by " + validator() + ".");
    }

    private String validator() {
        String by = story.validatedBy();
        return by == null ? "a radiologist (name not recorded)" : by;
    }

    private AlertMessage.Paragraph change() {
        return new AlertMessage.Paragraph(
                "Change:",
                figures.signedPercent(story.changePercent()) + " % (95 % CI "
                        + figures.signedPercent(story.ci95LowPercent()) + " to "
                        + figures.signedPercent(story.ci95HighPercent()) + " %). Changes up to ± "
                        + figures.limit(story.repeatabilityPercent()) + " % can be measurement variation.");
    }

    private AlertMessage.Paragraph says() {
        String when = switch (facts.timePoint()) {
            case "C1" -> "after the first cycle";
            case "INTERIM" -> "between the early and the 12-week examination";
            case "MID" -> "at 12 weeks";
            default -> "at the end of the first week";
        };
        return new AlertMessage.Paragraph(
                "Rule " + facts.alert().ruleId() + " v" + facts.alert().ruleVersion() + " says:",
                (facts.fall() ? "a fall beyond repeatability " : "no rise beyond repeatability ") + when
                        + ", where a rise is expected if treatment is active.");
    }

    private AlertMessage.Paragraph doesNotSay() {
        String chance =
                facts.fall() ? " In" : " With a true rise of 20 %, about 1 in 6 measurements would look like this; in";
        return new AlertMessage.Paragraph(
                "It does not say:",
                "that the tumour is resistant or that treatment should change." + chance
                        + " the largest trial ADC change was only moderately predictive (12 weeks, AUC 0.60).");
    }

    private AlertMessage.Paragraph please() {
        String repeat = facts.timePoint().equals("W1") ? "repeat DWI after cycle 1" : "repeat DWI";
        return new AlertMessage.Paragraph(
                "Please:",
                "review images and clinical findings; consider " + repeat + ", DCE volume and size. " + deadline()
                        + "; " + nextCycle(facts.alert().nextCycleAt()) + ". Decision support, not a diagnosis.");
    }

    private String deadline() {
        return facts.acknowledgeBy() == null
                ? "No acknowledgement deadline"
                : "Acknowledge by " + figures.dateTime(facts.acknowledgeBy());
    }

    private String nextCycle(@Nullable ClinicalTime at) {
        return at == null ? "next cycle not recorded" : "next cycle " + figures.date(at);
    }
}
