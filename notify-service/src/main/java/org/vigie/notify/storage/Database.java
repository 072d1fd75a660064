package org.vigie.notify.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/** Transactions on the PostgreSQL database. */
@ApplicationScoped
public class Database {
    private final DataSource dataSource;

    public Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Runs the work and commits; anything thrown rolls back and is passed on.
     *
     * @throws DatabaseException if the database is away or refuses
     */
    public <T> T inTransaction(Function<Sql, T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.apply(new Sql(connection));
                connection.commit();
                return result;
            } catch (RuntimeException | Error failed) {
                rollback(connection, failed);
                throw failed;
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    public void run(Consumer<Sql> work) {
        boolean done = inTransaction(sql -> {
            work.accept(sql);
            return true;
        });
        assert done;
    }

    private static void rollback(Connection connection, Throwable because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(new DatabaseException(e));
        }
    }
}
