package org.vigie.access;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Says in Quarkus' own keys what {@code vigie.http.*} says in ours, so that a site configures one thing in one place. */
public final class AccessConfigSource implements ConfigSourceFactory {
    private static final int ABOVE_APPLICATION = 275;
    private static final String HTTPS = "vigie-http";
    private static final String ISSUER = "vigie-issuer";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        HttpAccessReader.Read read = HttpAccessReader.read(name -> value(context, name), names(context));
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("quarkus.oidc.tenant-enabled", "false");
        // With faults nothing is switched on; HttpAccessCheck ends the start and names them.
        if (read.faults().isEmpty()) {
            HttpAccess.Tls tls = read.access().tls();
            if (tls != null) {
                https(tls, keys);
            }
            HttpAccess.Oidc oidc = read.access().oidc();
            if (oidc != null) {
                oidc(oidc, keys);
            }
        }
        return java.util.List.of(new PropertiesConfigSource(keys, "vigie.http", ABOVE_APPLICATION));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ABOVE_APPLICATION);
    }

    private static void https(HttpAccess.Tls tls, Map<String, String> keys) {
        String prefix = "quarkus.tls." + HTTPS;
        keys.put("quarkus.http.tls-configuration-name", HTTPS);
        store(prefix + ".key-store", tls.key(), keys);
        store(prefix + ".trust-store", tls.trust(), keys);
        keys.put(prefix + ".protocols", "TLSv1.3,TLSv1.2");
        keys.put(prefix + ".cipher-suites", String.join(",", Bcp195.CIPHER_SUITES));
        keys.put(prefix + ".handshake-timeout", "10s");
        keys.put(prefix + ".reload-period", "30s");
    }

    private static void oidc(HttpAccess.Oidc oidc, Map<String, String> keys) {
        keys.put("quarkus.oidc.tenant-enabled", "true");
        keys.put("quarkus.oidc.application-type", "service");
        keys.put("quarkus.oidc.auth-server-url", oidc.issuer().toString());
        keys.put("quarkus.oidc.token.issuer", oidc.issuer().toString());
        keys.put("quarkus.oidc.token.audience", String.join(",", oidc.audiences()));
        // A token is judged by its signature, here; none is sent elsewhere.
        keys.put("quarkus.oidc.token.allow-jwt-introspection", "false");
        keys.put("quarkus.oidc.token.allow-opaque-token-introspection", "false");
        String claim = oidc.rolesClaim();
        if (claim != null) {
            keys.put("quarkus.oidc.roles.role-claim-path", claim);
        }
        if (oidc.trust() != null) {
            store("quarkus.tls." + ISSUER + ".trust-store", oidc.trust(), keys);
            keys.put("quarkus.oidc.tls.tls-configuration-name", ISSUER);
        }
    }

    private static void store(String prefix, HttpAccess.@Nullable Store store, Map<String, String> keys) {
        if (store != null) {
            keys.put(prefix + ".p12.path", store.file().toString());
            keys.put(prefix + ".p12.password", store.password());
        }
    }

    private static @Nullable String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null ? null : value.getValue();
    }

    private static Set<String> names(ConfigSourceContext context) {
        Set<String> names = new HashSet<>();
        context.iterateNames().forEachRemaining(names::add);
        return EnvironmentNames.dotted(names);
    }
}
