package org.vigie.mr.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.vigie.mr.MosaicTile;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/**
 * Siemens' volume in one image: tiles row by row in a square raster. The stated position is that of the whole raster,
 * laid so that its centre is the centre of the first slice; the slices follow along the normal of the CSA header, whose
 * sign may be opposite to row × column.
 */
final class SiemensMosaic {
    private static final String MR_HEADER = "SIEMENS MR HEADER";
    private static final int IMAGES = 0x0019000A;
    private static final double PARALLEL = 0.99;

    private SiemensMosaic() {}

    record Slice(Reading<SliceGeometry> geometry, MosaicTile tile) {}

    /** Empty where number, normal or spacing of the slices is not stated, or the raster does not hold them. */
    static List<Slice> slices(Elements root, FrameGroups groups, CsaHeader csa) {
        int count = count(root, csa);
        int rows = root.integer(Tag.Rows).orElse(0);
        int columns = root.integer(Tag.Columns).orElse(0);
        int across = (int) Math.ceil(Math.sqrt(count));
        OptionalDouble spacing = spacing(root, csa);
        Optional<Vector3> normal =
                csa.numbers("SliceNormalVector").filter(n -> n.length == 3).map(n -> GeometryReader.vector(n, 0));
        if (count < 1
                || rows <= 0
                || columns <= 0
                || rows % across != 0
                || columns % across != 0
                || spacing.isEmpty()
                || normal.isEmpty()) {
            return List.of();
        }
        int tileRows = rows / across;
        int tileColumns = columns / across;
        if (!(GeometryReader.read(groups) instanceof Reading.Found<SliceGeometry>(SliceGeometry raster))) {
            return List.of(new Slice(GeometryReader.read(groups), new MosaicTile(0, 0)));
        }
        double along = raster.normal().dot(normal.get());
        if (Math.abs(along) < PARALLEL) {
            return List.of();
        }
        Vector3 first = raster.position()
                .plus(raster.rowDirection().times(raster.columnSpacing() * (columns - tileColumns) / 2.0))
                .plus(raster.columnDirection().times(raster.rowSpacing() * (rows - tileRows) / 2.0));
        Vector3 step = raster.normal().times(Math.signum(along) * spacing.getAsDouble());
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slices.add(new Slice(
                    GeometryReader.read(
                            groups, first.plus(step.times(i)), OptionalInt.of(tileRows), OptionalInt.of(tileColumns)),
                    new MosaicTile(i / across * tileRows, i % across * tileColumns)));
        }
        return slices;
    }

    private static int count(Elements root, CsaHeader csa) {
        OptionalDouble stated = csa.number("NumberOfImagesInMosaic");
        double count = stated.isPresent()
                ? stated.getAsDouble()
                : root.privateNumbers(MR_HEADER, IMAGES, VR.US).map(n -> n[0]).orElse(0.0);
        return count >= 1 && count <= 10_000 && count == Math.rint(count) ? (int) count : 0;
    }

    private static OptionalDouble spacing(Elements root, CsaHeader csa) {
        OptionalDouble stated = root.number(Tag.SpacingBetweenSlices);
        OptionalDouble spacing = stated.isPresent() ? stated : csa.number("SpacingBetweenSlices");
        return spacing.isPresent() && spacing.getAsDouble() > 0 && spacing.getAsDouble() < 1000
                ? spacing
                : OptionalDouble.empty();
    }
}
