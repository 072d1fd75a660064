package org.vigie.notify.web;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vigie.notify.domain.Language;

/**
 * Where a threshold comes from, in the reader's language: the words around it and how sure it is. What a registry says of
 * it in its own words, and the reference, stay as they are: they are cited.
 */
record Citation(Texts texts, Language language) {
    private static final Pattern SECTIONS = Pattern.compile("\\bclinical rules\\b");
    private static final Pattern TAGGED = Pattern.compile("\\[([CSUP])] ?");

    /** @param tag evidence tag of the clinical rules: C, S, U or P */
    String of(String tag, String source) {
        return words("tag." + tag, tag) + (source.isEmpty() ? "" : " · " + plain(source));
    }

    /** A citation that has its tag in brackets already. */
    String of(String cited) {
        return TAGGED.matcher(plain(cited))
                .replaceAll(found -> Matcher.quoteReplacement(words("tag." + found.group(1), found.group(1)) + " · "));
    }

    private String plain(String source) {
        return SECTIONS.matcher(source).replaceAll(Matcher.quoteReplacement(words("clinical_rules", "clinical rules")));
    }

    private String words(String key, String otherwise) {
        Map<String, String> all = texts.of(language);
        return all.getOrDefault(key, otherwise);
    }
}
