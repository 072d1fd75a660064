package org.vigie.ingest.messaging;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.identity.SiteSecret;

/** Which identities were published for which key, so that each goes out once. In memory only. */
public final class KnownIdentities {
    private final SiteSecret secret;
    private final Map<String, Set<PatientIdentity>> published = new HashMap<>();

    public KnownIdentities(SiteSecret secret) {
        this.secret = secret;
    }

    /** True if this says something new; one without a name never replaces one with a name. */
    boolean isNews(PatientLinked linked) {
        PatientIdentity identity = secret.open(linked.patientKey(), linked.sealedIdentity());
        Set<PatientIdentity> known = published.getOrDefault(linked.patientKey(), Set.of());
        return !known.contains(identity)
                && (identity.name() != null || known.stream().noneMatch(k -> k.name() != null));
    }

    public void add(PatientLinked linked) {
        published
                .computeIfAbsent(linked.patientKey(), key -> new HashSet<>())
                .add(secret.open(linked.patientKey(), linked.sealedIdentity()));
    }

    /** Another broker knows none. */
    void clear() {
        published.clear();
    }

    /** The broker did not take it after all. */
    void forget(PatientLinked linked) {
        Set<PatientIdentity> known = published.get(linked.patientKey());
        if (known != null) {
            known.remove(secret.open(linked.patientKey(), linked.sealedIdentity()));
        }
    }
}
