package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Region;

/**
 * Writes regions of a stack of images as a DICOM Segmentation: BINARY, one frame per segment and slice that has a voxel of
 * it, or LABELMAP, one frame per slice. The same regions of the same images give the same object, byte by byte.
 */
public final class ContourWriter {
    private static final String SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4";
    private static final String LABEL_MAP = "1.2.840.10008.5.1.4.1.1.66.7";
    private static final int SERIES_NUMBER = 9001;

    private final ImageStack stack;
    private final List<Drawn> drawn;
    private final Grid grid;

    private ContourWriter(ImageStack stack, List<Drawn> drawn) {
        this.stack = stack;
        this.drawn = drawn;
        this.grid = stack.grid();
    }

    /** A region and what is to be said of it. */
    public record Drawn(Region region, ContourFacts facts) {}

    public sealed interface Result {
        /** @param bytes a file of DICOM part 10; not copied */
        @SuppressWarnings("ArrayRecordComponent")
        record Written(String sopInstanceUid, byte[] bytes) implements Result {}

        record Refused(Reason reason) implements Result {}
    }

    /**
     * Segments that may overlap.
     *
     * @param at local time of the drawing: of two contours of a lesion the later counts
     * @param software its version, stated in the object
     * @throws IOException if the first image of the stack cannot be read
     */
    public static Result segmentation(ImageStack stack, List<Drawn> drawn, LocalDateTime at, String software)
            throws IOException {
        Optional<Reason> fault = fault(drawn);
        return fault.isPresent()
                ? new Result.Refused(fault.get())
                : new ContourWriter(stack, drawn).binary(at, software);
    }

    /**
     * One value a voxel, so that overlapping segments are refused.
     *
     * @throws IOException if the first image of the stack cannot be read
     */
    public static Result labelMap(ImageStack stack, List<Drawn> drawn, LocalDateTime at, String software)
            throws IOException {
        Optional<Reason> fault = fault(drawn).or(() -> overlap(drawn));
        return fault.isPresent()
                ? new Result.Refused(fault.get())
                : new ContourWriter(stack, drawn).labels(at, software);
    }

    private static Optional<Reason> fault(List<Drawn> drawn) {
        return drawn.isEmpty() || drawn.stream().anyMatch(d -> d.region().size() == 0)
                ? Optional.of(Reason.of(ReasonCode.ROI_TOO_SMALL))
                : Optional.empty();
    }

    private static Optional<Reason> overlap(List<Drawn> drawn) {
        BitSet taken = new BitSet();
        for (Drawn one : drawn) {
            for (int i = 0; i < one.region().size(); i++) {
                int voxel = one.region().voxel(i);
                if (taken.get(voxel)) {
                    return Optional.of(Reason.of(ReasonCode.INVALID_VALUE, "roi.overlap"));
                }
                taken.set(voxel);
            }
        }
        return Optional.empty();
    }

    private record FrameOf(int segment, int slice, BitSet pixels) {}

    private Result binary(LocalDateTime at, String software) throws IOException {
        List<FrameOf> frames = new ArrayList<>();
        for (int segment = 0; segment < drawn.size(); segment++) {
            for (int slice = 0; slice < grid.slices(); slice++) {
                BitSet pixels = slice(drawn.get(segment).region(), slice);
                if (!pixels.isEmpty()) {
                    frames.add(new FrameOf(segment, slice, pixels));
                }
            }
        }
        DerivedObject object = object(SEGMENTATION, "BINARY", at, software);
        Attributes a = object.dataset();
        a.setString(Tag.SegmentsOverlap, VR.CS, overlap(drawn).isPresent() ? "YES" : "NO");
        object.dimensions(
                new int[] {Tag.ReferencedSegmentNumber, Tag.SegmentIdentificationSequence},
                new int[] {Tag.ImagePositionPatient, Tag.PlanePositionSequence});
        Sequence perFrame = a.newSequence(Tag.PerFrameFunctionalGroupsSequence, frames.size());
        for (FrameOf frame : frames) {
            Attributes identification = new Attributes();
            identification.setInt(Tag.ReferencedSegmentNumber, VR.US, frame.segment() + 1);
            Attributes groups = object.frame(frame.slice(), Code.SEGMENTATION, frame.segment() + 1, frame.slice() + 1);
            groups.newSequence(Tag.SegmentIdentificationSequence, 1).add(identification);
            perFrame.add(groups);
        }
        pixels(a, frames.size(), 1, packed(frames));
        return new Result.Written(a.getString(Tag.SOPInstanceUID, ""), object.bytes());
    }

    /** Frames follow each other without padding: a bit of one may share a byte with the next (PS3.5 8.1.1). */
    private byte[] packed(List<FrameOf> frames) {
        int size = grid.voxelsPerSlice();
        BitSet bits = new BitSet();
        for (int i = 0; i < frames.size(); i++) {
            int first = i * size;
            frames.get(i).pixels().stream().forEach(pixel -> bits.set(first + pixel));
        }
        int bytes = (frames.size() * size + 7) / 8;
        return Arrays.copyOf(bits.toByteArray(), bytes + bytes % 2);
    }

