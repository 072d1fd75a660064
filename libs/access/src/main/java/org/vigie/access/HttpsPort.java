package org.vigie.access;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The port with TLS: whom it asks for a certificate, and how long a handshake may take. */
@ApplicationScoped
public class HttpsPort implements HttpServerOptionsCustomizer {
    private static final int HANDSHAKE_SECONDS = 10;

    private final HttpAccess access;

    public HttpsPort(AccessInForce inForce) {
        this.access = inForce.get();
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        options.setClientAuth(clientAuth());
        HttpAccess.Tls tls = access.tls();
        if (tls != null && tls.host() != null) {
            options.setHost(tls.host());
        }
    }

    private ClientAuth clientAuth() {
        if (!access.accepts(Way.MTLS)) {
            return ClientAuth.NONE;
        }
        return access.ways().equals(Set.of(Way.MTLS)) ? ClientAuth.REQUIRED : ClientAuth.REQUEST;
    }
}
