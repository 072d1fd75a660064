package org.vigie.diffusion.dicom;

import java.util.Set;

/**
 * An image that something was drawn on.
 *
 * @param frames zero-based; empty means every frame of the instance
 */
public record SourceFrame(String sopInstanceUid, Set<Integer> frames) {
    public SourceFrame {
        frames = Set.copyOf(frames);
    }

    boolean is(ScannedFrame scanned) {
        return sopInstanceUid.equals(scanned.frame().sopInstanceUid())
                && (frames.isEmpty()
                        || !scanned.frame().instance().enhanced()
                        || frames.contains(scanned.frame().frameIndex()));
    }
}
