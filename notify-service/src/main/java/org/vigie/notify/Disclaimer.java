package org.vigie.notify;

import org.vigie.notify.domain.Language;

/** The line every output for people carries. */
public final class Disclaimer {
    private Disclaimer() {}

    public static String of(Language language) {
        return switch (language) {
            case EN ->
                "Research use / decision support. Not a medical device. To be interpreted by a qualified physician.";
            case FR ->
                "Usage de recherche / aide à la décision. N'est pas un dispositif médical. À interpréter par un"
                        + " médecin qualifié.";
        };
    }
}
