package org.vigie.notify.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;

/** Who saw or did what. Append-only; each entry is chained to the one before by its hash. */
public final class AuditRows {
    private static final String START = "0".repeat(64);
    private static final long CHAIN_LOCK = 0x7669676965L;

    private final Sql sql;

    public AuditRows(Sql sql) {
        this.sql = sql;
    }

    public record Entry(
            long id,
            Instant at,
            String actor,
            String action,
            String objectType,
            String object,
            String detail,
            String hash) {}

    /** @param object patient key, alert key or row number; never an identity */
    public void add(Instant now, String actor, String action, String objectType, String object, String detail) {
        sql.list("select 1 from pg_advisory_xact_lock(?)", row -> 1, CHAIN_LOCK);
        String previous = sql.one("select hash from audit order by id desc limit 1", row -> row.getString(1))
                .orElse(START);
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        sql.update(
                """
                insert into audit (at, actor, action, object_type, object, detail, previous_hash, hash)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                at,
                actor,
                action,
                objectType,
                object,
                detail,
                previous,
                hash(previous, at, actor, action, objectType, object, detail));
    }

    public List<Entry> latest(int limit) {
        return sql.list(
                "select * from audit order by id desc limit ?",
                row -> new Entry(
                        row.getLong("id"),
                        Sql.requiredInstant(row, "at"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("object_type"),
                        row.getString("object"),
                        row.getString("detail"),
                        row.getString("hash")),
                limit);
    }

    /** True if no entry was changed or taken out of the middle. */
    public boolean isUnbroken() {
        String[] previous = {START};
        return sql
                .list("select * from audit order by id", row -> {
                    String expected = hash(
                            previous[0],
                            Sql.requiredInstant(row, "at"),
                            row.getString("actor"),
                            row.getString("action"),
                            row.getString("object_type"),
                            row.getString("object"),
                            row.getString("detail"));
                    boolean intact = row.getString("previous_hash").equals(previous[0])
                            && row.getString("hash").equals(expected);
                    previous[0] = expected;
                    return intact;
                })
                .stream()
                .allMatch(intact -> intact);
    }

    private static String hash(
            String previous, Instant at, String actor, String action, String type, String object, String detail) {
        try {
            String line = String.join("\u001f", previous, at.toString(), actor, action, type, object, detail);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
