package org.vigie.notify.web;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Everything but the sign-in page needs a signed-in user; pages send there, the API answers 401. */
@Singleton
public class AccessFilter {
    private static final Set<String> OPEN = Set.of("/login", "/language");
    private static final Set<String> ADMIN_ONLY = Set.of("/audit");

    private final SecurityIdentity identity;

    public AccessFilter(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Before a resource is looked for: whether a route or a method exists is nobody's business either. */
    @ServerRequestFilter(preMatching = true)
    public @Nullable Response check(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (OPEN.contains(path)) {
            return null;
        }
        if (identity.isAnonymous()) {
            return path.startsWith("/api/")
                    ? Response.status(Response.Status.UNAUTHORIZED)
                            .header("WWW-Authenticate", "Basic realm=\"Vigie\"")
                            .type(MediaType.APPLICATION_JSON)
                            .entity(Map.of("error", "not signed in", "object", path, "rule", "authentication"))
                            .build()
                    : Response.seeOther(URI.create("/login")).build();
        }
        if (ADMIN_ONLY.contains(path) && !identity.hasRole(Users.ADMIN)) {
            return Response.status(Response.Status.FORBIDDEN).build();
        }
        return null;
    }
}
