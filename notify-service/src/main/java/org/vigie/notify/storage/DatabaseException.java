package org.vigie.notify.storage;

import java.io.Serial;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A statement failed. The message carries the SQL state only: PostgreSQL quotes values in its texts. */
public final class DatabaseException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String state;

    public DatabaseException(SQLException cause) {
        super("database: SQL state " + cause.getSQLState() + " ("
                + cause.getClass().getSimpleName() + ")");
        @Nullable String given = cause.getSQLState();
        this.state = given == null ? "" : given;
    }

    /** True if the values themselves were refused: trying again gives the same answer. */
    public boolean isAboutTheData() {
        return state.startsWith("22") || state.startsWith("23");
    }
}
