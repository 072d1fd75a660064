package org.vigie.mr.dicom;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.vigie.mr.BValue;
import org.vigie.mr.FrameTiming;
import org.vigie.mr.KindFacts;
import org.vigie.mr.PixelFormat;
import org.vigie.mr.SeriesKind;

/** Reads what is a frame's own beside geometry and b-value. */
final class FrameReader {
    private static final String PHILIPS = "Philips Imaging DD 001";
    private static final int PHILIPS_EPI_FACTOR = 0x20010013;
    private static final String PHILIPS_MR = "Philips MR Imaging DD 001";
    private static final int PHILIPS_SCALE_SLOPE = 0x2005000E;

    private FrameReader() {}

    static SeriesKind kind(FrameGroups groups, Optional<BValue> b) {
        Elements root = groups.root();
        List<String> frameType = groups.holder(Tag.MRImageFrameTypeSequence, Tag.FrameType)
                .map(e -> e.texts(Tag.FrameType))
                .orElseGet(() -> root.texts(Tag.ImageType));
        List<String> kindTexts = Stream.concat(
                        frameType.stream(),
                        groups.holder(Tag.MRImageFrameTypeSequence, Tag.ComplexImageComponent).stream()
                                .flatMap(e -> e.texts(Tag.ComplexImageComponent).stream()))
                .toList();
        List<String> scanning = root.texts(Tag.ScanningSequence);
        boolean echoPlanar = scanning.contains("EP")
                || root.text(Tag.EchoPlanarPulseSequence).filter("YES"::equals).isPresent()
                || root.privateNumbers(PHILIPS, PHILIPS_EPI_FACTOR, VR.SL)
                        .filter(n -> n[0] > 1)
                        .isPresent();
        boolean gradientEcho = scanning.contains("GR")
                || root.text(Tag.EchoPulseSequence).filter("GRADIENT"::equals).isPresent();
        return new KindFacts(
                        root.text(Tag.SOPClassUID).orElse(""),
                        kindTexts,
                        InstanceReader.sequenceName(root),
                        root.text(Tag.SeriesDescription),
                        groups.holder(Tag.MRImageFrameTypeSequence, Tag.AcquisitionContrast)
                                .flatMap(e -> e.text(Tag.AcquisitionContrast)),
                        InstanceReader.contrastAgent(root),
                        b,
                        echoPlanar,
                        gradientEcho,
                        root.integer(Tag.NumberOfTemporalPositions).orElse(1))
                .kind();
    }

    static PixelFormat pixels(FrameGroups groups) {
        Elements root = groups.root();
        int allocated = root.integer(Tag.BitsAllocated).orElse(16);
        int stored = root.integer(Tag.BitsStored).orElse(allocated);
        return new PixelFormat(
                allocated,
                stored,
                root.integer(Tag.HighBit).orElse(stored - 1),
                root.integer(Tag.PixelRepresentation).orElse(0) == 1,
                root.integer(Tag.SamplesPerPixel).orElse(1),
                rescale(groups, Tag.RescaleSlope),
                rescale(groups, Tag.RescaleIntercept),
                groups.havingOrVendors(Tag.PixelValueTransformationSequence).stream()
                        .flatMap(e -> e.privateNumbers(PHILIPS_MR, PHILIPS_SCALE_SLOPE, VR.FL).stream())
                        .mapToDouble(n -> n[0])
                        .findFirst(),
                root.text(Tag.LossyImageCompression).filter("01"::equals).isPresent());
    }

    /** Present and no number is not absent: it must not pass for 1 or 0. */
    private static OptionalDouble rescale(FrameGroups groups, int tag) {
        Optional<Elements> holder = groups.holder(Tag.PixelValueTransformationSequence, tag);
        return holder.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(holder.get().number(tag).orElse(Double.NaN));
    }

    static FrameTiming timing(FrameGroups groups) {
        OptionalDouble effective = number(groups, Tag.MREchoSequence, Tag.EffectiveEchoTime);
        OptionalInt temporal = groups.holder(Tag.FrameContentSequence, Tag.TemporalPositionIndex)
                .map(e -> e.integer(Tag.TemporalPositionIndex))
                .orElseGet(() -> groups.root().integer(Tag.TemporalPositionIdentifier));
        return new FrameTiming(
                acquired(groups),
                effective.isPresent() ? effective : groups.root().number(Tag.EchoTime),
                number(groups, Tag.MRTimingAndRelatedParametersSequence, Tag.RepetitionTime),
                number(groups, Tag.MRTimingAndRelatedParametersSequence, Tag.FlipAngle),
                temporal,
                number(groups, Tag.MRAveragesSequence, Tag.NumberOfAverages));
    }

    private static Optional<LocalDateTime> acquired(FrameGroups groups) {
        return groups.holder(Tag.FrameContentSequence, Tag.FrameAcquisitionDateTime)
                .flatMap(e -> e.text(Tag.FrameAcquisitionDateTime))
                .or(() -> groups.root().text(Tag.AcquisitionDateTime))
                .flatMap(DicomTimes::dateTime)
                .or(() -> groups.root()
                        .text(Tag.AcquisitionDate)
                        .flatMap(DicomTimes::date)
                        .flatMap(date -> groups.root()
                                .text(Tag.AcquisitionTime)
                                .flatMap(DicomTimes::time)
                                .map(date::atTime)));
    }

    private static OptionalDouble number(FrameGroups groups, int sequence, int tag) {
        return groups.holder(sequence, tag).map(e -> e.number(tag)).orElse(OptionalDouble.empty());
    }
}
