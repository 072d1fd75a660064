package org.vigie.notify.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.Database;

/** Writes down who looked at what, before it is shown: a view that cannot be audited does not happen. */
@ApplicationScoped
public class Auditing {
    private final Database database;
    private final Clock clock;

    public Auditing(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param object key or row number, never an identity */
    public void viewed(String user, String objectType, String object) {
        database.run(sql -> new AuditRows(sql).add(clock.instant(), user, "view", objectType, object, ""));
    }
}
