package org.vigie.ingest.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.vigie.ingest.domain.ProtocolRule.HeaderTexts;
import org.vigie.ingest.domain.ProtocolRule.WholeBodyDiffusion;

/** Every rule of completeness of the site, and which of them a study is held to. */
public final class ProtocolRules {
    /** Stands for a region that no rule names. */
    public static final String ELSEWHERE = "elsewhere";

    private final List<ProtocolRule> rules;

    public ProtocolRules(Collection<ProtocolRule> rules) {
        this.rules = List.copyOf(rules);
    }

    public List<ProtocolRule> all() {
        return rules;
    }

    /** Why a rule decides. */
    public enum Why {
        /** A header of the study names its body part or description. */
        NAMED,
        /** No header of the study names a region. */
        UNSTATED,
        /** The diffusion images reach as far as only whole-body ones do. */
        COVERAGE,
        /** The study is of a region no rule names. */
        OTHERWISE
    }

    public record Choice(ProtocolRule rule, Why why) {}

    /** What one object says: the names of the rules it names, {@link #ELSEWHERE}, or nothing. */
    public List<String> named(HeaderTexts header) {
        List<String> named = rules.stream()
                .filter(rule -> rule.isNamedBy(header))
                .map(ProtocolRule::name)
                .toList();
        return named.isEmpty() && header.namesRegion() ? List.of(ELSEWHERE) : named;
    }

    /**
     * The rules a study is held to; of those about diffusion the most particular.
     *
     * @param named what its objects say, together
     * @param diffusionMm how far its diffusion images reach along their normal
     */
    public List<Choice> choose(Set<String> named, double diffusionMm) {
        List<Choice> chosen = new ArrayList<>(diffusion(named, diffusionMm));
        Predicate<ProtocolRule> dynamic = rule -> !rule.content().isDiffusion();
        List<Choice> phases = pick(dynamic.and(rule -> named.contains(rule.name())), Why.NAMED);
        chosen.addAll(
                phases.isEmpty() && named.isEmpty()
                        ? pick(dynamic.and(rule -> rule.selector().whenUnstated()), Why.UNSTATED)
                        : phases);
        return List.copyOf(chosen);
    }

    private List<Choice> diffusion(Set<String> named, double diffusionMm) {
        Predicate<ProtocolRule> about = rule -> rule.content().isDiffusion();
        List<Choice> chosen = pick(about.and(rule -> named.contains(rule.name())), Why.NAMED);
        if (chosen.isEmpty()) {
            chosen = pick(
                    rule -> rule.content() instanceof WholeBodyDiffusion w && diffusionMm >= w.fromCoverageMm(),
                    Why.COVERAGE);
        }
        if (chosen.isEmpty() && named.isEmpty()) {
            chosen = pick(about.and(rule -> rule.selector().whenUnstated()), Why.UNSTATED);
        }
        return chosen.isEmpty() ? pick(about.and(rule -> rule.selector().otherwise()), Why.OTHERWISE) : chosen;
    }

    private List<Choice> pick(Predicate<ProtocolRule> wanted, Why why) {
        return rules.stream().filter(wanted).map(rule -> new Choice(rule, why)).toList();
    }
}
