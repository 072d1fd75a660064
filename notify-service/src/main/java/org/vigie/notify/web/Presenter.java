package org.vigie.notify.web;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.clinical.AdcStory;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.notify.MailText;
import org.vigie.notify.domain.AlertMessage;
import org.vigie.notify.domain.EscalationPolicy;
import org.vigie.notify.domain.Figures;
import org.vigie.notify.domain.Language;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.DeliveryRows;
import org.vigie.notify.storage.TimelineRows;

/** Turns what is known into words and figures of one language. */
final class Presenter {
    private static final String NONE = "–";
    private static final AlertMessage NO_MESSAGE = new AlertMessage("", "", List.of());

    private final Texts texts;
    private final Language language;
    private final ZoneId site;
    private final Figures figures;
    private final MailText messages;
    private final EscalationPolicy policy;

    Presenter(Texts texts, Language language, ZoneId site, MailText messages) {
        this.texts = texts;
        this.language = language;
        this.site = site;
        this.figures = new Figures(language, site);
        this.messages = messages;
        this.policy = new EscalationPolicy(site);
    }

    View.PatientHead head(String key, Optional<PatientIdentity> identity) {
        return identity.map(who -> new View.PatientHead(
                        key,
                        who.patientId(),
                        who.issuer(),
                        who.name() == null ? "" : who.name().replace('^', ' ').strip(),
                        who.birthDate() == null ? "" : figures.date(who.birthDate()),
                        who.sex() == null ? "" : who.sex()))
                .orElseGet(() -> new View.PatientHead(key, t("unknown_identity"), "", "", "", ""));
    }

    /** @param gateFailures of the assessment it stands for */
    View.AlertLine line(AlertRows.Current alert, Optional<PatientIdentity> who, List<String> gateFailures) {
        AlertRaised event = alert.event();
        AdcStory story = event.story();
        boolean open = alert.ranOutAt() == null
                && (event.state() == AlertRaised.State.RAISED || event.state() == AlertRaised.State.AMENDED);
        Instant told = alert.notifiedAt() == null ? event.raisedAt() : alert.notifiedAt();
        @Nullable Instant deadline = policy.deadline(event, told);
        return new View.AlertLine(
                event.alertKey(),
                event.patientKey(),
                patient(who),
                alert.severity().name(),
                t("severity." + alert.severity()),
                texts.word(language, "outcome", event.kind()),
                story == null ? NONE : story.lesionLabel(),
                timePoint(event.timePoint()),
                story == null ? NONE : figures.signedPercent(story.changePercent()) + " %",
                story == null ? "" : interval(story.ci95LowPercent(), story.ci95HighPercent()),
                day(event.nextCycleAt()),
                deadline == null ? NONE : figures.dateTime(deadline),
                state(alert),
                figures.dateTime(event.raisedAt()),
                open,
                alert.acknowledged(),
                alert.escalatedAt() != null,
                notes(event.flags(), event.reasons(), gateFailures));
    }

    private List<String> notes(List<String> flags, List<Reason> reasons, List<String> gateFailures) {
        List<String> notes = gateFailures.stream()
                .map(item -> texts.flag(language, item))
                .collect(Collectors.toCollection(ArrayList::new));
        notes.addAll(notes(flags, reasons));
        return notes;
    }

    private String state(AlertRows.Current alert) {
        if (alert.ranOutAt() != null) {
            return t("ran_out");
        }
        String base = t("state." + alert.event().state());
        if (alert.acknowledged()) {
            return t("acknowledged") + " " + t("by") + " " + alert.acknowledgedBy() + " – "
                    + texts.word(language, "choice", alert.choice());
        }
        return alert.escalatedAt() == null ? base : base + ", " + t("escalated");
    }

    View.AlertCard card(PatientFile file, AlertRows.Current alert) {
        String key = alert.event().alertKey();
        AlertMessage message = messages.message(
                alert, file.identity().map(PatientIdentity::patientId).orElse(null), language);
        View.AlertLine line = line(alert, file.identity(), file.gateFailures(alert));
        List<String> answers = file.answers().getOrDefault(key, List.of()).stream()
                .map(a -> figures.dateTime(a.at()) + " · " + a.by() + " · "
                        + texts.word(language, "choice", a.choice())
                        + (a.reason() == null ? "" : " – " + a.reason()) + " (" + t("version") + " " + a.version()
                        + ")")
                .toList();
        List<String> versions = file.versions().getOrDefault(key, List.of()).stream()
                .map(v -> t("version") + " " + v.version() + t("colon") + " " + t("state." + v.state()) + ", "
                        + v.severity() + ", " + figures.dateTime(v.receivedAt()))
                .toList();
        return new View.AlertCard(
                line,
                message != null,
                message == null ? NO_MESSAGE : message,
                line.open() && !line.acknowledged() && EscalationPolicy.waitsForSomebody(alert.event()),
                alert.event().version(),
                answers,
                versions);
    }

