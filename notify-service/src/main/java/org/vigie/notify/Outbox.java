package org.vigie.notify;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.notify.channel.Mail;
import org.vigie.notify.channel.MailResult;
import org.vigie.notify.channel.SmtpChannel;
import org.vigie.notify.domain.Backoff;
import org.vigie.notify.domain.EscalationPolicy;
import org.vigie.notify.domain.Purpose;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.DatabaseException;
import org.vigie.notify.storage.DeliveryRows;
import org.vigie.notify.storage.TimelineRows;

/** Sends what stands in the outbox: claim in one transaction, send outside any, settle in another. */
@ApplicationScoped
public class Outbox {
    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final int AT_ONCE = 50;

    private final Database database;
    private final MailText text;
    private final NotifyConfig config;
    private final NotifyMetrics metrics;
    private final Clock clock;
    private final @Nullable SmtpChannel smtp;

    public Outbox(
            Database database, MailText text, NotifyConfig config, NotifyMetrics metrics, Clock clock, Vertx vertx) {
        this.database = database;
        this.text = text;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
        NotifyConfig.Mail mail = config.mail();
        this.smtp = mail.host()
                .map(host -> new SmtpChannel(
                        vertx,
                        new SmtpChannel.Server(
                                host,
                                mail.port(),
                                mail.from(),
                                mail.username().orElse(null),
                                mail.password().orElse(null),
                                mail.startTls(),
                                mail.timeout())))
                .orElse(null);
    }

    /** False: deliveries wait until somebody configures a mail server; the pages say so. */
    public boolean isMailConfigured() {
        return smtp != null;
    }

    void start(@Observes StartupEvent event) {
        database.run(sql -> new DeliveryRows(sql).releaseClaims(clock.instant()));
    }

    @PreDestroy
    void close() {
        if (smtp != null) {
            smtp.close();
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sendOnTime() {
        try {
            sendDue();
        } catch (DatabaseException away) {
            LOG.debug("outbox waits for the database", away);
        }
    }

    /** Sends everything that is due now. */
    public void sendDue() {
        SmtpChannel channel = smtp;
        if (channel == null) {
            return;
        }
        Instant now = clock.instant();
        // Longer than any attempt can take: a claim that outlives it belonged to a process that died.
        Instant lease = now.plus(config.mail().timeout().multipliedBy(AT_ONCE)).plus(Duration.ofMinutes(1));
        Map<String, List<DeliveryRows.Delivery>> batches = new LinkedHashMap<>();
        for (DeliveryRows.Delivery d :
                database.inTransaction(sql -> new DeliveryRows(sql).claim(now, lease, AT_ONCE))) {
            batches.computeIfAbsent(d.batch(), b -> new ArrayList<>()).add(d);
        }
        batches.values().forEach(batch -> send(channel, batch));
    }

    private void send(SmtpChannel channel, List<DeliveryRows.Delivery> claimed) {
        DeliveryRows.Delivery first = claimed.getFirst();
        List<AlertRows.Current> alerts = new ArrayList<>();
        List<DeliveryRows.Delivery> batch = new ArrayList<>();
        Optional<PatientIdentity> who = database.inTransaction(sql -> {
            for (DeliveryRows.Delivery d : claimed) {
                Optional<AlertRows.Current> alert = new AlertRows(sql).find(d.alertKey());
                if (alert.isPresent() && isStillMeant(d, alert.get())) {
                    alerts.add(alert.get());
                    batch.add(d);
                } else {
                    new DeliveryRows(sql).cancelled(d, clock.instant());
                }
            }
            return new TimelineRows(sql).identity(first.patientKey());
        });
        if (batch.isEmpty()) {
            return;
        }
        boolean mayWait = clock.instant().isBefore(first.createdAt().plus(config.waitForIdentity()));
        if (who.isEmpty() && mayWait) {
            settle(batch, null, new MailResult.Failed("identity not yet received"));
            return;
        }
        Set<String> replaced = new HashSet<>();
        database.run(sql -> batch.stream()
                .filter(d -> d.purpose() == Purpose.ALERT && new DeliveryRows(sql).hadEarlier(d))
                .forEach(d -> replaced.add(d.alertKey())));
        Mail mail = text.mail(
                first, alerts, replaced, who.map(PatientIdentity::patientId).orElse(null));
        settle(batch, mail, channel.send(mail));
    }

    /** A claimed delivery escapes the cancelling of what waits: whether it is still meant is asked before each attempt. */
    private boolean isStillMeant(DeliveryRows.Delivery d, AlertRows.Current alert) {
        boolean stands = EscalationPolicy.waitsForSomebody(alert.event());
        boolean current = stands
                && !EscalationPolicy.hasExpired(alert.event(), clock.instant())
                && Objects.equals(alert.notifiedVersion(), d.version());
        return switch (d.purpose()) {
            case RETRACTION -> !stands;
            case ALERT -> current;
            case REMINDER_1, REMINDER_2, ESCALATION -> current && !alert.acknowledged();
        };
    }

    private void settle(List<DeliveryRows.Delivery> batch, @Nullable Mail mail, MailResult result) {
        Instant now = clock.instant();
        Backoff backoff = new Backoff(config.retryFirst(), config.retryCeiling());
        database.run(sql -> {
            for (DeliveryRows.Delivery d : batch) {
                switch (result) {
                    case MailResult.Accepted()
                    when mail != null ->
                        new DeliveryRows(sql).sent(d, mail.subject(), mail.text(), mail.messageId(), now);
                    case MailResult.Accepted() -> throw new IllegalStateException("nothing was sent");
                    case MailResult.Failed(String error) ->
                        new DeliveryRows(sql).failed(d, error, false, now, now.plus(backoff.after(d.attempts())));
                    case MailResult.Uncertain(String error) ->
                        new DeliveryRows(sql).failed(d, error, true, now, now.plus(backoff.after(d.attempts())));
                }
            }
        });
        String outcome = switch (result) {
            case MailResult.Accepted() -> "sent";
            case MailResult.Failed(String error) -> "failed";
            case MailResult.Uncertain(String error) -> "uncertain";
        };
        batch.forEach(d -> metrics.delivery(d.channel(), outcome));
        if (!(result instanceof MailResult.Accepted)) {
            LOG.warnf(
                    "%d deliveries, attempt %d: %s",
                    batch.size(), batch.getFirst().attempts(), result);
        }
    }
}
