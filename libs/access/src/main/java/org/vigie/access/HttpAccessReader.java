package org.vigie.access;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Reads {@code vigie.http.*}; every fault begins with its key, and all are found at once. */
final class HttpAccessReader {
    static final String PREFIX = "vigie.http.";
    private static final Pattern CLIENT = Pattern.compile("vigie\\.http\\.mtls\\.([a-z0-9-]+)\\.(subject|roles)");
    private static final Set<String> KEYS = Set.of(
            "auth",
            "metrics",
            "tls.port",
            "tls.host",
            "tls.key-store",
            "tls.key-store-password",
            "tls.trust-store",
            "tls.trust-store-password",
            "oidc.issuer",
            "oidc.audience",
            "oidc.roles-claim",
            "oidc.trust-store",
            "oidc.trust-store-password",
            "oidc.roles.service",
            "oidc.roles.sender",
            "oidc.roles.operator");

    private final Function<String, @Nullable String> values;
    private final Set<String> names;
    private final List<String> faults = new ArrayList<>();

    private HttpAccessReader(Function<String, @Nullable String> values, Set<String> names) {
        this.values = values;
        this.names = names;
    }

    /** @param access what could be read; in force only where there are no faults */
    record Read(HttpAccess access, List<String> faults) {}

    /**
     * @param values of keys; null where there is none
     * @param names of every key there is
     */
    static Read read(Function<String, @Nullable String> values, Set<String> names) {
        HttpAccessReader reader = new HttpAccessReader(values, names);
        HttpAccess access = reader.access();
        return new Read(access, List.copyOf(reader.faults));
    }

    private HttpAccess access() {
        Set<Way> ways = ways();
        HttpAccess.Tls tls = tls();
        HttpAccess.Oidc oidc = ways.contains(Way.OIDC) ? oidc() : null;
        Map<String, HttpAccess.Client> clients = ways.contains(Way.MTLS) ? clients() : Map.of();
        if (ways.contains(Way.MTLS) && (tls == null || tls.trust() == null)) {
            fault("tls.key-store, " + PREFIX + "tls.trust-store", "needed where " + PREFIX + "auth says mtls");
        }
        if (!ways.contains(Way.OIDC)) {
            means("oidc.", Way.OIDC);
        }
        if (!ways.contains(Way.MTLS)) {
            means("mtls.", Way.MTLS);
        }
        unknown();
        String metrics = text("metrics");
        if (metrics != null && !metrics.equals("permit") && !metrics.equals("authenticated")) {
            fault("metrics", "permit or authenticated expected, not " + metrics);
        }
        return new HttpAccess(ways, tls, oidc, clients);
    }

    private Set<Way> ways() {
        List<String> texts = list("auth");
        Set<Way> ways = EnumSet.noneOf(Way.class);
        for (String text : texts.isEmpty() ? List.of("basic") : texts) {
            Way.of(text).ifPresentOrElse(ways::add, () -> fault("auth", "basic, oidc or mtls expected, not " + text));
        }
        return ways;
    }

    private HttpAccess.@Nullable Tls tls() {
        HttpAccess.Store key = store("tls.key-store");
        HttpAccess.Store trust = store("tls.trust-store");
        if (key == null) {
            if (trust != null) {
                fault("tls.trust-store", "means nothing without " + PREFIX + "tls.key-store");
            }
            return null;
        }
        return new HttpAccess.Tls(key, trust, text("tls.host"));
    }

    private HttpAccess.@Nullable Store store(String key) {
        String file = text(key);
        String password = text(key + "-password");
        if (file == null) {
            if (password != null) {
                fault(key + "-password", "means nothing without " + PREFIX + key);
            }
            return null;
        }
        Path path = Path.of(file);
        String given = password == null ? "" : password;
        if (!Files.isReadable(path)) {
            fault(key, "not readable: " + path);
        } else {
            Pkcs12.fault(path, given, key.endsWith("key-store")).ifPresent(rule -> fault(key, rule + ": " + path));
        }
        return new HttpAccess.Store(path, given);
    }

