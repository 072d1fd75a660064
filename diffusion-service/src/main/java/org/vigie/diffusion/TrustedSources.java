package org.vigie.diffusion;

import java.util.List;
import java.util.Optional;

/** The AE titles whose MANUAL and SEMIAUTOMATIC contours count as validated by a radiologist. */
public record TrustedSources(List<String> aes) {
    public TrustedSources {
        aes = aes.stream().map(String::strip).toList();
    }

    public boolean trusts(Optional<String> callingAe) {
        return callingAe.isPresent()
                && (aes.contains("*") || aes.contains(callingAe.get().strip()));
    }
}
