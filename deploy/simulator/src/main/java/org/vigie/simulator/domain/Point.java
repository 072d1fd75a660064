package org.vigie.simulator.domain;

/** A point (mm) or a direction (no unit) in the DICOM patient system: x to the left, y to the back, z to the head. */
public record Point(double x, double y, double z) {

    public Point plus(Point other) {
        return new Point(x + other.x, y + other.y, z + other.z);
    }

    public Point times(double factor) {
        return new Point(factor * x, factor * y, factor * z);
    }

    public Point cross(Point other) {
        return new Point(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
    }
}
