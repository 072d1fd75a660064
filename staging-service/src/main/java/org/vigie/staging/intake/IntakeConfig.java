package org.vigie.staging.intake;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import org.vigie.contract.clinical.Analyte;

/** {@code vigie.intake}: what the site's own systems call things. */
@ConfigMapping(prefix = "vigie.intake")
public interface IntakeConfig {
    /** Code of a laboratory, {@code SYSTEM|CODE} or the code alone where it names no system, to analyte. */
    Map<String, Analyte> analytes();
}