    private HttpAccess.@Nullable Oidc oidc() {
        String issuer = text("oidc.issuer");
        URI uri = null;
        try {
            uri = issuer == null ? null : URI.create(issuer);
        } catch (IllegalArgumentException no) {
            // said below
        }
        boolean web = uri != null
                && uri.getHost() != null
                && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && isLoopback(uri.getHost())));
        if (!web) {
            fault("oidc.issuer", "https address expected (http on loopback only)");
        }
        List<String> audiences = list("oidc.audience");
        if (audiences.isEmpty()) {
            fault("oidc.audience", "needed: a token that was made for somebody else is none for us");
        }
        Map<String, Set<String>> roles = new TreeMap<>();
        for (String ours : Roles.ALL) {
            list("oidc.roles." + ours)
                    .forEach(theirs ->
                            roles.computeIfAbsent(theirs, t -> new TreeSet<>()).add(ours));
        }
        if (roles.isEmpty()) {
            fault("oidc.roles", "at least one of .service, .sender, .operator expected");
        }
        HttpAccess.Store trust = store("oidc.trust-store");
        return uri == null
                ? null
                : new HttpAccess.Oidc(uri, audiences, text("oidc.roles-claim"), Map.copyOf(roles), trust);
    }

    private Map<String, HttpAccess.Client> clients() {
        Map<String, HttpAccess.Client> clients = new TreeMap<>();
        Set<String> known = new HashSet<>();
        for (String name : new TreeSet<>(names)) {
            Matcher client = CLIENT.matcher(name);
            if (client.matches()) {
                known.add(client.group(1));
            }
        }
        for (String name : new TreeSet<>(known)) {
            String key = "mtls." + name;
            Set<String> roles = new TreeSet<>(list(key + ".roles"));
            if (roles.isEmpty() || !Roles.ALL.containsAll(roles)) {
                fault(key + ".roles", "some of " + new TreeSet<>(Roles.ALL) + " expected");
            }
            String subject = text(key + ".subject");
            try {
                if (subject == null) {
                    fault(key + ".subject", "needed, such as CN=pacs,O=Hospital,C=FR");
                } else {
                    clients.put(name, new HttpAccess.Client(new X500Principal(subject), Set.copyOf(roles)));
                }
            } catch (IllegalArgumentException no) {
                fault(key + ".subject", "a distinguished name expected, not " + subject);
            }
        }
        if (known.isEmpty()) {
            fault("mtls", "at least one client with .subject and .roles expected");
        }
        return Map.copyOf(clients);
    }

    /** A variable of the environment comes with dots for its hyphens, too. */
    private void unknown() {
        Set<String> known = new HashSet<>();
        KEYS.forEach(key -> known.add(dots(PREFIX + key)));
        names.stream().filter(name -> CLIENT.matcher(name).matches()).forEach(name -> known.add(dots(name)));
        names.stream()
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.replaceAll("\\[\\d+]$", ""))
                .filter(name -> !known.contains(dots(name)))
                .sorted()
                .distinct()
                .forEach(name -> fault(name.substring(PREFIX.length()), "no such key"));
    }

    private static String dots(String name) {
        return name.replace('-', '.');
    }

    private void means(String group, Way way) {
        names.stream()
                .filter(name -> name.startsWith(PREFIX + group))
                .sorted()
                .forEach(name -> fault(
                        name.substring(PREFIX.length()),
                        "means nothing where " + PREFIX + "auth does not say "
                                + way.name().toLowerCase(java.util.Locale.ROOT)));
    }

    private @Nullable String text(String key) {
        String value = values.apply(PREFIX + key);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private List<String> list(String key) {
        String value = text(key);
        return value == null
                ? List.of()
                : Arrays.stream(value.split(",", -1))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .toList();
    }

    private void fault(String key, String rule) {
        faults.add(PREFIX + key + ": " + rule);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
