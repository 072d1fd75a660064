package org.vigie.notify.storage;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** People who may sign in. */
public final class UserRows {
    private final Sql sql;

    public UserRows(Sql sql) {
        this.sql = sql;
    }

    /** @param role {@code admin} or {@code clinician}; {@code locale} null = the browser decides */
    public record User(
            String name,
            String displayName,
            String passwordHash,
            String role,
            @Nullable String locale) {
        @Override
        public String toString() {
            return "User[" + name + ", " + role + "]";
        }
    }

    public Optional<User> find(String name) {
        return sql.one(
                "select * from app_user where user_name = ?",
                row -> new User(
                        row.getString("user_name"),
                        row.getString("display_name"),
                        row.getString("password_hash"),
                        row.getString("role"),
                        row.getString("locale")),
                name);
    }

    /** @return how many who are not among these may no longer sign in */
    public int keepOnly(Collection<String> names) {
        return sql.update(
                "delete from app_user where not user_name = any(string_to_array(?, E'\\n'))", String.join("\n", names));
    }

    public void save(User user) {
        sql.update("""
                insert into app_user values (?, ?, ?, ?, ?) on conflict (user_name) do update set
                  display_name = excluded.display_name, password_hash = excluded.password_hash, role = excluded.role,
                  locale = excluded.locale
                """, user.name(), user.displayName(), user.passwordHash(), user.role(), user.locale());
    }
}
