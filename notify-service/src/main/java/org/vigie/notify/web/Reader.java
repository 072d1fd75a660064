package org.vigie.notify.web;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import org.vigie.notify.Disclaimer;
import org.vigie.notify.Outbox;
import org.vigie.notify.domain.Language;
import org.vigie.notify.storage.UserRows;

/** Who reads a page, in which language. */
@RequestScoped
public class Reader {
    static final String LANGUAGE_COOKIE = "vigie-language";

    private final SecurityIdentity identity;
    private final HttpHeaders headers;
    private final Users users;
    private final Texts texts;
    private final Csrf csrf;
    private final Outbox outbox;

    public Reader(SecurityIdentity identity, HttpHeaders headers, Users users, Texts texts, Csrf csrf, Outbox outbox) {
        this.identity = identity;
        this.headers = headers;
        this.users = users;
        this.texts = texts;
        this.csrf = csrf;
        this.outbox = outbox;
    }

    /**
     * What every page needs.
     *
     * @param t words of the pages
     */
    public record Ui(
            String lang,
            Map<String, String> t,
            String user,
            boolean signedIn,
            boolean admin,
            String csrf,
            boolean mailConfigured,
            String disclaimer) {}

    public String user() {
        return identity.isAnonymous() ? "" : identity.getPrincipal().getName();
    }

    public boolean isService() {
        return identity.hasRole(Users.SERVICE);
    }

    public boolean isAdmin() {
        return identity.hasRole(Users.ADMIN);
    }

    /** The choice made on the page, else the user's own language, else the browser's. */
    public Language language() {
        Cookie chosen = headers.getCookies().get(LANGUAGE_COOKIE);
        if (chosen != null) {
            return Language.of(chosen.getValue());
        }
        Optional<String> own =
                identity.isAnonymous() ? Optional.empty() : users.find(user()).map(UserRows.User::locale);
        return own.map(Language::of).orElseGet(this::browserLanguage);
    }

    private Language browserLanguage() {
        String accepted = headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE);
        return accepted == null ? Language.EN : Language.of(accepted);
    }

    public Ui ui() {
        Language language = language();
        return new Ui(
                language.tag(),
                texts.of(language),
                user(),
                !identity.isAnonymous(),
                isAdmin(),
                csrf.token(user()),
                outbox.isMailConfigured(),
                Disclaimer.of(language));
    }
}
