package org.vigie.notify.domain;

import java.util.Locale;

/** Languages a person can read Vigie in. */
public enum Language {
    EN(Locale.ENGLISH, '.'),
    FR(Locale.FRENCH, ',');

    private final Locale locale;
    private final char decimalMark;

    Language(Locale locale, char decimalMark) {
        this.locale = locale;
        this.decimalMark = decimalMark;
    }

    public Locale locale() {
        return locale;
    }

    public char decimalMark() {
        return decimalMark;
    }

    public String tag() {
        return locale.getLanguage();
    }

    /** French for every tag that begins with {@code fr}, English for all else. */
    public static Language of(String tag) {
        return tag.strip().toLowerCase(Locale.ROOT).startsWith("fr") ? FR : EN;
    }
}
