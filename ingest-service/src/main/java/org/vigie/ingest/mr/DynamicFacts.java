package org.vigie.ingest.mr;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.vigie.contract.imaging.InstanceStored.DynamicFrame;
import org.vigie.mr.MrFrame;
import org.vigie.mr.MrHeader;
import org.vigie.mr.MrInstance;
import org.vigie.mr.SeriesKind;

/** Carries through an event what {@link DynamicCheck} needs of a frame. */
public final class DynamicFacts {
    /** ms; T1-weighted volumes of a dynamic examination are measured faster than this. */
    private static final double MAX_TR_MS = 20;

    /** Image Type values from here on tell echoes and water from fat. */
    private static final int VARIANT = 2;

    private DynamicFacts() {}

    /** The frames of an image that may be a phase of a dynamic series; none for anything else. */
    public static List<DynamicFrame> of(MrHeader header) {
        return header instanceof MrHeader.Usable(MrInstance instance, List<MrFrame> frames)
                ? frames.stream()
                        .filter(DynamicFacts::mayBePhase)
                        .map(DynamicFacts::fact)
                        .toList()
                : List.of();
    }

    static boolean mayBePhase(MrFrame frame) {
        List<String> type = frame.instance().protocol().imageType();
        boolean original = !type.isEmpty() && type.getFirst().equals("ORIGINAL");
        double tr = frame.timing().repetitionTimeMs().orElse(Double.POSITIVE_INFINITY);
        return original && (frame.kind() == SeriesKind.DCE || (frame.kind() == SeriesKind.OTHER_MR && tr <= MAX_TR_MS));
    }

    /** Volumes of other flip angles measure T1; they are no phases of one dynamic series. */
    private static String flipAngle(MrFrame frame) {
        OptionalDouble degrees = frame.timing().flipAngleDegrees();
        return degrees.isPresent() ? " " + Math.round(degrees.getAsDouble()) : "";
    }

    static DynamicFrame fact(MrFrame frame) {
        MrInstance instance = frame.instance();
        List<String> type = instance.protocol().imageType();
        OptionalInt index = frame.timing().temporalPosition().isPresent()
                ? frame.timing().temporalPosition()
                : instance.acquisitionNumber();
        return new DynamicFrame(
                DwiFacts.geometryKey(frame.geometry()) + flipAngle(frame) + " "
                        + String.join(",", type.stream().skip(VARIANT).toList()),
                index.isPresent() ? Integer.toString(index.getAsInt()) : "",
                frame.timing().acquired().orElse(null),
                frame.kind() == SeriesKind.DCE
                        && Optional.of(instance)
                                .flatMap(i -> i.protocol().contrastAgent())
                                .isPresent(),
                frame.geometry().positionAlongNormal());
    }
}