    View.StudyLine study(TimelineRows.Measured measured, Optional<PatientIdentity> who) {
        StudyMeasured event = measured.event();
        List<String> notes = notes(event.flags(), event.reasons());
        if (event.incomplete()) {
            notes.add(t("incomplete"));
        }
        boolean contourable = event.outcome() == StudyMeasured.Outcome.MEASURED
                || event.outcome() == StudyMeasured.Outcome.INDETERMINATE;
        return new View.StudyLine(
                measured.id(),
                contourable,
                event.patientKey(),
                patient(who),
                day(event.studyTime()),
                event.revision(),
                event.outcome().name(),
                texts.word(language, "outcome", event.outcome().name()),
                notes,
                figures.dateTime(event.measuredAt()),
                event.lesions().stream().map(this::lesion).toList());
    }

    /** One line per lesion: value, method, voxels, and what is doubtful about it. */
    String lesion(LesionAdc lesion) {
        StringBuilder text = new StringBuilder(lesion.label());
        if (!lesion.measurements().isEmpty()) {
            AdcMeasurement m = lesion.measurements().getFirst();
            AdcMeasurement.Statistics valid = m.valid();
            text.append(t("colon"))
                    .append(' ')
                    .append(valid == null ? NONE : figures.adc(valid.mean()) + " × 10⁻³ mm²/s")
                    .append(" · ")
                    .append(m.key().variant())
                    .append(' ')
                    .append(figures.bValues(m.key().bSecPerMm2()))
                    .append(' ')
                    .append(m.key().method())
                    .append(" · ")
                    .append(m.nValid())
                    .append('/')
                    .append(m.n())
                    .append(' ')
                    .append(t("voxels"));
            List<String> notes = notes(m.flags(), m.reasons());
            if (!lesion.roi().validated()) {
                notes.add(texts.flag(language, "unvalidated-roi"));
            }
            notes.forEach(n -> text.append(" · ").append(n));
        }
        return text.toString();
    }

    View.FlightLine flight(TimelineRows.InFlight flight, Optional<PatientIdentity> who) {
        return new View.FlightLine(
                flight.patientKey(),
                patient(who),
                flight.studyDate() == null ? NONE : figures.date(flight.studyDate()),
                flight.revision(),
                figures.dateTime(flight.readyAt()),
                flight.incomplete());
    }

    /** One line per patient, systems side by side. */
    View.StagedLine staged(String key, Optional<PatientIdentity> who, List<PatientAssessed> assessments) {
        return new View.StagedLine(
                key,
                patient(who),
                assessments.stream()
                        .map(a -> t("disease." + Disease.of(a.ruleId()).word()))
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", ")),
                assessments.stream()
                        .map(a -> a.ruleId() + ": " + texts.word(language, "outcome", a.outcome()))
                        .distinct()
                        .sorted()
                        .toList(),
                assessments.stream()
                        .map(PatientAssessed::computedAt)
                        .max(Comparator.naturalOrder())
                        .map(figures::dateTime)
                        .orElse(NONE));
    }

    View.DeliveryLine delivery(DeliveryRows.Delivery d) {
        Instant when = d.settledAt() == null ? d.createdAt() : d.settledAt();
        return new View.DeliveryLine(
                d.patientKey(),
                d.recipientId(),
                t("purpose." + d.purpose()),
                t("delivery." + d.state()),
                d.version(),
                d.attempts(),
                figures.dateTime(when),
                d.lastError() == null ? "" : d.lastError());
    }

    List<View.PictureLine> pictures(PatientFile file) {
        List<View.PictureLine> lines = new ArrayList<>();
        for (TimelineRows.Measured study : file.studies()) {
            for (int i = 0; i < study.event().lesions().size(); i++) {
                Long id = file.pictures().get(study.id() + ":" + i);
                if (id != null) {
                    LesionAdc lesion = study.event().lesions().get(i);
                    lines.add(new View.PictureLine(
                            id, lesion.label(), day(study.event().studyTime()), lesion(lesion)));
                }
            }
        }
        return lines;
    }

    /** Flags and reasons in plain words. */
    List<String> notes(List<String> flags, List<Reason> reasons) {
        List<String> notes = new ArrayList<>();
        flags.forEach(f -> notes.add(texts.flag(language, f)));
        reasons.forEach(r -> notes.add(texts.reason(language, r)));
        return notes;
    }

    String interval(double low, double high) {
        String to = language == Language.FR ? " à " : " to ";
        return "(" + figures.signedPercent(low) + to + figures.signedPercent(high) + " %)";
    }

    private String patient(Optional<PatientIdentity> who) {
        return who.map(PatientIdentity::patientId).orElse(t("unknown_identity"));
    }

    /** In words where the code is none of the trial's own. */
    String timePoint(@Nullable String code) {
        return code == null ? NONE : texts.of(language).getOrDefault("time_point." + code, code);
    }

    String day(@Nullable ClinicalTime time) {
        return time == null ? NONE : figures.date(time);
    }

    String t(String key) {
        return texts.of(language).getOrDefault(key, key);
    }

    Figures figures() {
        return figures;
    }

    ZoneId site() {
        return site;
    }
}
