package org.vigie.staging.thresholds;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a text names somebody who can be asked, and whether two texts name the same. */
final class Person {
    private static final int LONGEST = 100;
    private static final Pattern TITLE = Pattern.compile("\\b(dr|doctor|docteur|prof|professor|professeur|pr)\\b\\.?");
    private static final Pattern NOT_A_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Set<String> NOBODY = Set.of(
            "",
            "na",
            "none",
            "nobody",
            "self",
            "me",
            "tbd",
            "tba",
            "unknown",
            "pending",
            "approved",
            "approver",
            "yes",
            "true",
            "false",
            "null",
            "author",
            "same",
            "x",
            "xx",
            "xxx",
            "team",
            "system",
            "vigie");

    private Person() {}

    /** At least one letter, and no word that stands for nobody. */
    static boolean isNamed(String text) {
        String plain = plain(text);
        return text.length() <= LONGEST && plain.chars().anyMatch(Character::isLetter) && !NOBODY.contains(plain);
    }

    /** The same but for titles, spaces, dots, accents and case. */
    static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    private static String plain(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
        return NOT_A_LETTER.matcher(TITLE.matcher(folded).replaceAll(" ")).replaceAll("");
    }
}
