package org.vigie.notify.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.notify.domain.Choice;

/** Alerts: every version ever received, and the current one with what became of it here. */
public final class AlertRows {
    private final Sql sql;

    public AlertRows(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param notifiedVersion version people were last told of, null if never
     * @param notifiedAt when they were told
     * @param choice code of the answer, null while unacknowledged
     * @param ranOutAt when it expired here without acknowledgement
     */
    public record Current(
            AlertRaised event,
            @Nullable Integer notifiedVersion,
            @Nullable Instant notifiedAt,
            @Nullable Instant escalatedAt,
            @Nullable Instant acknowledgedAt,
            @Nullable String acknowledgedBy,
            @Nullable String choice,
            @Nullable Instant ranOutAt) {
        public boolean acknowledged() {
            return acknowledgedAt != null;
        }

        /** Severity as people must see it: an escalated alert is an S3. */
        public AlertRaised.Severity severity() {
            return escalatedAt == null ? event.severity() : AlertRaised.Severity.S3;
        }
    }

    public record Version(int version, String state, String severity, Instant receivedAt) {}

    public record Acknowledgement(
            int version, String choice, @Nullable String reason, String by, Instant at) {}

    /** @return true if this version is newer than all before it: it is now the current one */
    public boolean record(AlertRaised a, Instant now) {
        String json = TimelineRows.json(a);
        sql.update(
                "insert into alert_version values (?, ?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing",
                a.alertKey(),
                a.version(),
                a.patientKey(),
                a.state(),
                a.severity(),
                a.notifies(),
                now,
                json);
        return sql.update(
                        """
                        insert into alert (alert_key, version, patient_key, study_uid, state, severity, category, kind,
                          raised_at, expires_at, event)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                        on conflict (alert_key) do update set version = excluded.version, study_uid = excluded.study_uid,
                          state = excluded.state, severity = excluded.severity, category = excluded.category,
                          kind = excluded.kind, raised_at = excluded.raised_at, expires_at = excluded.expires_at,
                          event = excluded.event
                        where alert.version < excluded.version
                        """,
                        a.alertKey(),
                        a.version(),
                        a.patientKey(),
                        a.studyUid(),
                        a.state(),
                        a.severity(),
                        a.category(),
                        a.kind(),
                        a.raisedAt(),
                        a.expiresAt(),
                        json)
                == 1;
    }

    /** People are told anew: clocks start again, and an answer to an earlier version no longer counts. */
    public void told(AlertRaised a, Instant now) {
        sql.update("""
                update alert set notified_version = ?, notified_at = ?, escalated_at = null, acknowledged_at = null,
                  acknowledged_by = null, choice = null, ran_out_at = null where alert_key = ?
                """, a.version(), now, a.alertKey());
    }

    public Optional<Current> find(String alertKey) {
        return sql.one("select * from alert where alert_key = ?", AlertRows::current, alertKey);
    }

    public Optional<Current> lock(String alertKey) {
        return sql.one("select * from alert where alert_key = ? for update", AlertRows::current, alertKey);
    }

    public List<Current> all() {
        return sql.list("select * from alert order by raised_at desc", AlertRows::current);
    }

    public List<Current> ofPatient(String patientKey) {
        return sql.list(
                "select * from alert where patient_key = ? order by raised_at desc", AlertRows::current, patientKey);
    }

    /** Clinical alerts somebody should still answer. */
    public List<Current> waiting() {
        return sql.list("""
                select * from alert where state in ('RAISED', 'AMENDED') and category = 'CLINICAL'
                and severity <> 'S1' and acknowledged_at is null and ran_out_at is null and notified_at is not null
                """, AlertRows::current);
    }

    public void escalated(String alertKey, Instant now) {
        sql.update("update alert set escalated_at = ? where alert_key = ? and escalated_at is null", now, alertKey);
    }

    public void ranOut(String alertKey, Instant now) {
        sql.update("update alert set ran_out_at = ? where alert_key = ?", now, alertKey);
    }

    public void acknowledge(AlertRaised a, Choice choice, @Nullable String reason, String by, Instant now) {
        sql.update("""
                insert into acknowledgement (alert_key, version, choice, reason, acknowledged_by, acknowledged_at)
                values (?, ?, ?, ?, ?, ?)
                """, a.alertKey(), a.version(), choice.code(), reason, by, now);
        sql.update(
                "update alert set acknowledged_at = ?, acknowledged_by = ?, choice = ? where alert_key = ?",
                now,
                by,
                choice.code(),
                a.alertKey());
    }

    /** Keys of alerts that this one took the place of, with that flag. */
    public List<String> supersededBy(String alertKey, String flag) {
        return sql.list("""
                select alert_key from alert where event->>'supersededBy' = ? and state = 'SUPERSEDED'
                and jsonb_exists(event->'flags', ?) order by alert_key
                """, row -> row.getString(1), alertKey, flag);
    }

    /** Who was told of another key and what was answered there holds for this alert too, where it has none of its own. */
    public void carry(String fromKey, AlertRaised to) {
        sql.update("""
                insert into acknowledgement (alert_key, version, choice, reason, acknowledged_by, acknowledged_at)
                select ?, ?, k.choice, k.reason, k.acknowledged_by, k.acknowledged_at from acknowledgement k
                join alert f on f.alert_key = k.alert_key and f.acknowledged_at = k.acknowledged_at
                where f.alert_key = ?
                and not exists (select 1 from alert t where t.alert_key = ? and t.acknowledged_at is not null)
                """, to.alertKey(), to.version(), fromKey, to.alertKey());
        sql.update("""
                update alert t set
                  notified_version = case when t.notified_at is null then t.version else t.notified_version end,
                  notified_at = coalesce(t.notified_at, f.notified_at),
                  escalated_at = coalesce(t.escalated_at, f.escalated_at),
                  acknowledged_by = case when t.acknowledged_at is null then f.acknowledged_by else t.acknowledged_by end,
                  choice = case when t.acknowledged_at is null then f.choice else t.choice end,
                  acknowledged_at = coalesce(t.acknowledged_at, f.acknowledged_at)
                from alert f where t.alert_key = ? and f.alert_key = ?
                """, to.alertKey(), fromKey);
    }

    public List<Acknowledgement> acknowledgements(String alertKey) {
        return sql.list(
                "select * from acknowledgement where alert_key = ? order by id",
                row -> new Acknowledgement(
                        row.getInt("version"),
                        row.getString("choice"),
                        row.getString("reason"),
                        row.getString("acknowledged_by"),
                        Sql.requiredInstant(row, "acknowledged_at")),
                alertKey);
    }

    public List<Version> versions(String alertKey) {
        return sql.list(
                "select * from alert_version where alert_key = ? order by version desc",
                row -> new Version(
                        row.getInt("version"),
                        row.getString("state"),
                        row.getString("severity"),
                        Sql.requiredInstant(row, "received_at")),
                alertKey);
    }

    private static Current current(ResultSet row) throws SQLException {
        return new Current(
                TimelineRows.read(row, AlertRaised.class),
                row.getObject("notified_version", Integer.class),
                Sql.instant(row, "notified_at"),
                Sql.instant(row, "escalated_at"),
                Sql.instant(row, "acknowledged_at"),
                row.getString("acknowledged_by"),
                row.getString("choice"),
                Sql.instant(row, "ran_out_at"));
    }
}