    private Result labels(LocalDateTime at, String software) throws IOException {
        if (drawn.size() > 255) {
            return new Result.Refused(Reason.of(ReasonCode.INVALID_VALUE, "roi.segmentNumber"));
        }
        DerivedObject object = object(LABEL_MAP, "LABELMAP", at, software);
        Attributes a = object.dataset();
        a.setString(Tag.SegmentsOverlap, VR.CS, "NO");
        object.dimensions(new int[] {Tag.ImagePositionPatient, Tag.PlanePositionSequence});
        Sequence perFrame = a.newSequence(Tag.PerFrameFunctionalGroupsSequence, grid.slices());
        byte[] labels = new byte[grid.voxels() + grid.voxels() % 2];
        for (int slice = 0; slice < grid.slices(); slice++) {
            perFrame.add(object.frame(slice, Code.SEGMENTATION, slice + 1));
        }
        for (int segment = 0; segment < drawn.size(); segment++) {
            Region region = drawn.get(segment).region();
            for (int i = 0; i < region.size(); i++) {
                labels[region.voxel(i)] = (byte) (segment + 1);
            }
        }
        pixels(a, grid.slices(), 8, labels);
        return new Result.Written(a.getString(Tag.SOPInstanceUID, ""), object.bytes());
    }

    private DerivedObject object(String sopClass, String type, LocalDateTime at, String software) throws IOException {
        DerivedObject object = DerivedObject.of(
                stack, new DerivedObject.Made(sopClass, "SEG", SERIES_NUMBER, identity(sopClass, at), at, software));
        Attributes a = object.dataset();
        a.setString(Tag.ImageType, VR.CS, "DERIVED", "PRIMARY");
        a.setString(Tag.SeriesDescription, VR.LO, "Lesions");
        a.setString(Tag.ContentLabel, VR.CS, "LESIONS");
        a.setString(Tag.ContentDescription, VR.LO, "Outlines of lesions");
        drawn.stream()
                .flatMap(d -> d.facts().creator().stream())
                .findFirst()
                .ifPresent(c -> a.setString(Tag.ContentCreatorName, VR.PN, c));
        a.setString(Tag.SegmentationType, VR.CS, type);
        Sequence segments = a.newSequence(Tag.SegmentSequence, drawn.size());
        for (int i = 0; i < drawn.size(); i++) {
            segments.add(segment(i + 1, drawn.get(i).facts()));
        }
        object.referToImages();
        a.newSequence(Tag.SharedFunctionalGroupsSequence, 1).add(object.shared());
        return object;
    }

    private List<String> identity(String sopClass, LocalDateTime at) {
        Stream<String> regions = drawn.stream()
                .flatMap(d -> Stream.of(
                        d.facts().toString(),
                        Integer.toHexString(Arrays.hashCode(voxels(d.region()))),
                        Integer.toString(d.region().size())));
        return Stream.of(
                        Stream.of("seg", sopClass, at.toString()),
                        stack.images().stream().map(i -> i.frame().sopInstanceUid()),
                        regions)
                .flatMap(s -> s)
                .toList();
    }

    private static int[] voxels(Region region) {
        int[] voxels = new int[region.size()];
        Arrays.setAll(voxels, region::voxel);
        return voxels;
    }

    private static Attributes segment(int number, ContourFacts facts) {
        Attributes item = new Attributes();
        item.setInt(Tag.SegmentNumber, VR.US, number);
        item.setString(Tag.SegmentLabel, VR.LO, facts.label());
        item.setString(Tag.SegmentAlgorithmType, VR.CS, facts.algorithm().name());
        facts.algorithmName().ifPresent(n -> item.setString(Tag.SegmentAlgorithmName, VR.LO, n));
        item.setString(Tag.TrackingID, VR.UT, facts.label());
        item.setString(Tag.TrackingUID, VR.UI, facts.trackingUid());
        Code.ABNORMAL_STRUCTURE.in(item, Tag.SegmentedPropertyCategoryCodeSequence);
        Code.NEOPLASM.in(item, Tag.SegmentedPropertyTypeCodeSequence);
        Attributes region = (facts.site() == ContourFacts.Site.BODY ? Code.ENTIRE_BODY : Code.BREAST).item();
        if (facts.site() == ContourFacts.Site.LEFT_BREAST) {
            Code.LEFT.in(region, Tag.AnatomicRegionModifierSequence);
        } else if (facts.site() == ContourFacts.Site.RIGHT_BREAST) {
            Code.RIGHT.in(region, Tag.AnatomicRegionModifierSequence);
        }
        item.newSequence(Tag.AnatomicRegionSequence, 1).add(region);
        return item;
    }

    private BitSet slice(Region region, int slice) {
        BitSet pixels = new BitSet(grid.voxelsPerSlice());
        int first = slice * grid.voxelsPerSlice();
        for (int i = 0; i < region.size(); i++) {
            if (grid.sliceOf(region.voxel(i)) == slice) {
                pixels.set(region.voxel(i) - first);
            }
        }
        return pixels;
    }

    private void pixels(Attributes a, int frames, int bits, byte[] pixels) {
        a.setInt(Tag.SamplesPerPixel, VR.US, 1);
        a.setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        a.setInt(Tag.NumberOfFrames, VR.IS, frames);
        a.setInt(Tag.Rows, VR.US, grid.rows());
        a.setInt(Tag.Columns, VR.US, grid.columns());
        a.setInt(Tag.BitsAllocated, VR.US, bits);
        a.setInt(Tag.BitsStored, VR.US, bits);
        a.setInt(Tag.HighBit, VR.US, bits - 1);
        a.setInt(Tag.PixelRepresentation, VR.US, 0);
        a.setBytes(Tag.PixelData, VR.OB, pixels);
    }
}
