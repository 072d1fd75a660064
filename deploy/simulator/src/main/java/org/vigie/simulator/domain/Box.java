package org.vigie.simulator.domain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cube of voxels about its centre voxel.
 *
 * @param slice zero-based, ascending along the slice normal
 * @param edge voxels, odd
 */
public record Box(int column, int row, int slice, int edge) {
    private static final Pattern FORM = Pattern.compile("box:(\\d{1,6}),(\\d{1,6}),(\\d{1,6}),(\\d{1,6})");

    public Box {
        if (edge < 1 || edge % 2 == 0) {
            throw new IllegalArgumentException("box: the edge must be odd, so that the box has a centre voxel");
        }
    }

    /** @throws IllegalArgumentException if the text is not {@code box:col,row,slice,edge} with an odd edge */
    public static Box parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("not of the form box:col,row,slice,edge");
        }
        return new Box(number(m, 1), number(m, 2), number(m, 3), number(m, 4));
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    @Override
    public String toString() {
        return "box:" + column + "," + row + "," + slice + "," + edge;
    }
}
