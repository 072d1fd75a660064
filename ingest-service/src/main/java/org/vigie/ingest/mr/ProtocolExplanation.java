package org.vigie.ingest.mr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.ingest.domain.ProtocolReport;
import org.vigie.ingest.domain.ProtocolRule;
import org.vigie.ingest.domain.ProtocolRule.HeaderTexts;
import org.vigie.ingest.domain.ProtocolRules;
import org.vigie.ingest.domain.ProtocolRules.Choice;
import org.vigie.ingest.domain.ProtocolState;
import org.vigie.ingest.domain.QuietTimes;
import org.vigie.ingest.mr.ProtocolCheck.Content;
import org.vigie.ingest.mr.ProtocolCheck.Result;
import org.vigie.ingest.mr.ProtocolCheck.Verdict;
import org.vigie.mr.BValue;
import org.vigie.mr.DwiProtocol.DwiSet;
import org.vigie.mr.InferredZero;
import org.vigie.mr.MrFrame;

/** Says of the images of a study what the assembly would decide, and from what. */
public final class ProtocolExplanation {
    private final QuietTimes times;
    private final ProtocolCheck check;

    public ProtocolExplanation(QuietTimes times, ProtocolRules rules) {
        this.times = times;
        this.check = new ProtocolCheck(rules);
    }

    /** Of files. */
    public ProtocolReport.Study of(String studyUid, List<MrFrame> frames, Collection<HeaderTexts> texts) {
        Set<String> named = new TreeSet<>();
        texts.forEach(t -> named.addAll(check.rules().named(t)));
        List<DynamicCheck.Placed> dynamic = frames.stream()
                .filter(DynamicFacts::mayBePhase)
                .map(f -> new DynamicCheck.Placed(f.seriesUid(), DynamicFacts.fact(f)))
                .toList();
        return explain(studyUid, new Content(named, frames, dynamic), frames);
    }

    /**
     * Of a study received; series have no number there, and images that matter to no rule are not listed.
     *
     * @throws IllegalArgumentException if the facts are of another version
     */
    public ProtocolReport.Study ofReceived(String studyUid, Collection<InstanceStored> instances) {
        Content content = Content.of(instances);
        return explain(studyUid, content, content.frames());
    }

    private ProtocolReport.Study explain(String studyUid, Content content, List<MrFrame> frames) {
        List<Choice> chosen = check.choose(content);
        List<Verdict> verdicts = chosen.stream()
                .map(choice -> ProtocolCheck.verdict(choice.rule(), content))
                .toList();
        ProtocolState state = ProtocolCheck.state(verdicts);
        List<MrFrame> read = InferredZero.complete(frames);
        Map<String, Integer> numbers = new TreeMap<>();
        read.forEach(
                f -> numbers.merge(f.seriesUid(), f.instance().seriesNumber().orElse(-1), Math::max));
        return new ProtocolReport.Study(
                studyUid,
                decision(state),
                (state instanceof ProtocolState.Satisfied ? times.series() : times.study()).toSeconds(),
                verdicts.stream()
                        .flatMap(v -> v.sets().stream())
                        .distinct()
                        .map(set -> set(set, numbers))
                        .toList(),
                state instanceof ProtocolState.Unsatisfied u ? u.reasons() : List.of(),
                state instanceof ProtocolState.Unsatisfied u && u.touchesDiffusion(),
                rules(chosen, content),
                read.stream().collect(Collectors.groupingBy(MrFrame::seriesUid)).values().stream()
                        .map(ProtocolExplanation::series)
                        .sorted(Comparator.comparingInt(ProtocolReport.Series::number))
                        .toList());
    }

    private static String decision(ProtocolState state) {
        return switch (state) {
            case ProtocolState.Satisfied() -> "ready";
            case ProtocolState.NoDwi() -> "no-dwi";
            case ProtocolState.Unsatisfied(var reasons, var touches) -> "incomplete";
        };
    }

    private static ProtocolReport.Set set(DwiSet set, Map<String, Integer> numbers) {
        return new ProtocolReport.Set(
                set.seriesUids().stream()
                        .map(u -> numbers.getOrDefault(u, -1))
                        .sorted()
                        .toList(),
                set.bValues(),
                set.slices());
    }

    private List<ProtocolReport.Rule> rules(List<Choice> chosen, Content content) {
        Set<ProtocolRule> deciding = chosen.stream().map(Choice::rule).collect(Collectors.toSet());
        return Stream.concat(
                        chosen.stream()
                                .map(c -> rule(c.rule(), true, c.why().name().toLowerCase(Locale.ROOT), content)),
                        check.rules().all().stream()
                                .filter(r -> !deciding.contains(r))
                                .map(r -> rule(r, false, "not-chosen", content)))
                .toList();
    }

    private static ProtocolReport.Rule rule(ProtocolRule rule, boolean decides, String why, Content content) {
        Verdict verdict = ProtocolCheck.verdict(rule, content);
        Result result = verdict.result();
        return new ProtocolReport.Rule(
                rule.name(), decides, why, result.name().toLowerCase(Locale.ROOT), verdict.reasons());
    }

    private static ProtocolReport.Series series(List<MrFrame> frames) {
        MrFrame first = frames.getFirst();
        List<BValue> stated = frames.stream().flatMap(f -> f.bValue().stream()).toList();
        List<String> kinds =
                frames.stream().map(f -> f.kind().name()).distinct().sorted().toList();
        long slices = new ArrayList<>(frames)
                .stream()
                        .map(f -> Math.round(f.geometry().positionAlongNormal() * 10))
                        .distinct()
                        .count();
        return new ProtocolReport.Series(
                first.instance().seriesNumber().orElse(-1),
                String.join("+", kinds),
                frames.size(),
                Math.toIntExact(slices),
                first.geometry().columns() + "x" + first.geometry().rows(),
                stated.stream().map(BValue::value).distinct().sorted().toList(),
                stated.stream().map(b -> b.source().name()).distinct().sorted().toList(),
                frames.size() - stated.size());
    }
}
