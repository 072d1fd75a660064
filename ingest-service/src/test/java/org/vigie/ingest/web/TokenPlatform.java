package org.vigie.ingest.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.access.TokenIssuer;
import org.vigie.ingest.Platform;

/** A service that accepts tokens of an issuer and nothing else. */
public final class TokenPlatform extends Platform {
    private static @Nullable TokenIssuer issuer;

    static TokenIssuer issuer() {
        return Objects.requireNonNull(issuer);
    }

    @Override
    public Map<String, String> start() {
        try {
            TokenIssuer started = new TokenIssuer();
            issuer = started;
            Map<String, String> settings = new HashMap<>(super.start());
            settings.put("vigie.http.auth", "oidc");
            settings.put("vigie.http.oidc.issuer", started.address());
            settings.put("vigie.http.oidc.audience", "vigie-ingest");
            settings.put("vigie.http.oidc.roles.sender", "dicom-senders");
            settings.put("vigie.http.oidc.roles.operator", "imaging-it,duty");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        super.stop();
        issuer().close();
    }
}
