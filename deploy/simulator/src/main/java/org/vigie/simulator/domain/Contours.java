package org.vigie.simulator.domain;

import java.util.Optional;

/**
 * How the lesions are outlined in a SEG.
 *
 * @param frameOfReferenceUid another one than the images', to make an unusable SEG
 */
public record Contours(Algorithm algorithm, Placement placement, Optional<String> frameOfReferenceUid) {
    public enum Algorithm {
        MANUAL,
        SEMIAUTOMATIC,
        AUTOMATIC
    }

    public enum Placement {
        ON_LESIONS,
        /** Half a metre beside the images. */
        OUTSIDE_VOLUME,
        /** Frames without a voxel. */
        EMPTY
    }

    public static final Contours MANUAL = of(Algorithm.MANUAL);

    public static Contours of(Algorithm algorithm) {
        return new Contours(algorithm, Placement.ON_LESIONS, Optional.empty());
    }
}
