package org.vigie.ingest.mr;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vigie.contract.imaging.InstanceStored.DynamicFrame;

/**
 * Whether a contrast-enhanced dynamic examination is all there: on equal geometry enough phases before and after the
 * contrast agent, each with as many slices as the fullest.
 *
 * <p>A phase is one temporal position (else acquisition) of one series; images that repeat a slice within it are further
 * phases. Before the agent is what states none while others do; where all state it, as many of the earliest as the rule
 * asks for.
 */
public final class DynamicCheck {
    private DynamicCheck() {}

    /** A frame and the series it came in. */
    public record Placed(String seriesUid, DynamicFrame frame) {}

    /**
     * What a study holds.
     *
     * @param present false if there is no dynamic examination at all
     * @param reasons what is missing; empty is complete
     */
    public record Finding(boolean present, int preContrast, int postContrast, int slices, List<String> reasons) {
        public Finding {
            reasons = List.copyOf(reasons);
        }
    }

    private record Phase(List<DynamicFrame> frames) {
        boolean contrast() {
            return frames.stream().anyMatch(DynamicFrame::contrast);
        }

        LocalDateTime startedAt() {
            return frames.stream()
                    .map(DynamicFrame::acquiredAt)
                    .filter(java.util.Objects::nonNull)
                    .min(Comparator.naturalOrder())
                    .orElse(LocalDateTime.MAX);
        }
    }

    /** The best of the geometries: complete before incomplete, then the one with most phases. */
    public static Finding check(Collection<Placed> frames, int preContrast, int postContrast) {
        Map<String, List<Placed>> families = new TreeMap<>();
        frames.forEach(f -> families.computeIfAbsent(f.frame().family(), key -> new ArrayList<>())
                .add(f));
        return families.values().stream()
                .map(DynamicCheck::phases)
                .filter(DynamicCheck::isDynamic)
                .map(phases -> examine(phases, preContrast, postContrast))
                .min(Comparator.comparingInt((Finding f) -> f.reasons().isEmpty() ? 0 : 1)
                        .thenComparingInt(f -> -(f.preContrast() + f.postContrast())))
                .orElse(new Finding(false, 0, 0, 0, List.of()));
    }

    private static boolean isDynamic(List<Phase> phases) {
        return phases.stream().anyMatch(Phase::contrast) || phases.size() > 2;
    }

    private static Finding examine(List<Phase> phases, int wantedPre, int wantedPost) {
        int slices = phases.stream().mapToInt(p -> p.frames().size()).max().orElse(0);
        long whole = phases.stream().filter(p -> p.frames().size() == slices).count();
        long without = phases.stream().filter(p -> !p.contrast()).count();
        boolean told = without > 0 && without < phases.size();
        int pre = told ? Math.toIntExact(without) : Math.min(wantedPre, phases.size());
        int post = phases.size() - pre;
        List<String> reasons = new ArrayList<>();
        if (pre < wantedPre) {
            reasons.add("NO_PRE_CONTRAST " + pre + " of " + wantedPre + " phases");
        }
        if (post < wantedPost) {
            reasons.add("NO_POST_CONTRAST " + post + " of " + wantedPost + " phases");
        }
        if (whole < phases.size()) {
            reasons.add("PHASES_DIFFER " + whole + " of " + phases.size() + " with " + slices + " slices");
        }
        return new Finding(true, pre, post, slices, reasons);
    }

    private static List<Phase> phases(List<Placed> family) {
        Map<String, List<DynamicFrame>> stated = new TreeMap<>();
        family.forEach(
                f -> stated.computeIfAbsent(f.seriesUid() + " " + f.frame().phase(), key -> new ArrayList<>())
                        .add(f.frame()));
        List<Phase> phases = new ArrayList<>();
        stated.values().forEach(frames -> phases.addAll(repeats(frames)));
        phases.sort(Comparator.comparing(Phase::startedAt));
        return phases;
    }

    /** The n-th image of every place is of the n-th phase. */
    private static List<Phase> repeats(List<DynamicFrame> frames) {
        Map<Long, Integer> seen = new TreeMap<>();
        List<List<DynamicFrame>> phases = new ArrayList<>();
        frames.stream()
                .sorted(Comparator.comparing(f -> f.acquiredAt() == null ? LocalDateTime.MAX : f.acquiredAt()))
                .forEach(frame -> {
                    int n = seen.merge(Math.round(frame.slicePositionMm() * 10), 1, Integer::sum) - 1;
                    if (n == phases.size()) {
                        phases.add(new ArrayList<>());
                    }
                    phases.get(n).add(frame);
                });
        return phases.stream().map(Phase::new).toList();
    }
}
