package org.vigie.diffusion.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a lesion is called outside the DICOM object. Workstations let people type anything into a segment's label, a
 * patient's name too; only words of a fixed vocabulary and short numbers leave.
 */
public final class LesionLabel {
    private static final int LONGEST = 32;
    private static final int DIGITS = 4;
    private static final Pattern NUMBER = Pattern.compile("[A-Z]?\\d{1,3}[A-Z]?");
    private static final Pattern BETWEEN = Pattern.compile("[\\s_.,:;/()#-]+");
    private static final Set<String> WORDS = Set.of(
            "LESION",
            "LÉSION",
            "TUMOUR",
            "TUMOR",
            "TUMEUR",
            "MASS",
            "MASSE",
            "NODULE",
            "NODE",
            "TARGET",
            "CIBLE",
            "INDEX",
            "BREAST",
            "SEIN",
            "LEFT",
            "RIGHT",
            "GAUCHE",
            "DROIT",
            "DROITE",
            "L",
            "R",
            "G",
            "D",
            "ROI",
            "VOI",
            "GTV",
            "CTV",
            "SEGMENT",
            "REGION",
            "RÉGION",
            "NEOPLASM",
            "PRIMARY",
            "LIVER",
            "FOIE",
            "BONE",
            "MARROW",
            "SPINE",
            "A",
            "B",
            "C",
            "INNER",
            "OUTER",
            "UPPER",
            "LOWER",
            "QUADRANT",
            "AXILLA",
            "WHOLE");

    private LesionLabel() {}

    /**
     * The text itself if every word of it is known; else {@code lesion} with four digits of the tracking UID's SHA-256,
     * the same in every study; else {@code region} with its number in the object.
     */
    public static String of(String text, Optional<String> trackingUid, int number) {
        String stripped = text.strip();
        if (!stripped.isEmpty() && stripped.length() <= LONGEST && isVocabulary(stripped)) {
            return stripped;
        }
        return trackingUid.map(uid -> "lesion " + digest(uid)).orElse("region " + number);
    }

    private static boolean isVocabulary(String text) {
        return Arrays.stream(BETWEEN.split(text.toUpperCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty())
                .allMatch(word -> WORDS.contains(word) || NUMBER.matcher(word).matches());
    }

    private static String digest(String uid) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(uid.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
