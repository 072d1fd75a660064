package org.vigie.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.domain.ProtocolRule;
import org.vigie.ingest.domain.ProtocolRule.Content;
import org.vigie.ingest.domain.ProtocolRules;

/** From configuration to rules, with every fault named. */
public final class Protocols {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
    private static final Pattern BODY_PART = Pattern.compile("[A-Z0-9_ ]{1,16}");
    /** b-values are at most this, s/mm². */
    private static final double MAX_B = 10_000;

    private Protocols() {}

    /** @throws IllegalArgumentException if {@link #faults} has any */
    public static ProtocolRules read(ProtocolsConfig config) {
        List<String> faults = new ArrayList<>();
        List<ProtocolRule> rules = rules(config, faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return new ProtocolRules(rules);
    }

    /** All of them, each with its key. */
    public static List<String> faults(ProtocolsConfig config) {
        List<String> faults = new ArrayList<>();
        rules(config, faults);
        return List.copyOf(faults);
    }

    private static List<ProtocolRule> rules(ProtocolsConfig config, List<String> faults) {
        List<ProtocolRule> rules = new ArrayList<>();
        for (Map.Entry<String, ProtocolsConfig.Rule> entry : new TreeMap<>(config.rules()).entrySet()) {
            String key = "vigie.protocols." + entry.getKey();
            if (!NAME.matcher(entry.getKey()).matches() || entry.getKey().equals(ProtocolRules.ELSEWHERE)) {
                faults.add(key + ": a name is lower-case letters, digits and hyphens, and not \""
                        + ProtocolRules.ELSEWHERE + "\"");
            } else if (entry.getValue().enabled()) {
                rules.add(rule(entry.getKey(), key, entry.getValue(), faults));
            }
        }
        return rules;
    }

    private static ProtocolRule rule(String name, String key, ProtocolsConfig.Rule rule, List<String> faults) {
        Set<String> parts = rule.bodyParts().orElse(List.of()).stream()
                .map(part -> part.strip().toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        parts.stream()
                .filter(part -> !BODY_PART.matcher(part).matches())
                .forEach(part -> faults.add(key + ".body-parts: a code of at most 16 letters and digits expected"));
        Pattern description = description(key, rule, faults);
        boolean byContent = rule.kind() == ProtocolsConfig.Kind.WB_DWI;
        if (parts.isEmpty() && description == null && !rule.whenUnstated() && !rule.otherwise() && !byContent) {
            faults.add(key + ": nothing chooses it: body-parts, description, when-unstated or otherwise expected");
        }
        return new ProtocolRule(
                name,
                new ProtocolRule.Selector(parts, description, rule.whenUnstated(), rule.otherwise()),
                rule.required(),
                content(key, rule, faults));
    }

    private static @Nullable Pattern description(String key, ProtocolsConfig.Rule rule, List<String> faults) {
        try {
            return rule.description()
                    .map(text -> Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
                    .orElse(null);
        } catch (PatternSyntaxException e) {
            faults.add(key + ".description: no regular expression: " + e.getDescription());
            return null;
        }
    }

    private static Content content(String key, ProtocolsConfig.Rule rule, List<String> faults) {
        if (rule.kind() == ProtocolsConfig.Kind.DCE) {
            if (rule.preContrast() < 0 || rule.postContrast() < 1) {
                faults.add(key + ": pre-contrast >= 0 and post-contrast >= 1 expected");
            }
            return new ProtocolRule.Dynamic(rule.preContrast(), rule.postContrast());
        }
        if (!(rule.lowB() >= 0 && rule.lowB() < rule.highB() && rule.highB() <= MAX_B)) {
            faults.add(key + ": 0 <= low-b < high-b <= 10000 s/mm2 expected");
        }
        if (rule.kind() == ProtocolsConfig.Kind.DWI) {
            return new ProtocolRule.Diffusion(rule.lowB(), rule.highB());
        }
        if (rule.stations() < 0 || !(rule.coverageMm() >= 0) || !(rule.fromCoverageMm() > 0)) {
            faults.add(key + ": stations >= 0, coverage-mm >= 0 and from-coverage-mm > 0 expected");
        }
        return new ProtocolRule.WholeBodyDiffusion(
                rule.lowB(), rule.highB(), rule.stations(), rule.coverageMm(), rule.fromCoverageMm());
    }
}
