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

    /** Tells who received an alert that it no longer stands; the version that says so need carry no numbers. */
    public static AlertMessage withdrawn(
            AlertRaised alert, @Nullable String patientId, Language language, ZoneId site) {
        Figures figures = new Figures(language, site);
        String raised = figures.dateTime(alert.raisedAt());
        String id = patientId;
        AdcStory story = alert.story();
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
