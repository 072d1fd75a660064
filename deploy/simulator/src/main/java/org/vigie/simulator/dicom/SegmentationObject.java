package org.vigie.simulator.dicom;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.vigie.simulator.dicom.SegSource.ImageRef;
import org.vigie.simulator.domain.Contours;
import org.vigie.simulator.domain.Point;
import org.vigie.simulator.domain.VoxelGrid;

/** A binary Segmentation Storage instance of lesions drawn on one series. */
final class SegmentationObject {
    private static final int SERIES_NUMBER = 9001;

    private final SegSource source;
    private final List<Segment> segments;
    private final VoxelGrid grid;
    private final List<FrameOf> frames = new ArrayList<>();

    private record FrameOf(int segment, int slice) {}

    /** The identity of the new object. */
    record Identity(String sopInstanceUid, String seriesUid, String dimensionOrganizationUid) {}

    private SegmentationObject(SegSource source, List<Segment> segments) {
        this.source = source;
        this.segments = segments;
        this.grid = source.grid();
        for (int i = 0; i < segments.size(); i++) {
            for (int s = 0; s < grid.slices(); s++) {
                if (segments.get(i).hasFrame(s)) {
                    frames.add(new FrameOf(i, s));
                }
            }
        }
    }

    static Attributes of(SegSource source, List<Segment> segments, Identity identity) {
        return new SegmentationObject(source, segments).dataset(identity);
    }

    private Attributes dataset(Identity identity) {
        Attributes a = new Attributes(source.header());
        a.setString(Tag.SOPClassUID, VR.UI, UID.SegmentationStorage);
        a.setString(Tag.SOPInstanceUID, VR.UI, identity.sopInstanceUid());
        a.setString(Tag.SeriesInstanceUID, VR.UI, identity.seriesUid());
        a.setString(Tag.Modality, VR.CS, "SEG");
        a.setInt(Tag.SeriesNumber, VR.IS, SERIES_NUMBER);
        a.setString(Tag.SeriesDescription, VR.LO, "Lesions");
        a.setInt(Tag.InstanceNumber, VR.IS, 1);
        a.setString(Tag.ImageType, VR.CS, "DERIVED", "PRIMARY");
        a.setString(Tag.ContentLabel, VR.CS, "LESIONS");
        a.setString(Tag.ContentDescription, VR.LO, "Outlines of lesions");
        a.setNull(Tag.ContentCreatorName, VR.PN);
        a.setString(Tag.LossyImageCompression, VR.CS, "00");
        a.setString(Tag.SegmentationType, VR.CS, "BINARY");
        a.setString(Tag.SegmentsOverlap, VR.CS, "UNDEFINED");
        segments(a);
        references(a);
        dimensions(a, identity.dimensionOrganizationUid());
        shared(a);
        Sequence perFrame = a.newSequence(Tag.PerFrameFunctionalGroupsSequence, frames.size());
        frames.forEach(f -> perFrame.add(frameGroups(f)));
        pixels(a);
        return a;
    }

