package org.vigie.diffusion.dicom;

import java.util.Optional;

/**
 * What is to be said of a region that is written as a segment.
 *
 * @param label lesion label, 64 characters at most; no patient's name
 * @param trackingUid the lesion's, the same in every study
 * @param algorithmName of the program that drew or proposed, empty for a region drawn by hand alone
 * @param creator pseudonymous user id of who drew or accepted it, empty for a program's own
 */
public record ContourFacts(
        String label,
        String trackingUid,
        Algorithm algorithm,
        Optional<String> algorithmName,
        Optional<String> creator,
        Site site) {
    private static final int LONGEST_LABEL = 64;

    public enum Algorithm {
        MANUAL,
        SEMIAUTOMATIC,
        AUTOMATIC
    }

    /** Where the lesion is. */
    public enum Site {
        LEFT_BREAST,
        RIGHT_BREAST,
        BREAST,
        BODY
    }

    public ContourFacts {
        if (label.isBlank() || label.length() > LONGEST_LABEL) {
            throw new IllegalArgumentException("ContourFacts: a label of 1 to " + LONGEST_LABEL + " characters");
        }
        if (!trackingUid.matches("[0-9]+(\\.[0-9]+)*") || trackingUid.length() > 64) {
            throw new IllegalArgumentException("ContourFacts: the tracking UID is no UID");
        }
        if (algorithm != Algorithm.MANUAL && algorithmName.isEmpty()) {
            throw new IllegalArgumentException("ContourFacts: a program has a name");
        }
    }
}
