package org.vigie.notify.domain;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.AlertRaised;

/** Messages in the reader's language. */
public final class Messages {
    private Messages() {}

    /** The message of clinical rules 9.6 (English) or 9.7 (French). */
    public static AlertMessage alert(AlertFacts facts, Language language, ZoneId site) {
        return switch (language) {
            case EN -> EnglishMessage.of(facts, site);
            case FR -> FrenchMessage.of(facts, site);
        };
    }

    /** The same, for who had an earlier version of it. */
    public static AlertMessage amended(AlertMessage message, Language language) {
        List<AlertMessage.Paragraph> paragraphs = new ArrayList<>();
        paragraphs.add(
                switch (language) {
                    case EN ->
                        new AlertMessage.Paragraph(
                                "Amended:",
                                "this replaces the earlier message about this lesion and examination, after a new"
                                        + " evaluation. An answer to the earlier one no longer counts.");
                    case FR ->
                        new AlertMessage.Paragraph(
                                "Modification :",
                                "ce message remplace le précédent sur cette lésion et cet examen, après une nouvelle"
                                        + " évaluation. Une réponse au précédent ne compte plus.");
                });
        paragraphs.addAll(message.paragraphs());
        return new AlertMessage(message.title(), message.opening(), paragraphs);
    }

    /** It was neither confirmed nor disproved: what it rested on is in question. */
    private static AlertMessage open(@Nullable String id, @Nullable AdcStory story, String raised, Language language) {
        String label = story == null ? "" : (language == Language.FR ? ", lésion " : ", lesion ") + story.lesionLabel();
        return switch (language) {
            case EN ->
                new AlertMessage(
                        "Open again: an alert about ADC under neoadjuvant chemotherapy cannot be judged at present.",
                        "Patient " + (id == null ? "(identity not yet received)" : id) + label + ".",
                        List.of(new AlertMessage.Paragraph(
                                "Why:",
                                "what it rests on is in question (" + raised
                                        + "). The earlier message is neither confirmed"
                                        + " nor disproved; the patient page shows what is missing.")));
            case FR ->
                new AlertMessage(
                        "De nouveau en suspens : une alerte sur l'ADC sous chimiothérapie néoadjuvante ne peut être jugée"
                                + " actuellement.",
                        "Patiente " + (id == null ? "(identité non encore reçue)" : id) + label + ".",
                        List.of(new AlertMessage.Paragraph(
                                "Pourquoi :",
                                "ce sur quoi elle repose est en question (" + raised
                                        + "). Le message précédent n'est ni"
                                        + " confirmé ni infirmé ; la page de la patiente montre ce qui manque.")));
        };
    }

    /** Tells who received an alert that it no longer stands; the version that says so need carry no numbers. */
    public static AlertMessage withdrawn(
            AlertRaised alert, @Nullable String patientId, Language language, ZoneId site) {
        Figures figures = new Figures(language, site);
        String raised = figures.dateTime(alert.raisedAt());
        String id = patientId;
        AdcStory story = alert.story();
        if (alert.state() == AlertRaised.State.AMENDED) {
            return open(id, story, raised, language);
        }
        String label = story == null ? "" : (language == Language.FR ? ", lésion " : ", lesion ") + story.lesionLabel();
        return switch (language) {
            case EN ->
                new AlertMessage(
                        "Retracted: an alert about ADC under neoadjuvant chemotherapy no longer stands.",
                        "Patient " + (id == null ? "(identity not yet received)" : id) + label + ".",
                        List.of(new AlertMessage.Paragraph(
                                "Why:",
                                "a new evaluation (" + raised + ") no longer supports it. Please disregard the earlier"
                                        + " message; the patient page shows what changed.")));
            case FR ->
                new AlertMessage(
                        "Retrait : une alerte sur l'ADC sous chimiothérapie néoadjuvante n'est plus valable.",
                        "Patiente " + (id == null ? "(identité non encore reçue)" : id) + label + ".",
                        List.of(new AlertMessage.Paragraph(
                                "Pourquoi :",
                                "une nouvelle évaluation (" + raised + ") ne la confirme plus. Merci de ne pas tenir"
                                        + " compte du message précédent ; la page de la patiente montre ce qui a"
                                        + " changé.")));
        };
    }
}
