package org.vigie.diffusion.domain;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A closed polygon on one slice, in pixels: x along a row, y along a column, the centre of the first pixel at (0, 0).
 *
 * <p>A pixel is inside when a ray from its centre towards greater x crosses the edges an odd number of times (even-odd
 * rule). An edge takes its lower end in y and not its upper one, so that of two polygons with a common edge each pixel
 * centre is in exactly one.
 */
public final class Polygon {
    private final double[] x;
    private final double[] y;

    /**
     * Copies the vertices; the last is joined to the first.
     *
     * @throws IllegalArgumentException if the arrays differ in length
     */
    public Polygon(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("Polygon: as many x as y are needed");
        }
        this.x = x.clone();
        this.y = y.clone();
    }

    public int vertices() {
        return x.length;
    }

    /** True if there are three or more vertices, all finite. */
    public boolean isPolygon() {
        return x.length >= 3
                && Arrays.stream(x).allMatch(Double::isFinite)
                && Arrays.stream(y).allMatch(Double::isFinite);
    }

    /**
     * True if two edges cross at a point inside both. Edges that touch, share a vertex or run along each other (the
     * channel of a keyhole contour) do not cross.
     */
    public boolean crossesItself() {
        Integer[] byStart = IntStream.range(0, x.length).boxed().toArray(Integer[]::new);
        Arrays.sort(byStart, Comparator.comparingDouble(this::from));
        for (int a = 0; a < byStart.length; a++) {
            int i = byStart[a];
            for (int b = a + 1; b < byStart.length && from(byStart[b]) <= to(i); b++) {
                if (cross(i, byStart[b])) {
                    return true;
                }
            }
        }
        return false;
    }

    /** True if a vertex lies outside the rectangle. */
    public boolean leaves(double left, double top, double right, double bottom) {
        return IntStream.range(0, x.length).anyMatch(i -> x[i] < left || x[i] > right || y[i] < top || y[i] > bottom);
    }

    /** Toggles the pixels inside: polygons of one region on one slice combine by exclusive or, so a nested one is a hole. */
    public void toggle(BitSet pixels, int columns, int rows) {
        double[] crossings = new double[x.length];
        int first = (int) Math.max(0, Math.ceil(Arrays.stream(y).min().orElse(0)));
        int last = (int) Math.min(rows - 1.0, Math.floor(Arrays.stream(y).max().orElse(-1)));
        for (int row = first; row <= last; row++) {
            int found = crossings(row, crossings);
            Arrays.sort(crossings, 0, found);
            for (int i = 0; i + 1 < found; i += 2) {
                int from = (int) Math.max(0, Math.ceil(crossings[i]));
                int to = (int) Math.min(columns, Math.ceil(crossings[i + 1]));
                if (to > from) {
                    pixels.flip(row * columns + from, row * columns + to);
                }
            }
        }
    }

    private int crossings(double row, double[] into) {
        int found = 0;
        for (int i = 0; i < x.length; i++) {
            int j = next(i);
            if (y[i] > row != y[j] > row) {
                into[found++] = x[i] + (row - y[i]) / (y[j] - y[i]) * (x[j] - x[i]);
            }
        }
        return found;
    }

    private boolean cross(int i, int j) {
        int i2 = next(i);
        int j2 = next(j);
        return opposite(side(i, i2, j), side(i, i2, j2)) && opposite(side(j, j2, i), side(j, j2, i2));
    }

    /** Twice the area of the triangle: its sign says on which side of the line through a and b the vertex c lies. */
    private double side(int a, int b, int c) {
        return (x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a]);
    }

    private static boolean opposite(double a, double b) {
        return (a > TOUCHING && b < -TOUCHING) || (a < -TOUCHING && b > TOUCHING);
    }

    /** Square pixels: coordinates are written with some six digits. */
    private static final double TOUCHING = 1e-6;

    private double from(int edge) {
        return Math.min(x[edge], x[next(edge)]);
    }

    private double to(int edge) {
        return Math.max(x[edge], x[next(edge)]);
    }

    private int next(int vertex) {
        return vertex + 1 == x.length ? 0 : vertex + 1;
    }
}
