package org.vigie.notify;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.notify.domain.AlertDecision;
import org.vigie.notify.domain.Purpose;
import org.vigie.notify.domain.Recipient;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.DeliveryRows;
import org.vigie.notify.storage.Sql;
import org.vigie.notify.storage.TimelineRows;

/** One event, one database transaction: seen before, or recorded together with everything it sets off. */
@ApplicationScoped
public class NotifyPipeline {
    private final Database database;
    private final Identities identities;
    private final NotifyConfig config;
    private final SiteConfig site;
    private final RunningOut running;
    private final Clock clock;

    public NotifyPipeline(
            Database database,
            Identities identities,
            NotifyConfig config,
            SiteConfig site,
            RunningOut running,
            Clock clock) {
        this.database = database;
        this.identities = identities;
        this.config = config;
        this.site = site;
        this.running = running;
        this.clock = clock;
    }

    public enum Outcome {
        APPLIED,
        DUPLICATE
    }

    /**
     * @throws MalformedEventException if the payload is not what the topic promises
     * @throws org.vigie.notify.storage.DatabaseException if nothing could be written
     */
    public Outcome accept(String topic, String eventId, byte[] payload) {
        return switch (topic) {
            case Topics.STUDY_READY -> {
                StudyReady event = Json.read(payload, StudyReady.class);
                yield once(topic, eventId, sql -> new TimelineRows(sql).ready(event, site.zone()));
            }
            case Topics.STUDY_MEASURED -> {
                StudyMeasured event = Json.read(payload, StudyMeasured.class);
                yield once(topic, eventId, sql -> new TimelineRows(sql).measured(event, site.zone()));
            }
            case Topics.PATIENT_ASSESSED -> {
                PatientAssessed event = Json.read(payload, PatientAssessed.class);
                yield once(topic, eventId, sql -> new TimelineRows(sql).assessed(event));
            }
            case Topics.PATIENT_LINKED -> {
                PatientLinked event = Json.read(payload, PatientLinked.class);
                yield once(
                        topic,
                        eventId,
                        sql -> new TimelineRows(sql)
                                .link(event.patientKey(), identities.open(event), event.linkedAt()));
            }
            case Topics.ALERT_RAISED -> {
                AlertRaised event = Json.read(payload, AlertRaised.class);
                yield once(topic, eventId, sql -> alert(sql, event));
            }
            default -> throw new MalformedEventException("topic not read here: " + topic, null);
        };
    }

    private Outcome once(String topic, String eventId, java.util.function.Consumer<Sql> effects) {
        return database.inTransaction(sql -> {
            if (!new TimelineRows(sql).isNew(eventId, topic, clock.instant())) {
                return Outcome.DUPLICATE;
            }
            effects.accept(sql);
            return Outcome.APPLIED;
        });
    }

    private void alert(Sql sql, AlertRaised alert) {
        Instant now = clock.instant();
        AlertRows.Current before = new AlertRows(sql).lock(alert.alertKey()).orElse(null);
        if (!new AlertRows(sql).record(alert, now)) {
            return;
        }
        DeliveryRows deliveries = new DeliveryRows(sql);
        AlertDecision decision = AlertDecision.of(alert, now);
        switch (decision) {
            case TELL -> {
                deliveries.cancel(alert.alertKey(), now);
                new AlertRows(sql).told(alert, now);
                everyone(deliveries.receivers(alert.alertKey()))
                        .forEach(to -> deliveries.add(
                                alert, alert.version(), to, Purpose.ALERT, now, now.plus(config.gatherFor())));
            }
            case WITHDRAW -> {
                deliveries.cancel(alert.alertKey(), now);
                deliveries
                        .receivers(alert.alertKey())
                        .forEach(to -> deliveries.add(alert, alert.version(), to, Purpose.RETRACTION, now, now));
            }
            case CLOSE -> {
                deliveries.cancel(alert.alertKey(), now);
                if (RunningOut.leftUnanswered(alert, before, now)) {
                    running.out(sql, alert, now);
                }
            }
            case SHOW -> {}
        }
        new TakingOver(told(), now).follow(sql, alert, before);
        new AuditRows(sql)
                .add(
                        now,
                        "staging",
                        "alert." + alert.state().name().toLowerCase(java.util.Locale.ROOT),
                        "alert",
                        alert.alertKey(),
                        "version " + alert.version() + ", " + alert.severity() + " " + alert.kind() + ", " + decision);
    }

    /** Those told of any alert, and whoever else had an earlier version of this one (clinical rules 9.3). */
    private Collection<Recipient> everyone(List<Recipient> had) {
        Map<String, Recipient> byId = new LinkedHashMap<>();
        told().forEach(to -> byId.put(to.id(), to));
        had.forEach(to -> byId.putIfAbsent(to.id(), to));
        return byId.values();
    }

    /** S2 and S3 go to the oncologist's inbox with a copy to the radiologist (clinical rules 9.2). */
    private List<Recipient> told() {
        List<Recipient> told = new ArrayList<>(config.recipients(Recipient.Role.ONCOLOGIST));
        told.addAll(config.recipients(Recipient.Role.RADIOLOGIST));
        return told;
    }
}
