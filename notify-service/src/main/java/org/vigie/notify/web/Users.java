package org.vigie.notify.web;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.vigie.notify.NotifyConfig;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.UserRows;

/** Who may sign in: people of the table, seeded from the configuration, and the service user. */
@ApplicationScoped
public class Users {
    /** User name of other services and of the command line. */
    public static final String SERVICE_USER = "vigie";

    public static final String SERVICE = "service";
    public static final String ADMIN = "admin";

    private static final Logger LOG = Logger.getLogger(Users.class);

    private final Database database;
    private final NotifyConfig config;

    public Users(Database database, NotifyConfig config) {
        this.database = database;
        this.config = config;
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        seed();
    }

    /** Makes the table what the configuration says: who is no longer there may no longer sign in. */
    public void seed() {
        save(ADMIN, "Administrator", config.adminPassword(), ADMIN, Optional.empty());
        Set<String> names = new HashSet<>(config.users().keySet());
        names.add(ADMIN);
        int gone = database.inTransaction(sql -> new UserRows(sql).keepOnly(names));
        if (gone > 0) {
            LOG.infof("%d people are no longer configured and may no longer sign in", gone);
        }
        config.users()
                .forEach((name, person) -> save(
                        name, person.displayName().orElse(name), person.password(), person.role(), person.locale()));
    }

    private void save(String name, String displayName, String password, String role, Optional<String> locale) {
        database.run(sql -> {
            String kept = new UserRows(sql)
                    .find(name)
                    .map(UserRows.User::passwordHash)
                    .filter(hash -> BcryptUtil.matches(password, hash))
                    .orElseGet(() -> BcryptUtil.bcryptHash(password));
            new UserRows(sql).save(new UserRows.User(name, displayName, kept, role, locale.orElse(null)));
        });
    }

    /** The role of who gives this name and password; empty if they do not match. */
    public Optional<String> authenticate(String name, char[] password) {
        if (name.equals(SERVICE_USER)) {
            return same(config.apiPassword(), password) ? Optional.of(SERVICE) : Optional.empty();
        }
        return find(name)
                .filter(user -> BcryptUtil.matches(new String(password), user.passwordHash()))
                .map(UserRows.User::role);
    }

    public Optional<String> role(String name) {
        return name.equals(SERVICE_USER) ? Optional.of(SERVICE) : find(name).map(UserRows.User::role);
    }

    public Optional<UserRows.User> find(String name) {
        return database.inTransaction(sql -> new UserRows(sql).find(name));
    }

    private static boolean same(String expected, char[] given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), new String(given).getBytes(StandardCharsets.UTF_8));
    }
}
