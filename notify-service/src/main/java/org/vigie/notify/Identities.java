package org.vigie.notify;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.identity.SiteSecret;

/** Opens sealed identities; the secret is read when first needed, so that a late key file heals by itself. */
@ApplicationScoped
public class Identities {
    private final SiteConfig site;
    private volatile @Nullable SiteSecret secret;

    public Identities(SiteConfig site) {
        this.site = site;
    }

    /** @throws UncheckedIOException if the secret cannot be read (yet) */
    public PatientIdentity open(PatientLinked link) {
        return secret().open(link.patientKey(), link.sealedIdentity());
    }

    private SiteSecret secret() {
        SiteSecret known = secret;
        if (known == null) {
            try {
                known = SiteSecret.read(site.secretFile());
            } catch (IOException e) {
                throw new UncheckedIOException("site secret cannot be read", e);
            }
            secret = known;
        }
        return known;
    }
}
