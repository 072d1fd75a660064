package org.vigie.notify.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.notify.domain.Language;

/** The words of the pages, in both languages, from {@code texts/en.properties} and {@code texts/fr.properties}. */
@ApplicationScoped
public class Texts {
    /** Before what an outcome that was told of has become. */
    private static final String NOW = "now-";

    private final Map<Language, Map<String, String>> words = new EnumMap<>(Language.class);

    public Texts() {
        for (Language language : Language.values()) {
            words.put(language, load(language));
        }
    }

    static Map<String, String> load(Language language) {
        Properties read = new Properties();
        String name = "/texts/" + language.tag() + ".properties";
        try (InputStream in = Objects.requireNonNull(Texts.class.getResourceAsStream(name), name)) {
            read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(e -> (String) e.getKey(), e -> (String) e.getValue()));
    }

    /** All words, for templates. */
    public Map<String, String> of(Language language) {
        return Objects.requireNonNull(words.get(language), "every language is loaded");
    }

    /** Words for a code, the code itself where none are known: never nothing. */
    public String word(Language language, String group, @Nullable String code) {
        return code == null ? "" : of(language).getOrDefault(group + "." + code, code);
    }

    public String reason(Language language, Reason reason) {
        String words = word(language, "reason", reason.code().name());
        return reason.argument() == null ? words : words + " (" + reason.argument() + ")";
    }

    /** A flag, with what stands in its brackets kept. */
    public String flag(Language language, String flag) {
        if (flag.startsWith(NOW)) {
            return word(language, "flag", "now") + " " + word(language, "outcome", flag.substring(NOW.length()));
        }
        int open = flag.indexOf('(');
        return open < 0
                ? word(language, "flag", flag)
                : word(language, "flag", flag.substring(0, open)) + " " + flag.substring(open);
    }
}
