package org.vigie.notify.web;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TrustedAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Somebody the session cookie names; the role is read anew, so that a removed user is out at once. */
@ApplicationScoped
public class SessionProvider implements IdentityProvider<TrustedAuthenticationRequest> {
    private final Users users;

    public SessionProvider(Users users) {
        this.users = users;
    }

    @Override
    public Class<TrustedAuthenticationRequest> getRequestType() {
        return TrustedAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TrustedAuthenticationRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> users.role(request.getPrincipal())
                .map(role -> PasswordProvider.identity(request.getPrincipal(), role))
                .orElseThrow(AuthenticationFailedException::new));
    }
}
