package org.vigie.notify;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.notify.channel.Mail;
import org.vigie.notify.domain.AlertFacts;
import org.vigie.notify.domain.AlertMessage;
import org.vigie.notify.domain.EscalationPolicy;
import org.vigie.notify.domain.Language;
import org.vigie.notify.domain.Messages;
import org.vigie.notify.domain.Purpose;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.DeliveryRows;

/** Puts alerts into words: the message of each, and the mail that carries one or several of one study. */
@ApplicationScoped
public class MailText {
    private final NotifyConfig config;
    private final SiteConfig site;
    private final EscalationPolicy policy;

    public MailText(NotifyConfig config, SiteConfig site) {
        this.config = config;
        this.site = site;
        this.policy = new EscalationPolicy(site.zone());
    }

    /**
     * The message of an alert, or that it no longer stands; null for what asks nobody to look again: the text of clinical
     * rules 9.6 says that there was no rise, which of an ADC that rose, or of a contour nobody validated, is untrue.
     */
    public @Nullable AlertMessage message(AlertRows.Current alert, @Nullable String patientId, Language language) {
        AlertRaised event = alert.event();
        if (event.category() != AlertRaised.Category.CLINICAL) {
            return null;
        }
        if (event.state() == AlertRaised.State.RETRACTED) {
            return Messages.withdrawn(event, patientId, language, site.zone());
        }
        AdcStory story = event.story();
        return story == null ? null : Messages.alert(facts(alert, story, patientId), language, site.zone());
    }

    /** @param replaced keys of alerts of which the recipient had an earlier version (clinical rules 9.3) */
    Mail mail(
            DeliveryRows.Delivery to,
            List<AlertRows.Current> alerts,
            Set<String> replaced,
            @Nullable String patientId) {
        List<AlertMessage> messages = new ArrayList<>();
        for (AlertRows.Current alert : alerts) {
            AdcStory story = alert.event().story();
            if (to.purpose() == Purpose.RETRACTION) {
                messages.add(Messages.withdrawn(alert.event(), patientId, to.language(), site.zone()));
            } else if (story == null) {
                messages.add(bare(alert.event(), patientId, to.language()));
            } else {
                AlertMessage message = Messages.alert(facts(alert, story, patientId), to.language(), site.zone());
                messages.add(
                        replaced.contains(alert.event().alertKey())
                                ? Messages.amended(message, to.language())
                                : message);
            }
        }
        String link = config.publicUrl() + "/patients/" + to.patientKey();
        String subject = prefix(to.purpose(), !replaced.isEmpty(), to.language())
                + messages.getFirst().title();
        return new Mail(
                to.address(),
                subject,
                messages.stream().map(AlertMessage::plainText).collect(Collectors.joining("\n\n")) + "\n\n" + link
                        + "\n\n" + Disclaimer.of(to.language()) + "\n",
                html(messages, link, to.language()),
                "<vigie-delivery-" + to.id() + "-" + to.alertKey() + "@vigie.invalid>");
    }

    private AlertFacts facts(AlertRows.Current alert, AdcStory story, @Nullable String patientId) {
        var told = alert.notifiedAt();
        return new AlertFacts(
                alert.event(),
                alert.severity(),
                story,
                patientId,
                policy.deadline(alert.event(), told == null ? alert.event().raisedAt() : told));
    }

    private static AlertMessage bare(AlertRaised alert, @Nullable String patientId, Language language) {
        String id = patientId == null ? "?" : patientId;
        return language == Language.FR
                ? new AlertMessage("Attention : " + alert.kind() + ".", "Patient " + id + ".", List.of())
                : new AlertMessage("Attention: " + alert.kind() + ".", "Patient " + id + ".", List.of());
    }

    private static String prefix(Purpose purpose, boolean amended, Language language) {
        boolean french = language == Language.FR;
        return switch (purpose) {
            case ALERT -> amended ? (french ? "[Vigie] Modification – " : "[Vigie] Amended – ") : "[Vigie] ";
            case RETRACTION -> "[Vigie] ";
            case REMINDER_1 -> french ? "[Vigie] Rappel 1 – " : "[Vigie] Reminder 1 – ";
            case REMINDER_2 -> french ? "[Vigie] Rappel 2 – " : "[Vigie] Reminder 2 – ";
            case ESCALATION -> french ? "[Vigie] Sans réponse – " : "[Vigie] Unanswered – ";
        };
    }

    private static String html(List<AlertMessage> messages, String link, Language language) {
        StringBuilder html = new StringBuilder("<html><body>");
        for (AlertMessage message : messages) {
            html.append("<p><b>").append(escape(message.title())).append("</b> ");
            html.append(escape(message.opening())).append("</p>");
            for (AlertMessage.Paragraph p : message.paragraphs()) {
                html.append("<p><b>").append(escape(p.lead())).append("</b> ");
                html.append(escape(p.text())).append("</p>");
            }
        }
        html.append("<p><a href=\"")
                .append(escape(link))
                .append("\">")
                .append(escape(link))
                .append("</a></p>");
        return html.append("<p><small>")
                .append(Disclaimer.of(language))
                .append("</small></p></body></html>")
                .toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
