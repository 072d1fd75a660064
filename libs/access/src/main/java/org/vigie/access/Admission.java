package org.vigie.access;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.CertificateCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.TreeSet;

/** Lets in who came by an accepted way, with roles of ours: those of a token by name, those of a certificate by subject. */
@ApplicationScoped
public class Admission implements SecurityIdentityAugmentor {
    private final HttpAccess access;

    public Admission(AccessInForce inForce) {
        this.access = inForce.get();
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()) {
            return Uni.createFrom().item(identity);
        }
        CertificateCredential certificate = identity.getCredential(CertificateCredential.class);
        Way way = certificate != null
                ? Way.MTLS
                : identity.getCredential(AccessTokenCredential.class) != null ? Way.OIDC : Way.BASIC;
        if (!access.accepts(way)) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return Uni.createFrom()
                .item(
                        switch (way) {
                            case BASIC -> identity;
                            case OIDC -> with(identity, ofToken(identity.getRoles()));
                            case MTLS -> with(identity, of(certificate.getCertificate()));
                        });
    }

    private Set<String> ofToken(Set<String> theirs) {
        HttpAccess.Oidc oidc = access.oidc();
        Set<String> ours = new TreeSet<>();
        if (oidc != null) {
            theirs.forEach(role -> ours.addAll(oidc.roles().getOrDefault(role, Set.of())));
        }
        return ours;
    }

    private Set<String> of(X509Certificate certificate) {
        Set<String> roles = new TreeSet<>();
        access.clients().values().stream()
                .filter(client -> client.subject().equals(certificate.getSubjectX500Principal()))
                .forEach(client -> roles.addAll(client.roles()));
        return roles;
    }

    /** Roles come from our table alone. */
    private static SecurityIdentity with(SecurityIdentity identity, Set<String> roles) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addAttributes(identity.getAttributes())
                .addRoles(roles)
                .build();
    }
}
