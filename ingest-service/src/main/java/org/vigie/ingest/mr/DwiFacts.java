package org.vigie.ingest.mr;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.InstanceStored.DwiFrame;
import org.vigie.mr.BValue;
import org.vigie.mr.DwiProtocolCheck;
import org.vigie.mr.FrameTiming;
import org.vigie.mr.HeaderFault;
import org.vigie.mr.MrFrame;
import org.vigie.mr.MrHeader;
import org.vigie.mr.MrInstance;
import org.vigie.mr.PixelFormat;
import org.vigie.mr.Protocol;
import org.vigie.mr.Scanner;
import org.vigie.mr.SeriesKind;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.StudyTime;
import org.vigie.mr.Vector3;

/**
 * Carries through an event what {@link DwiProtocolCheck} needs of a frame, so that completeness is decided by the same
 * rule everywhere and without opening the objects again.
 *
 * <p>A negative b-value says that the frame states none: see the constants.
 */
public final class DwiFacts {
    /** An original image of no stated kind: the unweighted one, if others of its series are weighted. */
    static final double UNSTATED_OTHER = -1;

    /** A diffusion-weighted image that says nowhere how strongly. */
    static final double UNSTATED_DWI = -2;

    /** A diffusion-weighted image whose stated b-value is impossible. */
    static final double REFUSED_DWI = -3;

    private static final Scanner NO_SCANNER =
            new Scanner(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalDouble.empty());
    private static final Protocol ORIGINAL = new Protocol(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of("ORIGINAL"));
    private static final StudyTime NO_TIME = new StudyTime(Optional.empty(), Optional.empty(), Optional.empty());
    private static final PixelFormat NO_PIXELS =
            new PixelFormat(16, 16, 15, false, 1, OptionalDouble.empty(), OptionalDouble.empty());
    private static final FrameTiming NO_TIMING = new FrameTiming(
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty());

    private DwiFacts() {}

    /** The frames of an image that may matter to completeness; none for anything that is no MR image. */
    public static List<DwiFrame> of(MrHeader header) {
        return header instanceof MrHeader.Usable(MrInstance instance, List<MrFrame> frames)
                ? frames.stream().filter(DwiFacts::matters).map(DwiFacts::fact).toList()
                : List.of();
    }

    /**
     * The frames of a study's diffusion images, as far as they have come.
     *
     * @throws IllegalArgumentException if the facts are of another version
     */
    static List<MrFrame> frames(Collection<InstanceStored> instances) {
        return instances.stream()
                .filter(i -> !i.conflicting())
                .flatMap(i -> i.dwiFrames().stream().map(f -> frame(i, f)))
                .toList();
    }

    private static boolean matters(MrFrame frame) {
        return frame.kind().isDiffusionWeighted() || (frame.kind() == SeriesKind.OTHER_MR && mayBeUnweighted(frame));
    }

    private static boolean mayBeUnweighted(MrFrame frame) {
        List<String> type = frame.instance().protocol().imageType();
        return frame.bValue().isEmpty()
                && frame.faults().isEmpty()
                && !type.isEmpty()
                && type.getFirst().equals("ORIGINAL");
    }

    private static DwiFrame fact(MrFrame frame) {
        SliceGeometry g = frame.geometry();
        return new DwiFrame(
                frame.bValue().map(BValue::value).orElseGet(() -> unstated(frame)),
                geometryKey(g),
                g.positionAlongNormal());
    }

    /** Equal for slices of one stack. */
    static String geometryKey(SliceGeometry g) {
        Vector3 inPlane = g.position().minus(g.normal().times(g.positionAlongNormal()));
        return String.format(
                Locale.ROOT,
                "%dx%d %s %s %s %s %s %s",
                g.rows(),
                g.columns(),
                g.rowSpacing(),
                g.columnSpacing(),
                text(g.rowDirection()),
                text(g.columnDirection()),
                text(inPlane),
                g.frameOfReferenceUid().orElse("-"));
    }

    private static double unstated(MrFrame frame) {
        if (mayBeUnweighted(frame)) {
            return frame.kind().isDiffusionWeighted() ? UNSTATED_DWI : UNSTATED_OTHER;
        }
        return REFUSED_DWI;
    }

    private static MrFrame frame(InstanceStored i, DwiFrame fact) {
        double b = fact.bSecPerMm2();
        return new MrFrame(
                new MrInstance(
                        i.sopInstanceUid(),
                        i.sopClassUid(),
                        i.seriesUid(),
                        i.studyUid(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        false,
                        NO_SCANNER,
                        ORIGINAL,
                        NO_TIME),
                0,
                b == UNSTATED_OTHER ? SeriesKind.OTHER_MR : SeriesKind.DWI,
                geometry(fact),
                b < 0
                        ? Optional.empty()
                        : Optional.of(BValue.of(b, BValue.Source.PUBLIC_0018_9087, BValue.Directionality.UNKNOWN)),
                NO_PIXELS,
                NO_TIMING,
                Optional.empty(),
                b == REFUSED_DWI ? List.of(new HeaderFault(HeaderFault.Code.INVALID_B_VALUE, "")) : List.of());
    }

    private static SliceGeometry geometry(DwiFrame fact) {
        String[] part = fact.geometryKey().split(" ", 7);
        String[] matrix = part[0].split("x", -1);
        Vector3 row = vector(part[3]);
        Vector3 column = vector(part[4]);
        Vector3 position = vector(part[5]).plus(row.cross(column).times(fact.slicePositionMm()));
        return new SliceGeometry(
                position,
                row,
                column,
                Double.parseDouble(part[1]),
                Double.parseDouble(part[2]),
                Integer.parseInt(matrix[0]),
                Integer.parseInt(matrix[1]),
                OptionalDouble.empty(),
                part[6].equals("-") ? Optional.empty() : Optional.of(part[6]));
    }

    private static String text(Vector3 v) {
        return v.x() + "," + v.y() + "," + v.z();
    }

    private static Vector3 vector(String text) {
        String[] part = text.split(",", -1);
        return new Vector3(Double.parseDouble(part[0]), Double.parseDouble(part[1]), Double.parseDouble(part[2]));
    }
}
