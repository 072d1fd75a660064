package org.vigie.notify.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.notify.domain.Language;
import org.vigie.notify.domain.Purpose;
import org.vigie.notify.domain.Recipient;

/** The outbox. States: PENDING, SENDING (an attempt is under way), SENT, CANCELLED. */
public final class DeliveryRows {
    private static final String MAIL = "mail";

    private final Sql sql;

    public DeliveryRows(Sql sql) {
        this.sql = sql;
    }

    public record Delivery(
            long id,
            String alertKey,
            int version,
            String patientKey,
            @Nullable String studyUid,
            String recipientId,
            String recipientRole,
            String channel,
            Purpose purpose,
            String address,
            Language language,
            String state,
            int attempts,
            Instant nextAttemptAt,
            Instant createdAt,
            @Nullable Instant settledAt,
            @Nullable String lastError) {
        /** Deliveries of one batch travel in one message. */
        public String batch() {
            return recipientId + "|" + purpose + "|" + patientKey + "|" + studyUid;
        }
    }

    /** @return false if this recipient has such a delivery of this version already */
    public boolean add(AlertRaised a, int version, Recipient to, Purpose purpose, Instant now, Instant firstAttemptAt) {
        return sql.update(
                        """
                        insert into delivery (alert_key, version, patient_key, study_uid, recipient_id, recipient_role,
                          channel, purpose, address, locale, state, next_attempt_at, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', ?, ?) on conflict do nothing
                        """,
                        a.alertKey(),
                        version,
                        a.patientKey(),
                        a.studyUid(),
                        to.id(),
                        to.role(),
                        MAIL,
                        purpose,
                        to.address(),
                        to.language().tag(),
                        firstAttemptAt,
                        now)
                == 1;
    }

    /**
     * Everyone an alert was sent to, or may have been: an attempt under way or of unknown end counts, and so does what was
     * sent under the key of a merged patient.
     */
    public List<Recipient> receivers(String alertKey) {
        return sql.list(
                """
                with recursive same (alert_key) as (select ?::text union
                  select a.alert_key from alert a join same s on a.event->>'supersededBy' = s.alert_key
                  where a.state = 'SUPERSEDED' and jsonb_exists(a.event->'flags', 'patient-merged'))
                select distinct on (recipient_id) * from delivery
                where alert_key in (select alert_key from same)
                and (state in ('SENT', 'SENDING') or exists (select 1 from delivery_attempt t
                  where t.delivery_id = delivery.id and t.outcome = 'uncertain'))
                and purpose <> 'RETRACTION' order by recipient_id, id desc
                """,
                row -> new Recipient(
                        row.getString("recipient_id"),
                        Recipient.Role.valueOf(row.getString("recipient_role")),
                        row.getString("address"),
                        Language.of(row.getString("locale"))),
                alertKey);
    }

    /** What was not sent yet of an alert stays unsent. */
    public void cancel(String alertKey, Instant now) {
        sql.update(
                "update delivery set state = 'CANCELLED', settled_at = ? where alert_key = ? and state = 'PENDING'",
                now,
                alertKey);
    }

    /** One that was claimed, and is no longer meant. */
    public void cancelled(Delivery d, Instant now) {
        sql.update("update delivery set state = 'CANCELLED', settled_at = ? where id = ?", now, d.id());
    }

    /** Nobody is reminded of what has been answered; the alert itself still goes out. */
    public void cancelReminders(String alertKey, Instant now) {
        sql.update("""
                update delivery set state = 'CANCELLED', settled_at = ? where alert_key = ? and state = 'PENDING'
                and purpose in ('REMINDER_1', 'REMINDER_2', 'ESCALATION')
                """, now, alertKey);
    }

    /** Claims what is due; an attempt of a sender that died is claimed again when its lease is over. */
    public List<Delivery> claim(Instant now, Instant leaseUntil, int limit) {
        return sql.list("""
                update delivery set state = 'SENDING', next_attempt_at = ?, attempts = attempts + 1
                where id in (select id from delivery where state in ('PENDING', 'SENDING') and next_attempt_at <= ?
                  order by id limit ? for update skip locked)
                returning *
                """, DeliveryRows::delivery, leaseUntil, now, limit);
    }

    /** At start: what a process that died had claimed is due again; its outcome is unknown, and lost is worse than twice. */
    public void releaseClaims(Instant now) {
        sql.update("update delivery set next_attempt_at = ? where state = 'SENDING'", now);
    }

    public void sent(Delivery d, String subject, String body, String messageId, Instant now) {
        sql.update("""
                update delivery set state = 'SENT', settled_at = ?, subject = ?, body = ?, message_id = ?,
                  last_error = null where id = ?
                """, now, subject, body, messageId, d.id());
        attempt(d, now, "sent", null);
    }

    /** True if an earlier version was sent to this recipient, or may have been. */
    public boolean hadEarlier(Delivery d) {
        return sql.one("""
                        select 1 from delivery e where e.alert_key = ? and e.recipient_id = ? and e.version < ?
                        and e.purpose <> 'RETRACTION' and (e.state in ('SENT', 'SENDING') or exists (
                          select 1 from delivery_attempt t where t.delivery_id = e.id and t.outcome = 'uncertain')) limit 1
                        """, row -> row.getInt(1), d.alertKey(), d.recipientId(), d.version())
                .isPresent();
    }

    /** @param uncertain the message may have been taken all the same */
    public void failed(Delivery d, String error, boolean uncertain, Instant now, Instant nextAttemptAt) {
        sql.update(
                "update delivery set state = 'PENDING', next_attempt_at = ?, last_error = ? where id = ?",
                nextAttemptAt,
                error,
                d.id());
        attempt(d, now, uncertain ? "uncertain" : "failed", error);
    }

    private void attempt(Delivery d, Instant now, String outcome, @Nullable String error) {
        sql.update(
                "insert into delivery_attempt values (?, ?, ?, ?, ?) on conflict do nothing",
                d.id(),
                d.attempts(),
                now,
                outcome,
                error);
    }

    public List<Delivery> all(int limit) {
        return sql.list("select * from delivery order by id desc limit ?", DeliveryRows::delivery, limit);
    }

    public List<Delivery> ofPatient(String patientKey) {
        return sql.list("select * from delivery where patient_key = ? order by id", DeliveryRows::delivery, patientKey);
    }

    /** Unsent after so many attempts. */
    public List<Delivery> failing(int attempts) {
        return sql.list(
                "select * from delivery where state in ('PENDING', 'SENDING') and attempts >= ? order by id",
                DeliveryRows::delivery,
                attempts);
    }

    public int unsent() {
        return sql.one("select count(*) from delivery where state in ('PENDING', 'SENDING')", row -> row.getInt(1))
                .orElse(0);
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getLong("id"),
                row.getString("alert_key"),
                row.getInt("version"),
                row.getString("patient_key"),
                row.getString("study_uid"),
                row.getString("recipient_id"),
                row.getString("recipient_role"),
                row.getString("channel"),
                Purpose.valueOf(row.getString("purpose")),
                row.getString("address"),
                Language.of(row.getString("locale")),
                row.getString("state"),
                row.getInt("attempts"),
                Sql.requiredInstant(row, "next_attempt_at"),
                Sql.requiredInstant(row, "created_at"),
                Sql.instant(row, "settled_at"),
                row.getString("last_error"));
    }
}
