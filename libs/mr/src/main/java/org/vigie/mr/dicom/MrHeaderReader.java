package org.vigie.mr.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.vigie.mr.BValue;
import org.vigie.mr.HeaderFault;
import org.vigie.mr.HeaderFault.Code;
import org.vigie.mr.MosaicTile;
import org.vigie.mr.MrFrame;
import org.vigie.mr.MrHeader;
import org.vigie.mr.MrInstance;
import org.vigie.mr.SeriesKind;
import org.vigie.mr.SliceGeometry;

/**
 * Reads the header of an MR image: classic, Enhanced multi-frame, or a mosaic of Siemens or UIH. Pixel data need not be there. Nothing
 * a sender writes makes it throw.
 */
public final class MrHeaderReader {
    private MrHeaderReader() {}

    /** Reads a data set without its file meta information. */
    public static MrHeader read(Attributes dataset) {
        Elements root = new Elements(dataset);
        FrameGroups top = FrameGroups.classic(root);
        SeriesKind kind = FrameReader.kind(top, Optional.empty());
        if (kind == SeriesKind.NOT_MR || kind == SeriesKind.SEG) {
            return new MrHeader.NotMrImage(kind);
        }
        return image(root, top, kind);
    }

    /** Reads any image that says where it lies, of any modality and by the same rules: what a region can be laid over. */
    public static MrHeader readAnyImage(Attributes dataset) {
        Elements root = new Elements(dataset);
        FrameGroups top = FrameGroups.classic(root);
        SeriesKind kind = FrameReader.kind(top, Optional.empty());
        return kind == SeriesKind.SEG ? new MrHeader.NotMrImage(kind) : image(root, top, kind);
    }

    private static MrHeader image(Elements root, FrameGroups top, SeriesKind kind) {
        boolean enhanced = root.has(Tag.PerFrameFunctionalGroupsSequence);
        Optional<MrInstance> instance = InstanceReader.read(root, enhanced);
        if (instance.isEmpty()) {
            return unusable(kind, new HeaderFault(Code.MISSING_UID, "(0008,0018), (0020,000D) or (0020,000E)"));
        }
        int stated = root.integer(Tag.NumberOfFrames).orElse(1);
        if (enhanced) {
            return enhanced(root, instance.get(), stated, kind);
        }
        if (stated != 1) {
            return unusable(kind, new HeaderFault(Code.MISSING_FRAME_GROUPS, "(5200,9230)"));
        }
        if (UihMosaic.isOne(root)) {
            return mosaic(root, instance.get(), kind);
        }
        if (root.texts(Tag.ImageType).contains("MOSAIC")) {
            return CsaHeader.of(root)
                    .map(csa -> siemensMosaic(root, top, csa, instance.get(), kind))
                    // Without it nothing says where the slices lie; the scanner can send single slices instead.
                    .orElseGet(() -> unusable(kind, new HeaderFault(Code.UNSUPPORTED_MOSAIC, "(0008,0008)")));
        }
        Frames frames = new Frames(instance.get());
        frames.add(top, 0, GeometryReader.read(top), Optional.empty());
        return frames.header(kind);
    }

    private static MrHeader enhanced(Elements root, MrInstance instance, int stated, SeriesKind kind) {
        List<Attributes> perFrame = root.items(Tag.PerFrameFunctionalGroupsSequence);
        if (perFrame.size() != stated || perFrame.isEmpty()) {
            return unusable(kind, new HeaderFault(Code.INVALID_FRAME_COUNT, "(0028,0008)"));
        }
        Optional<Elements> shared = root.firstItem(Tag.SharedFunctionalGroupsSequence);
        Frames frames = new Frames(instance);
        for (int i = 0; i < perFrame.size(); i++) {
            FrameGroups groups = FrameGroups.enhanced(root, shared, new Elements(perFrame.get(i)));
            frames.add(groups, i, GeometryReader.read(groups), Optional.empty());
        }
        return frames.header(kind);
    }

    private static MrHeader mosaic(Elements root, MrInstance instance, SeriesKind kind) {
        List<UihMosaic.Slice> slices = UihMosaic.slices(root);
        if (slices.isEmpty()) {
            return unusable(kind, new HeaderFault(Code.MALFORMED_MOSAIC, "(0065,xx51)"));
        }
        Frames frames = new Frames(instance);
        for (int i = 0; i < slices.size(); i++) {
            UihMosaic.Slice slice = slices.get(i);
            frames.add(slice.groups(), i, slice.geometry(), Optional.of(slice.tile()));
        }
        return frames.header(kind);
    }

    private static MrHeader siemensMosaic(
            Elements root, FrameGroups top, CsaHeader csa, MrInstance instance, SeriesKind kind) {
        List<SiemensMosaic.Slice> slices = SiemensMosaic.slices(root, top, csa);
        if (slices.isEmpty()) {
            return unusable(kind, new HeaderFault(Code.MALFORMED_MOSAIC, "(0029,xx10)"));
        }
        Frames frames = new Frames(instance);
        for (int i = 0; i < slices.size(); i++) {
            frames.add(
                    top, i, slices.get(i).geometry(), Optional.of(slices.get(i).tile()));
        }
        return frames.header(kind);
    }

    private static MrHeader unusable(SeriesKind kind, HeaderFault fault) {
        return new MrHeader.Unusable(kind, List.of(fault));
    }

    /** Collects frames; one without a place makes the whole instance unusable, since a volume with a hole is none. */
    private static final class Frames {
        private final MrInstance instance;
        private final List<MrFrame> read = new ArrayList<>();
        private final List<HeaderFault> unplaced = new ArrayList<>();

        Frames(MrInstance instance) {
            this.instance = instance;
        }

        void add(FrameGroups groups, int index, Reading<SliceGeometry> geometry, Optional<MosaicTile> tile) {
            switch (geometry) {
                case Reading.Found<SliceGeometry>(SliceGeometry place) -> read.add(frame(groups, index, place, tile));
                case Reading.Refused<SliceGeometry>(HeaderFault fault) -> unplaced.add(at(index, fault));
                case Reading.Absent<SliceGeometry>() ->
                    unplaced.add(at(index, new HeaderFault(Code.MISSING_POSITION, "(0020,0032)")));
            }
        }

        private MrFrame frame(FrameGroups groups, int index, SliceGeometry place, Optional<MosaicTile> tile) {
            Reading<BValue> reading = BValueReader.read(
                    groups.havingOrVendors(Tag.MRDiffusionSequence), InstanceReader.sequenceName(groups.root()));
            Optional<BValue> b =
                    reading instanceof Reading.Found<BValue>(BValue found) ? Optional.of(found) : Optional.empty();
            List<HeaderFault> faults = reading instanceof Reading.Refused<BValue>(HeaderFault fault)
                    ? List.of(at(index, fault))
                    : List.of();
            SeriesKind kind = FrameReader.kind(groups, b);
            return new MrFrame(
                    instance,
                    index,
                    kind,
                    place,
                    b,
                    FrameReader.pixels(groups),
                    FrameReader.timing(groups),
                    tile,
                    faults);
        }

        MrHeader header(SeriesKind kind) {
            return unplaced.isEmpty() ? new MrHeader.Usable(instance, read) : new MrHeader.Unusable(kind, unplaced);
        }

        private static HeaderFault at(int index, HeaderFault fault) {
            return new HeaderFault(fault.code(), fault.detail() + " frame " + (index + 1));
        }
    }
}
