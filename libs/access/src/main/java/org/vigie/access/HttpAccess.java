package org.vigie.access;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What {@code vigie.http.*} says.
 *
 * @param ways accepted; what comes by another way is as good as nothing
 * @param tls null without HTTPS
 * @param oidc null without tokens
 * @param clients certificates that are known, by name
 */
record HttpAccess(
        Set<Way> ways, @Nullable Tls tls, @Nullable Oidc oidc, Map<String, Client> clients) {
    /** @param trust whose certificates sign those of the clients */
    record Tls(Store key, @Nullable Store trust, @Nullable String host) {}

    record Store(Path file, String password) {
        @Override
        public String toString() {
            return "Store[" + file + "]";
        }
    }

    /**
     * @param issuer as its tokens name it; {@code /.well-known/openid-configuration} below it is read
     * @param rolesClaim path of the claim with the roles; null for {@code groups}, then {@code realm_access/roles}
     * @param roles the issuer's name of a role to ours
     * @param trust for an issuer whose certificate the Java platform does not trust
     */
    record Oidc(
            URI issuer,
            List<String> audiences,
            @Nullable String rolesClaim,
            Map<String, Set<String>> roles,
            @Nullable Store trust) {}

    record Client(X500Principal subject, Set<String> roles) {}

    boolean accepts(Way way) {
        return ways.contains(way);
    }
}
