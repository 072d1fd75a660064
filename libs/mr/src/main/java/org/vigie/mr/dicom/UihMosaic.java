package org.vigie.mr.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.vigie.mr.HeaderFault;
import org.vigie.mr.MosaicTile;
import org.vigie.mr.SliceGeometry;

/**
 * United Imaging's volume in one image: tiles row by row in a nearly square raster, the place of each slice in an item of
 * a private sequence, in the same order.
 */
final class UihMosaic {
    private static final String CREATOR = "Image Private Header";
    private static final int SLICES = 0x00650051;

    private UihMosaic() {}

    record Slice(FrameGroups groups, Reading<SliceGeometry> geometry, MosaicTile tile) {}

    static boolean isOne(Elements root) {
        return root.texts(Tag.ImageType).contains("VFRAME")
                || !root.privateItems(CREATOR, SLICES).isEmpty();
    }

    /** Empty where the items and the stored matrix do not fit. */
    static List<Slice> slices(Elements root) {
        List<Attributes> items = root.privateItems(CREATOR, SLICES);
        int rows = root.integer(Tag.Rows).orElse(0);
        int columns = root.integer(Tag.Columns).orElse(0);
        if (items.isEmpty() || rows <= 0 || columns <= 0) {
            return List.of();
        }
        int across = (int) Math.ceil(Math.sqrt(items.size()));
        int down = (items.size() + across - 1) / across;
        if (columns % across != 0 || rows % down != 0) {
            return List.of();
        }
        int tileRows = rows / down;
        int tileColumns = columns / across;
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            // The item holds position and times; all else stands at the top.
            FrameGroups groups = FrameGroups.enhanced(root, Optional.empty(), new Elements(items.get(i)));
            slices.add(new Slice(
                    groups,
                    geometry(groups, new Elements(items.get(i)), tileRows, tileColumns),
                    new MosaicTile(i / across * tileRows, i % across * tileColumns)));
        }
        return slices;
    }

    private static Reading<SliceGeometry> geometry(FrameGroups groups, Elements item, int rows, int columns) {
        Optional<double[]> position = item.numbers(Tag.ImagePositionPatient, 3);
        return position.isEmpty()
                ? new Reading.Refused<>(new HeaderFault(HeaderFault.Code.MALFORMED_MOSAIC, "(0020,0032)"))
                : GeometryReader.read(
                        groups,
                        GeometryReader.vector(position.get(), 0),
                        OptionalInt.of(rows),
                        OptionalInt.of(columns));
    }
}
