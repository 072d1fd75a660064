package org.vigie.mr;

import java.util.List;
import java.util.Optional;

/**
 * What the operator chose to run.
 *
 * @param fatSuppression (0018,9025), else {@code FS} where Scan Options hold it; empty is "not recorded"
 * @param contrastAgent Contrast/Bolus Agent; empty is "not recorded", not "none given"
 */
public record Protocol(
        Optional<String> protocolName,
        Optional<String> sequenceName,
        Optional<String> seriesDescription,
        Optional<String> bodyPart,
        Optional<String> fatSuppression,
        Optional<String> contrastAgent,
        List<String> imageType) {

    public Protocol {
        imageType = List.copyOf(imageType);
    }
}
