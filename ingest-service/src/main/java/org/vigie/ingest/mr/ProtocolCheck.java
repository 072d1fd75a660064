package org.vigie.ingest.mr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.InstanceStored.ProtocolFacts;
import org.vigie.ingest.domain.Expectations;
import org.vigie.ingest.domain.ProtocolRule;
import org.vigie.ingest.domain.ProtocolRules;
import org.vigie.ingest.domain.ProtocolRules.Choice;
import org.vigie.ingest.domain.ProtocolState;
import org.vigie.ingest.mr.DynamicCheck.Placed;
import org.vigie.mr.DwiProtocol;
import org.vigie.mr.DwiProtocol.DwiSet;
import org.vigie.mr.DwiProtocolCheck;
import org.vigie.mr.DwiProtocolCheck.Bounds;
import org.vigie.mr.MrFrame;
import org.vigie.mr.WholeBodyCheck;

/** Holds a study to the rules of the site. */
public final class ProtocolCheck {
    private final ProtocolRules rules;

    public ProtocolCheck(ProtocolRules rules) {
        this.rules = rules;
    }

    /**
     * What a study holds.
     *
     * @param named rules its headers name
     * @param frames of diffusion images, others do no harm
     */
    public record Content(Set<String> named, List<MrFrame> frames, List<Placed> dynamicFrames) {
        public Content {
            named = Set.copyOf(named);
            frames = List.copyOf(frames);
            dynamicFrames = List.copyOf(dynamicFrames);
        }

        /** @throws IllegalArgumentException if the facts are of another version */
        static Content of(Collection<InstanceStored> instances) {
            Set<String> named = new TreeSet<>();
            List<Placed> dynamic = new ArrayList<>();
            for (InstanceStored instance : instances) {
                ProtocolFacts facts = instance.protocolFacts();
                if (facts != null && !instance.conflicting()) {
                    named.addAll(facts.protocols());
                    facts.dynamicFrames().forEach(f -> dynamic.add(new Placed(instance.seriesUid(), f)));
                }
            }
            return new Content(named, DwiFacts.frames(instances), dynamic);
        }
    }

    /** What became of one rule. */
    public enum Result {
        COMPLETE,
        INCOMPLETE,
        /** There are no such images. */
        ABSENT
    }

    /** What one rule says of a study. */
    public record Verdict(ProtocolRule rule, Result result, List<DwiSet> sets, List<String> reasons) {
        public Verdict {
            sets = List.copyOf(sets);
            reasons = List.copyOf(reasons);
        }
    }

    /** What the rules that decide say, together, where nothing was announced. */
    public ProtocolState check(Collection<InstanceStored> instances) {
        return check(instances, Expectations.NONE);
    }

    /**
     * What the rules that decide say, together.
     *
     * @param expectations what senders announced of this study
     */
    public ProtocolState check(Collection<InstanceStored> instances, Expectations expectations) {
        Content content;
        try {
            content = Content.of(instances);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException otherForm) {
            // Facts of another version must not stop the assembly of all other studies.
            return new ProtocolState.Unsatisfied(List.of("FACTS_UNREADABLE"));
        }
        ProtocolState found = state(choose(content).stream()
                .map(choice -> verdict(choice.rule(), content))
                .toList());
        return expectations
                .missing(instances.stream().map(InstanceStored::sopInstanceUid).collect(Collectors.toSet()))
                .map(missing -> lacking(found, missing, instances))
                .orElse(found);
    }

    /** What is still to come of a series with diffusion images touches them. */
    private static ProtocolState lacking(
            ProtocolState found, Expectations.Missing missing, Collection<InstanceStored> instances) {
        List<String> reasons = new ArrayList<>();
        boolean touches = instances.stream()
                .anyMatch(i -> !i.dwiFrames().isEmpty() && missing.seriesUids().contains(i.seriesUid()));
        if (found instanceof ProtocolState.Unsatisfied(List<String> before, boolean touched)) {
            reasons.addAll(before);
            touches |= touched;
        }
        reasons.add(missing.reason());
        return new ProtocolState.Unsatisfied(reasons, touches);
    }

    List<Choice> choose(Content content) {
        return rules.choose(content.named(), WholeBodyCheck.coverage(content.frames()));
    }

    ProtocolRules rules() {
        return rules;
    }

    static ProtocolState state(List<Verdict> verdicts) {
        List<Verdict> missing =
                verdicts.stream().filter(v -> v.result() == Result.INCOMPLETE).toList();
        if (!missing.isEmpty()) {
            return new ProtocolState.Unsatisfied(
                    missing.stream()
                            .flatMap(v -> v.reasons().stream())
                            .distinct()
                            .toList(),
                    missing.stream().anyMatch(v -> v.rule().content().isDiffusion()));
        }
        return verdicts.stream().anyMatch(v -> v.result() == Result.COMPLETE)
                ? new ProtocolState.Satisfied()
                : new ProtocolState.NoDwi();
    }

    static Verdict verdict(ProtocolRule rule, Content content) {
        return switch (rule.content()) {
            case ProtocolRule.Diffusion(double low, double high) ->
                diffusion(rule, DwiProtocolCheck.check(content.frames(), new Bounds(low, high)));
            case ProtocolRule.WholeBodyDiffusion w ->
                diffusion(
                        rule,
                        WholeBodyCheck.check(
                                content.frames(), new Bounds(w.lowB(), w.highB()), w.stations(), w.coverageMm()));
            case ProtocolRule.Dynamic(int pre, int post) ->
                dynamic(rule, DynamicCheck.check(content.dynamicFrames(), pre, post));
        };
    }

    private static Verdict diffusion(ProtocolRule rule, DwiProtocol found) {
        return switch (found) {
            case DwiProtocol.NoDwi() -> absent(rule, "NO_DIFFUSION");
            case DwiProtocol.Satisfied(List<DwiSet> sets) -> new Verdict(rule, Result.COMPLETE, sets, List.of());
            case DwiProtocol.Unsatisfied(List<DwiProtocol.Reason> reasons) ->
                new Verdict(
                        rule,
                        Result.INCOMPLETE,
                        List.of(),
                        reasons.stream().map(DwiProtocol.Reason::toString).toList());
        };
    }

    private static Verdict dynamic(ProtocolRule rule, DynamicCheck.Finding found) {
        if (!found.present()) {
            return absent(rule, "NO_DYNAMIC_SERIES");
        }
        return new Verdict(
                rule, found.reasons().isEmpty() ? Result.COMPLETE : Result.INCOMPLETE, List.of(), found.reasons());
    }

    private static Verdict absent(ProtocolRule rule, String reason) {
        return rule.required()
                ? new Verdict(rule, Result.INCOMPLETE, List.of(), List.of(reason))
                : new Verdict(rule, Result.ABSENT, List.of(), List.of());
    }
}