    private void segments(Attributes a) {
        Sequence sequence = a.newSequence(Tag.SegmentSequence, segments.size());
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            Attributes item = new Attributes();
            item.setInt(Tag.SegmentNumber, VR.US, i + 1);
            item.setString(Tag.SegmentLabel, VR.LO, segment.label());
            item.setString(Tag.SegmentAlgorithmType, VR.CS, segment.algorithm().name());
            if (segment.algorithm() != Contours.Algorithm.MANUAL) {
                item.setString(Tag.SegmentAlgorithmName, VR.LO, "Vigie simulator");
            }
            item.setString(Tag.TrackingID, VR.UT, segment.label());
            item.setString(Tag.TrackingUID, VR.UI, segment.trackingUid());
            code(item, Tag.SegmentedPropertyCategoryCodeSequence, Code.ABNORMAL_STRUCTURE);
            code(item, Tag.SegmentedPropertyTypeCodeSequence, Code.NEOPLASM);
            segment.side().ifPresent(side -> {
                Attributes breast = Code.BREAST.item();
                code(breast, Tag.AnatomicRegionModifierSequence, Code.of(side));
                item.newSequence(Tag.AnatomicRegionSequence, 1).add(breast);
            });
            sequence.add(item);
        }
    }

    private void references(Attributes a) {
        Attributes series = new Attributes();
        series.setString(Tag.SeriesInstanceUID, VR.UI, source.seriesUid());
        Sequence instances = series.newSequence(Tag.ReferencedInstanceSequence, 0);
        source.images().stream()
                .flatMap(List::stream)
                .map(ref -> new ImageRef(ref.sopClassUid(), ref.sopInstanceUid(), 0))
                .distinct()
                .forEach(ref -> instances.add(reference(ref)));
        a.newSequence(Tag.ReferencedSeriesSequence, 1).add(series);
    }

    private static void dimensions(Attributes a, String organization) {
        Attributes item = new Attributes();
        item.setString(Tag.DimensionOrganizationUID, VR.UI, organization);
        a.newSequence(Tag.DimensionOrganizationSequence, 1).add(item);
        Sequence index = a.newSequence(Tag.DimensionIndexSequence, 2);
        index.add(dimension(organization, Tag.ReferencedSegmentNumber, Tag.SegmentIdentificationSequence));
        index.add(dimension(organization, Tag.ImagePositionPatient, Tag.PlanePositionSequence));
    }

    private static Attributes dimension(String organization, int pointer, int group) {
        Attributes item = new Attributes();
        item.setString(Tag.DimensionOrganizationUID, VR.UI, organization);
        item.setInt(Tag.DimensionIndexPointer, VR.AT, pointer);
        item.setInt(Tag.FunctionalGroupPointer, VR.AT, group);
        return item;
    }

    private void shared(Attributes a) {
        Point row = grid.rowDirection();
        Point column = grid.columnDirection();
        Attributes measures = new Attributes();
        measures.setString(Tag.SliceThickness, VR.DS, DicomText.decimal(grid.sliceThickness()));
        measures.setString(Tag.SpacingBetweenSlices, VR.DS, DicomText.decimal(grid.sliceSpacing()));
        measures.setString(Tag.PixelSpacing, VR.DS, DicomText.decimals(grid.rowSpacing(), grid.columnSpacing()));
        Attributes orientation = new Attributes();
        orientation.setString(
                Tag.ImageOrientationPatient,
                VR.DS,
                DicomText.decimals(row.x(), row.y(), row.z(), column.x(), column.y(), column.z()));
        Attributes groups = new Attributes();
        groups.newSequence(Tag.PixelMeasuresSequence, 1).add(measures);
        groups.newSequence(Tag.PlaneOrientationSequence, 1).add(orientation);
        a.newSequence(Tag.SharedFunctionalGroupsSequence, 1).add(groups);
    }

    private Attributes frameGroups(FrameOf frame) {
        Attributes content = new Attributes();
        content.setInt(Tag.DimensionIndexValues, VR.UL, frame.segment() + 1, frame.slice() + 1);
        Point origin = grid.origins().get(frame.slice());
        Attributes position = new Attributes();
        position.setString(Tag.ImagePositionPatient, VR.DS, DicomText.decimals(origin.x(), origin.y(), origin.z()));
        Attributes identification = new Attributes();
        identification.setInt(Tag.ReferencedSegmentNumber, VR.US, frame.segment() + 1);
        Attributes groups = new Attributes();
        groups.newSequence(Tag.FrameContentSequence, 1).add(content);
        groups.newSequence(Tag.PlanePositionSequence, 1).add(position);
        groups.newSequence(Tag.SegmentIdentificationSequence, 1).add(identification);
        groups.newSequence(Tag.DerivationImageSequence, 1).add(derivation(frame.slice()));
        return groups;
    }

    private Attributes derivation(int slice) {
        Attributes derivation = new Attributes();
        code(derivation, Tag.DerivationCodeSequence, Code.SEGMENTATION);
        Sequence images = derivation.newSequence(Tag.SourceImageSequence, 0);
        for (ImageRef ref : source.images().get(slice)) {
            Attributes image = reference(ref);
            code(image, Tag.PurposeOfReferenceCodeSequence, Code.SOURCE_IMAGE);
            images.add(image);
        }
        return derivation;
    }

    /** Frames follow each other without padding: a bit of one may share a byte with the next (PS3.5 8.1.1). */
    private void pixels(Attributes a) {
        int size = grid.columns() * grid.rows();
        BitSet bits = new BitSet();
        for (int i = 0; i < frames.size(); i++) {
            int first = i * size;
            FrameOf frame = frames.get(i);
            segments.get(frame.segment()).mask().slice(frame.slice()).stream().forEach(bit -> bits.set(first + bit));
        }
        int bytes = (frames.size() * size + 7) / 8;
        byte[] packed = java.util.Arrays.copyOf(bits.toByteArray(), bytes + bytes % 2);
        a.setInt(Tag.SamplesPerPixel, VR.US, 1);
        a.setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        a.setInt(Tag.NumberOfFrames, VR.IS, frames.size());
        a.setInt(Tag.Rows, VR.US, grid.rows());
        a.setInt(Tag.Columns, VR.US, grid.columns());
        a.setInt(Tag.BitsAllocated, VR.US, 1);
        a.setInt(Tag.BitsStored, VR.US, 1);
        a.setInt(Tag.HighBit, VR.US, 0);
        a.setInt(Tag.PixelRepresentation, VR.US, 0);
        a.setBytes(Tag.PixelData, VR.OB, packed);
    }

    private static Attributes reference(ImageRef ref) {
        Attributes item = new Attributes();
        item.setString(Tag.ReferencedSOPClassUID, VR.UI, ref.sopClassUid());
        item.setString(Tag.ReferencedSOPInstanceUID, VR.UI, ref.sopInstanceUid());
        if (ref.frame() > 0) {
            item.setInt(Tag.ReferencedFrameNumber, VR.IS, ref.frame());
        }
        return item;
    }

    private static void code(Attributes a, int sequence, Code code) {
        a.newSequence(sequence, 1).add(code.item());
    }
}
