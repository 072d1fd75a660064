package org.vigie.mr.dicom;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.dcm4che3.data.Tag;
import org.vigie.mr.HeaderFault;
import org.vigie.mr.HeaderFault.Code;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/** Reads where a frame lies; what is missing or impossible is named. */
final class GeometryReader {
    private GeometryReader() {}

    static Reading<SliceGeometry> read(FrameGroups groups) {
        Optional<double[]> position = groups.holder(Tag.PlanePositionSequence, Tag.ImagePositionPatient)
                .flatMap(e -> e.numbers(Tag.ImagePositionPatient, 3));
        if (position.isEmpty()) {
            return absentOrInvalid(
                    groups,
                    Tag.PlanePositionSequence,
                    Tag.ImagePositionPatient,
                    Code.MISSING_POSITION,
                    Code.INVALID_POSITION);
        }
        return read(
                groups,
                vector(position.get(), 0),
                groups.root().integer(Tag.Rows),
                groups.root().integer(Tag.Columns));
    }

    /** With position and matrix from elsewhere: a tile of a mosaic has its own. */
    static Reading<SliceGeometry> read(FrameGroups groups, Vector3 position, OptionalInt rows, OptionalInt columns) {
        Optional<double[]> orientation = groups.holder(Tag.PlaneOrientationSequence, Tag.ImageOrientationPatient)
                .flatMap(e -> e.numbers(Tag.ImageOrientationPatient, 6));
        if (orientation.isEmpty()) {
            return absentOrInvalid(
                    groups,
                    Tag.PlaneOrientationSequence,
                    Tag.ImageOrientationPatient,
                    Code.MISSING_ORIENTATION,
                    Code.INVALID_ORIENTATION);
        }
        Optional<double[]> spacing =
                groups.holder(Tag.PixelMeasuresSequence, Tag.PixelSpacing).flatMap(e -> e.numbers(Tag.PixelSpacing, 2));
        if (spacing.isEmpty()) {
            return absentOrInvalid(
                    groups, Tag.PixelMeasuresSequence, Tag.PixelSpacing, Code.MISSING_SPACING, Code.INVALID_SPACING);
        }
        if (rows.isEmpty() || columns.isEmpty()) {
            return new Reading.Refused<>(new HeaderFault(Code.MISSING_MATRIX, "(0028,0010)"));
        }
        Vector3 rowDirection = vector(orientation.get(), 0);
        Vector3 columnDirection = vector(orientation.get(), 3);
        double rowSpacing = spacing.get()[0];
        double columnSpacing = spacing.get()[1];
        Optional<HeaderFault> fault = SliceGeometry.fault(
                position,
                rowDirection,
                columnDirection,
                rowSpacing,
                columnSpacing,
                rows.getAsInt(),
                columns.getAsInt());
        if (fault.isPresent()) {
            return new Reading.Refused<>(fault.get());
        }
        OptionalDouble thickness = groups.holder(Tag.PixelMeasuresSequence, Tag.SliceThickness)
                .map(e -> e.number(Tag.SliceThickness))
                .orElse(OptionalDouble.empty());
        return new Reading.Found<>(new SliceGeometry(
                position,
                rowDirection,
                columnDirection,
                rowSpacing,
                columnSpacing,
                rows.getAsInt(),
                columns.getAsInt(),
                thickness,
                groups.root().text(Tag.FrameOfReferenceUID)));
    }

    static Vector3 vector(double[] numbers, int from) {
        return new Vector3(numbers[from], numbers[from + 1], numbers[from + 2]);
    }

    private static Reading<SliceGeometry> absentOrInvalid(
            FrameGroups groups, int sequence, int tag, Code missing, Code invalid) {
        Code code = groups.holder(sequence, tag).isPresent() ? invalid : missing;
        return new Reading.Refused<>(new HeaderFault(code, "(%04X,%04X)".formatted(tag >>> 16, tag & 0xFFFF)));
    }
}
