package org.vigie.staging.domain.logic;

/** A sentence or label for people, in both languages of the product. */
public record Text(String en, String fr) {
    public static Text of(String en, String fr) {
        return new Text(en, fr);
    }

    /** The same in both languages: symbols, abbreviations. */
    public static Text of(String both) {
        return new Text(both, both);
    }

    /** @param language {@code fr} for French, English otherwise */
    public String in(String language) {
        return language.equals("fr") ? fr : en;
    }

    public Text plus(String more) {
        return new Text(en + more, fr + more);
    }

    public Text plus(Text more) {
        return new Text(en + more.en, fr + more.fr);
    }
}
