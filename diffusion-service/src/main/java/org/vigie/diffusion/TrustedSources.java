package org.vigie.diffusion;

import java.util.List;
import java.util.Optional;
import org.vigie.diffusion.dicom.Outline;

/** The AE titles whose MANUAL and SEMIAUTOMATIC contours count as validated by a radiologist. */
public record TrustedSources(List<String> aes) {
    public TrustedSources {
        aes = aes.stream().map(String::strip).toList();
    }

    /** True if a radiologist stands behind the outline: drawn by a person, sent by a trusted station. */
    public boolean standsBehind(Outline outline) {
        return outline.isDrawnByReader() && trusts(outline.object().callingAe());
    }

    public boolean trusts(Optional<String> callingAe) {
        return callingAe.isPresent()
                && (aes.contains("*") || aes.contains(callingAe.get().strip()));
    }
}
