package org.vigie.ingest.mr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vigie.ingest.domain.ProtocolReport;
import org.vigie.ingest.domain.QuietTimes;
import org.vigie.mr.BValue;
import org.vigie.mr.DwiProtocol;
import org.vigie.mr.DwiProtocolCheck;
import org.vigie.mr.InferredZero;
import org.vigie.mr.MrFrame;

/** Says of the images of a study what the assembly would decide, and from what. */
public final class ProtocolExplanation {
    private final QuietTimes times;

    public ProtocolExplanation(QuietTimes times) {
        this.times = times;
    }

    public ProtocolReport.Study of(String studyUid, List<MrFrame> frames) {
        List<MrFrame> read = InferredZero.complete(frames);
        Map<String, Integer> numbers = new TreeMap<>();
        read.forEach(
                f -> numbers.merge(f.seriesUid(), f.instance().seriesNumber().orElse(-1), Math::max));
        List<ProtocolReport.Series> series =
                read.stream().collect(Collectors.groupingBy(MrFrame::seriesUid)).values().stream()
                        .map(ProtocolExplanation::series)
                        .sorted(Comparator.comparingInt(ProtocolReport.Series::number))
                        .toList();
        return switch (DwiProtocolCheck.check(frames)) {
            case DwiProtocol.NoDwi() ->
                new ProtocolReport.Study(studyUid, "no-dwi", times.study().toSeconds(), List.of(), List.of(), series);
            case DwiProtocol.Satisfied(var sets) ->
                new ProtocolReport.Study(
                        studyUid,
                        "ready",
                        times.series().toSeconds(),
                        sets.stream()
                                .map(s -> new ProtocolReport.Set(
                                        s.seriesUids().stream()
                                                .map(u -> numbers.getOrDefault(u, -1))
                                                .sorted()
                                                .toList(),
                                        s.bValues(),
                                        s.slices()))
                                .toList(),
                        List.of(),
                        series);
            case DwiProtocol.Unsatisfied(var reasons) ->
                new ProtocolReport.Study(
                        studyUid,
                        "incomplete",
                        times.study().toSeconds(),
                        List.of(),
                        reasons.stream().map(DwiProtocol.Reason::toString).toList(),
                        series);
        };
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
