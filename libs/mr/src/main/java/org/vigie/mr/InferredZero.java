package org.vigie.mr;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vigie.mr.BValue.Directionality;
import org.vigie.mr.BValue.Source;

/**
 * Some scanners state the b-value on weighted images only. In a series where others state one above zero, an image that
 * states none is the unweighted one; the source says that this was inferred.
 */
public final class InferredZero {
    private InferredZero() {}

    public static List<MrFrame> complete(Collection<MrFrame> frames) {
        Set<String> weighted = frames.stream()
                .filter(f -> f.bValue().filter(b -> b.value() > 0).isPresent())
                .map(MrFrame::seriesUid)
                .collect(Collectors.toSet());
        Set<String> withZero = frames.stream()
                .filter(f -> f.bValue().filter(b -> b.value() <= 0).isPresent())
                .map(MrFrame::seriesUid)
                .collect(Collectors.toSet());
        return frames.stream()
                .map(f -> weighted.contains(f.seriesUid()) && !withZero.contains(f.seriesUid()) && mayBeUnweighted(f)
                        ? f.asDwi(BValue.of(0, Source.INFERRED_ZERO, Directionality.NONE))
                        : f)
                .toList();
    }

    /** A computed map states none either, and a b-value that was refused is not an absent one. */
    private static boolean mayBeUnweighted(MrFrame frame) {
        boolean original = frame.instance().protocol().imageType().stream()
                .findFirst()
                .filter("ORIGINAL"::equals)
                .isPresent();
        return frame.bValue().isEmpty()
                && frame.faults().isEmpty()
                && original
                && (frame.kind().isDiffusionWeighted() || frame.kind() == SeriesKind.OTHER_MR);
    }
}
