package org.vigie.diffusion.domain.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.phantom.PhantomDefinition.Vial;

/**
 * Where the vials are. Given voxels are taken as they are. A layout is laid on the middle slice in every place (steps of
 * one voxel), turn (3 degrees) and mirror image; the one whose vials' ADC is nearest the references (mean of |ln ratio|)
 * and evenest (mean coefficient of variation within 8 mm) is the place. It counts only if no vial is off by more than
 * 40 % or 5e-5 mm2/s, whichever is more.
 */
final class VialPositions {
    private static final double TURN_DEGREES = 3;
    private static final double WITHIN_MM = 8;
    private static final double MOST_OFF = 0.40;
    private static final double MOST_OFF_MM2_PER_SEC = 5e-5;

    private final Grid grid;
    private final int slice;
    private final double[] adc;
    private final List<Vial> vials;
    private final double[] references;

    private VialPositions(DiffusionVolume volume, List<Vial> vials, double[] references) {
        this.grid = volume.grid();
        this.slice = grid.slices() / 2;
        this.vials = vials;
        this.references = references;
        this.adc = AdcSlice.of(volume, slice);
    }

    /** A voxel of the volume. */
    record Place(int column, int row, int slice) {}

    /** One place: coordinates of the middle in voxels, turn in radians, mirrored or not. */
    private record Pose(double column, double row, double turn, boolean mirrored) {}

    /**
     * In the order of the vials; empty if the layout is not found or a voxel lies outside.
     *
     * @param references mm2/s, one per vial
     */
    static Optional<List<Place>> of(DiffusionVolume volume, List<Vial> vials, double[] references) {
        List<Place> given = new ArrayList<>();
        for (Vial vial : vials) {
            List<Integer> voxel = vial.voxel();
            if (voxel != null) {
                given.add(new Place(voxel.get(0), voxel.get(1), voxel.get(2)));
            }
        }
        if (given.size() == vials.size()) {
            return given.stream().allMatch(p -> volume.grid().contains(p.column(), p.row(), p.slice()))
                    ? Optional.of(given)
                    : Optional.empty();
        }
        return new VialPositions(volume, vials, references).search();
    }

    private Optional<List<Place>> search() {
        double best = Double.POSITIVE_INFINITY;
        Pose found = new Pose(0, 0, 0, false);
        for (int row = grid.rows() / 4; row < grid.rows() * 3 / 4; row++) {
            for (int column = grid.columns() / 4; column < grid.columns() * 3 / 4; column++) {
                for (double degrees = 0; degrees < 360; degrees += TURN_DEGREES) {
                    for (boolean mirrored : new boolean[] {false, true}) {
                        Pose pose = new Pose(column, row, Math.toRadians(degrees), mirrored);
                        double distance = distance(pose, best);
                        if (distance < best) {
                            best = distance;
                            found = pose;
                        }
                    }
                }
            }
        }
        return fits(found) ? Optional.of(places(centred(found))) : Optional.empty();
    }

    /** Mean |ln(ADC/reference)|; stops adding where it exceeds what is known already. */
    private double distance(Pose pose, double known) {
        double sum = 0;
        for (int i = 0; i < references.length; i++) {
            double value = at(pose, i);
            sum += value > 0 ? Math.min(Math.abs(Math.log(value / references[i])), 3) : 3;
            if (sum > known * references.length) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return sum / references.length;
    }

    /** The evenest place within two voxels and a step of turn. */
    private Pose centred(Pose coarse) {
        double best = Double.POSITIVE_INFINITY;
        Pose found = coarse;
        for (int dy = -4; dy <= 4; dy++) {
            for (int dx = -4; dx <= 4; dx++) {
                for (int turn = -3; turn <= 3; turn++) {
                    Pose pose = new Pose(
                            coarse.column() + dx,
                            coarse.row() + dy,
                            coarse.turn() + Math.toRadians(turn),
                            coarse.mirrored());
                    double unevenness = unevenness(pose);
                    if (unevenness < best) {
                        best = unevenness;
                        found = pose;
                    }
                }
            }
        }
        return found;
    }

    private double unevenness(Pose pose) {
        double sum = 0;
        int reachX = (int) Math.round(WITHIN_MM / grid.columnSpacingMm());
        int reachY = (int) Math.round(WITHIN_MM / grid.rowSpacingMm());
        for (Place place : places(pose)) {
            double n = 0;
            double total = 0;
            double squares = 0;
            for (int y = place.row() - reachY; y <= place.row() + reachY; y++) {
                for (int x = place.column() - reachX; x <= place.column() + reachX; x++) {
                    double dx = (x - place.column()) * grid.columnSpacingMm();
                    double dy = (y - place.row()) * grid.rowSpacingMm();
                    if (dx * dx + dy * dy <= WITHIN_MM * WITHIN_MM) {
                        double value = value(x, y);
                        n++;
                        total += value;
                        squares += value * value;
                    }
                }
            }
            double mean = total / n;
            double variance = Math.max(squares / n - mean * mean, 0);
            sum += mean > 0 ? Math.min(Math.sqrt(variance) / mean, 1) : 1;
        }
        return sum;
    }

    private boolean fits(Pose pose) {
        for (int i = 0; i < references.length; i++) {
            double most = Math.max(MOST_OFF * references[i], MOST_OFF_MM2_PER_SEC);
            if (!(Math.abs(at(pose, i) - references[i]) <= most)) {
                return false;
            }
        }
        return true;
    }

    private List<Place> places(Pose pose) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < vials.size(); i++) {
            double[] at = voxel(pose, i);
            places.add(new Place((int) Math.round(at[0]), (int) Math.round(at[1]), slice));
        }
        return places;
    }

    private double at(Pose pose, int vial) {
        double[] at = voxel(pose, vial);
        return value((int) Math.round(at[0]), (int) Math.round(at[1]));
    }

    private double value(int column, int row) {
        return column < 0 || row < 0 || column >= grid.columns() || row >= grid.rows()
                ? 0
                : adc[row * grid.columns() + column];
    }

    private double[] voxel(Pose pose, int vial) {
        List<Double> layout = java.util.Objects.requireNonNull(vials.get(vial).layoutMm());
        double x = pose.mirrored() ? -layout.get(0) : layout.get(0);
        double y = layout.get(1);
        double cos = Math.cos(pose.turn());
        double sin = Math.sin(pose.turn());
        return new double[] {
            pose.column() + (cos * x - sin * y) / grid.columnSpacingMm(),
            pose.row() + (sin * x + cos * y) / grid.rowSpacingMm()
        };
    }
}
