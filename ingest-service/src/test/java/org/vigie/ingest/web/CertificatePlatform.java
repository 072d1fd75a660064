package org.vigie.ingest.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.access.Authority;
import org.vigie.embedded.FreePort;
import org.vigie.ingest.Platform;

/** A service that accepts certificates of one authority and nothing else. */
public final class CertificatePlatform extends Platform {
    private static @Nullable Authority authority;
    private static int port;

    static Authority authority() {
        return Objects.requireNonNull(authority);
    }

    static int port() {
        return port;
    }

    @Override
    public Map<String, String> start() {
        try {
            Map<String, String> settings = new HashMap<>(super.start());
            Path folder =
                    Files.createDirectories(Path.of(settings.get("vigie.home")).resolve("tls"));
            Authority made = Authority.in(folder, "Hospital CA");
            authority = made;
            port = FreePort.pick();
            settings.put("vigie.http.auth", "mtls");
            settings.put(
                    "vigie.http.tls.key-store", made.sign("server", "CN=vigie").toString());
            settings.put("vigie.http.tls.key-store-password", Authority.PASSWORD);
            settings.put("vigie.http.tls.trust-store", made.trusted().toString());
            settings.put("vigie.http.tls.trust-store-password", Authority.PASSWORD);
            settings.put("vigie.http.mtls.pacs.subject", "CN=PACS, O=Hospital");
            settings.put("vigie.http.mtls.pacs.roles", "sender");
            settings.put("vigie.http.mtls.it.subject", "CN=Imaging IT,O=Hospital");
            settings.put("vigie.http.mtls.it.roles", "operator,sender");
            settings.put("quarkus.http.test-ssl-port", Integer.toString(port));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
