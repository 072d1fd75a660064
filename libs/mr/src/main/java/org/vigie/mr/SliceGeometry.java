package org.vigie.mr;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where a slice lies in the patient.
 *
 * @param position centre of the first pixel, mm
 * @param rowDirection unit vector along a row (increasing column index)
 * @param columnDirection unit vector along a column (increasing row index)
 * @param rowSpacing distance between rows, mm (first value of Pixel Spacing)
 * @param columnSpacing distance between columns, mm (second value)
 * @param sliceThickness mm, where stated
 */
public record SliceGeometry(
        Vector3 position,
        Vector3 rowDirection,
        Vector3 columnDirection,
        double rowSpacing,
        double columnSpacing,
        int rows,
        int columns,
        OptionalDouble sliceThickness,
        Optional<String> frameOfReferenceUid) {

    /** Header decimals are often cut to five digits. */
    private static final double DIRECTION_TOLERANCE = 1e-3;

    public SliceGeometry {
        fault(position, rowDirection, columnDirection, rowSpacing, columnSpacing, rows, columns)
                .ifPresent(fault -> {
                    throw new IllegalArgumentException(fault.toString());
                });
    }

    /** What would make this no geometry; empty is good. */
    public static Optional<HeaderFault> fault(
            Vector3 position,
            Vector3 rowDirection,
            Vector3 columnDirection,
            double rowSpacing,
            double columnSpacing,
            int rows,
            int columns) {
        if (!position.isFinite()) {
            return Optional.of(new HeaderFault(HeaderFault.Code.INVALID_POSITION, "(0020,0032)"));
        }
        if (!isUnit(rowDirection)
                || !isUnit(columnDirection)
                || Math.abs(rowDirection.dot(columnDirection)) > DIRECTION_TOLERANCE) {
            return Optional.of(new HeaderFault(HeaderFault.Code.INVALID_ORIENTATION, "(0020,0037)"));
        }
        if (!isSpacing(rowSpacing) || !isSpacing(columnSpacing)) {
            return Optional.of(new HeaderFault(HeaderFault.Code.INVALID_SPACING, "(0028,0030)"));
        }
        if (rows <= 0 || columns <= 0) {
            return Optional.of(new HeaderFault(HeaderFault.Code.MISSING_MATRIX, "(0028,0010)"));
        }
        return Optional.empty();
    }

    /** normal = row × column direction. */
    public Vector3 normal() {
        return rowDirection.cross(columnDirection);
    }

    /** Position · normal, mm: what slices are sorted by. */
    public double positionAlongNormal() {
        return position.dot(normal());
    }

    /** Same pixels of the same plane: {@link #sameGrid} and positions no further apart than the tolerance (mm). */
    public boolean sameGeometry(SliceGeometry other, double tolerance) {
        return sameGrid(other, tolerance) && position.minus(other.position).length() <= tolerance;
    }

    /**
     * Slices of one stack: same frame of reference (where both state one), matrix and in-plane place, and directions and
     * spacings that move no pixel by more than the tolerance (mm).
     */
    public boolean sameGrid(SliceGeometry other, double tolerance) {
        int extent = Math.max(rows, columns);
        Vector3 offset = other.position.minus(position);
        return rows == other.rows
                && columns == other.columns
                && (frameOfReferenceUid.isEmpty()
                        || other.frameOfReferenceUid.isEmpty()
                        || frameOfReferenceUid.equals(other.frameOfReferenceUid))
                && Math.abs(rowSpacing - other.rowSpacing) * extent <= tolerance
                && Math.abs(columnSpacing - other.columnSpacing) * extent <= tolerance
                && rowDirection.minus(other.rowDirection).length() * columnSpacing * extent <= tolerance
                && columnDirection.minus(other.columnDirection).length() * rowSpacing * extent <= tolerance
                && offset.minus(normal().times(offset.dot(normal()))).length() <= tolerance;
    }

    private static boolean isUnit(Vector3 direction) {
        return direction.isFinite() && Math.abs(direction.length() - 1) <= DIRECTION_TOLERANCE;
    }

    private static boolean isSpacing(double spacing) {
        return spacing > 0 && spacing < 1000;
    }
}
