package org.vigie.staging.fhir;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** {@code vigie.fhir}: what is understood beyond the standard itself. */
@ConfigMapping(prefix = "vigie.fhir")
public interface FhirConfig {
    /** Canonical URLs of profiles a resource may claim: they add no meaning that is not read here. */
    Optional<Set<String>> profiles();

    /** {@code SYSTEM|CODE} of an episode or plan that is a course of neoadjuvant chemotherapy. */
    Optional<Set<String>> courseCodes();
}
