package org.vigie.staging.forms;

/** What stands on everything shown to people. */
public final class Notice {
    private static final String EN =
            "Research use / decision support. Not a medical device. To be interpreted by a qualified physician.";
    private static final String FR = "Recherche / aide à la décision. Pas un dispositif médical. À interpréter par un "
            + "médecin qualifié. (" + EN + ")";

    private Notice() {}

    public static String in(String language) {
        return language.equals("fr") ? FR : EN;
    }
}
