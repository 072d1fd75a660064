package org.vigie.access;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Environment variables carry our keys too, but not their dots and hyphens. */
final class EnvironmentNames {
    private static final Pattern CLIENT = Pattern.compile("VIGIE_HTTP_MTLS_([A-Z0-9_]+)_(SUBJECT|ROLES)");

    private EnvironmentNames() {}

    /** The keys of {@code vigie.http} among names; those of variables are spelled with dots where that is certain. */
    static Set<String> dotted(Set<String> names) {
        return names.stream()
                .map(EnvironmentNames::dotted)
                .filter(name -> name.startsWith(HttpAccessReader.PREFIX))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String dotted(String name) {
        Matcher client = CLIENT.matcher(name);
        return client.matches()
                ? "vigie.http.mtls." + lower(client.group(1)).replace('_', '-') + "." + lower(client.group(2))
                : name;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
