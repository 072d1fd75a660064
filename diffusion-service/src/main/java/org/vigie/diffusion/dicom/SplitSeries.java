package org.vigie.diffusion.dicom;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.mr.MrFrame;
import org.vigie.mr.Protocol;

/**
 * One series that holds a part of an acquisition only, and the rule by which such series are put together.
 *
 * <p>Contrast state and protocol (its name without digits, since some scanners write the b-value into it) must agree. Where
 * a weighting comes twice there are two acquisitions, told apart by image type, protocol name, series description or else
 * time; where none of these tells, the series are refused, never averaged. Series without a low b-value (a trace series)
 * borrow it from the one acquisition beside them that has the same contrast state and protocol.
 */
final class SplitSeries {
    /** s/mm2, inclusive. */
    private static final double LOW_B = 50;

    private static final Reason AMBIGUOUS = Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "acquisition");

    private final List<ScannedFrame> frames;

    SplitSeries(List<ScannedFrame> frames) {
        this.frames = List.copyOf(frames);
    }

    List<ScannedFrame> frames() {
        return frames;
    }

    boolean hasLow() {
        return frames.stream().anyMatch(f -> f.b() <= LOW_B);
    }

    int shells() {
        DwiAcquisition own = DwiAcquisition.of(frames);
        return own.shells().size() + own.incomplete().size();
    }

    /** @param alone series of the same stack that are acquisitions of their own */
    static List<DwiAcquisition> acquisitions(List<SplitSeries> pooled, List<SplitSeries> alone) {
        List<DwiAcquisition> all = new ArrayList<>();
        for (List<SplitSeries> pool : partition(pooled, SplitSeries::setting)) {
            List<SplitSeries> lenders = alone.stream()
                    .filter(series -> series.setting().equals(pool.getFirst().setting()))
                    .toList();
            Optional<List<List<SplitSeries>>> parts = parts(pool);
            if (parts.isEmpty()) {
                all.add(joined(pool).with(AMBIGUOUS));
            } else {
                parts.get().forEach(part -> acquisition(part, lenders).ifPresent(all::add));
            }
        }
        return all;
    }

    private static Optional<DwiAcquisition> acquisition(List<SplitSeries> part, List<SplitSeries> lenders) {
        boolean low = part.stream().anyMatch(SplitSeries::hasLow);
        boolean weighted = part.stream().anyMatch(s -> s.frames.stream().anyMatch(f -> f.b() > LOW_B));
        if (low || lenders.isEmpty()) {
            return weighted || lenders.isEmpty() ? Optional.of(joined(part)) : Optional.empty();
        }
        List<SplitSeries> possible = lenders.size() == 1
                ? lenders
                : lenders.stream().filter(l -> l.spans(part)).toList();
        if (possible.size() != 1) {
            return Optional.of(joined(part).with(AMBIGUOUS));
        }
        List<ScannedFrame> all = new ArrayList<>(joinedFrames(part));
        possible.getFirst().frames.stream().filter(f -> f.b() <= LOW_B).forEach(all::add);
        return Optional.of(DwiAcquisition.of(all));
    }

    /** Empty where nothing tells apart series that cannot be of one acquisition. */
    private static Optional<List<List<SplitSeries>>> parts(List<SplitSeries> pool) {
        if (!hasConflict(pool)) {
            return Optional.of(List.of(pool));
        }
        List<Function<SplitSeries, String>> keys =
                List.of(SplitSeries::imageType, s -> text(s.protocol().protocolName()), s -> description(s.protocol()));
        return keys.stream()
                .map(key -> partition(pool, key))
                .filter(SplitSeries::areSound)
                .findFirst()
                .or(() -> byTime(pool).filter(SplitSeries::areSound));
    }

    /** No weighting twice in a part, and a low b-value in each part or in none. */
    private static boolean areSound(List<List<SplitSeries>> parts) {
        boolean allLow = parts.stream().allMatch(p -> p.stream().anyMatch(SplitSeries::hasLow));
        boolean noneLow = parts.stream().noneMatch(p -> p.stream().anyMatch(SplitSeries::hasLow));
        return parts.size() > 1 && (allLow || noneLow) && parts.stream().noneMatch(SplitSeries::hasConflict);
    }

    /** In the order of time, a new acquisition begins with the first weighting that has come before. */
    private static Optional<List<List<SplitSeries>>> byTime(List<SplitSeries> pool) {
        if (pool.stream().anyMatch(s -> s.begin().isEmpty())) {
            return Optional.empty();
        }
        List<SplitSeries> ordered = pool.stream()
                .sorted(Comparator.comparing(s -> s.begin().orElseThrow()))
                .toList();
        List<List<SplitSeries>> parts = new ArrayList<>();
        for (SplitSeries series : ordered) {
            if (parts.isEmpty() || parts.getLast().stream().anyMatch(s -> s.conflictsWith(series))) {
                boolean sameInstant =
                        !parts.isEmpty() && parts.getLast().getLast().begin().equals(series.begin());
                if (sameInstant) {
                    return Optional.empty();
                }
                parts.add(new ArrayList<>());
            }
            parts.getLast().add(series);
        }
        return Optional.of(parts);
    }

    private static boolean hasConflict(List<SplitSeries> series) {
        for (int i = 0; i < series.size(); i++) {
            for (int j = i + 1; j < series.size(); j++) {
                if (series.get(i).conflictsWith(series.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean conflictsWith(SplitSeries other) {
        return atFirstSlice(frames).anyMatch(a -> atFirstSlice(other.frames).anyMatch(b -> Weighting.isSame(a, b)));
    }

    private static Stream<MrFrame> atFirstSlice(List<ScannedFrame> frames) {
        double first = frames.stream().mapToDouble(ScannedFrame::position).min().orElse(0);
        return frames.stream()
                .filter(f -> f.position() - first <= DwiAcquisition.SAME_SLICE)
                .map(ScannedFrame::frame);
    }

    private boolean spans(List<SplitSeries> part) {
        Optional<LocalDateTime> at = part.getFirst().begin();
        Optional<LocalDateTime> end = times().max(Comparator.naturalOrder());
        return at.isPresent()
                && end.isPresent()
                && !at.get().isBefore(begin().orElseThrow())
                && !at.get().isAfter(end.get());
    }

    private Optional<LocalDateTime> begin() {
        return times().min(Comparator.naturalOrder());
    }

    private Stream<LocalDateTime> times() {
        return frames.stream().flatMap(f -> f.frame().timing().acquired().stream());
    }

    private Protocol protocol() {
        return frames.getFirst().frame().instance().protocol();
    }

    private String setting() {
        boolean contrast = frames.stream()
                .anyMatch(f -> f.frame().instance().protocol().contrastAgent().isPresent());
        return contrast + " " + text(protocol().protocolName()).replaceAll("\\d+", "");
    }

    private String imageType() {
        return String.join("\\", protocol().imageType());
    }

    private static String description(Protocol protocol) {
        return text(protocol.seriesDescription()).replaceAll("(?i)b[ =_]*\\d+", "");
    }

    private static String text(Optional<String> value) {
        return value.map(v -> v.strip().toUpperCase(Locale.ROOT)).orElse("");
    }

    private static List<List<SplitSeries>> partition(List<SplitSeries> series, Function<SplitSeries, String> key) {
        return List.copyOf(series.stream()
                .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()))
                .values());
    }

    private static DwiAcquisition joined(List<SplitSeries> series) {
        return DwiAcquisition.of(joinedFrames(series));
    }

    private static List<ScannedFrame> joinedFrames(List<SplitSeries> series) {
        return series.stream().flatMap(s -> s.frames.stream()).toList();
    }
}
