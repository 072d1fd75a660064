package org.vigie.diffusion.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Region;
import org.vigie.diffusion.domain.Selection;
import org.vigie.diffusion.domain.Shell;

/**
 * The slice with most of the region: the most weighted image in grey beside the ADC map in colour with its scale, the
 * region outlined in both. Nothing that identifies anybody is drawn. The map is for display: clamped to the scale.
 */
public final class AdcPicture {
    static final int WIDTH = 960;
    private static final int PANEL = 420;
    private static final int MARGIN = 16;
    private static final int TOP = 34;
    private static final int BAR_WIDTH = 18;
    private static final int FOOT = 34;
    private static final String NOTICE =
            "Research use / decision support. Not a medical device. To be interpreted by a qualified physician.";

    private final DiffusionVolume volume;
    private final Region region;
    private final SliceMap map;
    private final int slice;
    private final double scale;

    private AdcPicture(DiffusionVolume volume, Region region, Selection selection) {
        this.volume = volume;
        this.region = region;
        Grid grid = volume.grid();
        this.slice = region.largestSlice(grid);
        this.map = SliceMap.of(volume, selection, slice);
        this.scale = PANEL / Math.max(grid.columns() * grid.columnSpacingMm(), grid.rows() * grid.rowSpacingMm());
    }

    /** PNG bytes. The selection must be adequate. */
    public static byte[] png(DiffusionVolume volume, Region region, Selection selection) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.setUseCache(false);
        ImageIO.write(new AdcPicture(volume, region, selection).draw(selection), "png", out);
        return out.toByteArray();
    }

    private BufferedImage draw(Selection selection) {
        int height = TOP + panelHeight() + FOOT;
        BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        int right = MARGIN + PANEL + MARGIN;
        Shell weighted = volume.shells().get(selection.indices().getLast());
        panel(g, MARGIN, grey(weighted));
        panel(g, right, map.image());
        outline(g, MARGIN);
        outline(g, right);
        int bar = right + PANEL + MARGIN;
        ColourScale.draw(g, bar, TOP, BAR_WIDTH, panelHeight());
        g.setColor(Color.WHITE);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
        g.drawString(String.format(Locale.ROOT, "b = %.0f s/mm\u00b2", weighted.b()), MARGIN, TOP - 12);
        g.drawString(
                String.format(
                        Locale.ROOT,
                        "ADC (10\u207b\u00b3 mm\u00b2/s), slice %d of %d",
                        slice + 1,
                        volume.grid().slices()),
                right,
                TOP - 12);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        g.setColor(Color.LIGHT_GRAY);
        g.drawString(NOTICE, MARGIN, height - 12);
        g.dispose();
        return image;
    }

    private void panel(Graphics2D g, int left, BufferedImage slicePixels) {
        g.drawImage(slicePixels, left, TOP, panelWidth(), panelHeight(), null);
    }

    private int panelWidth() {
        return (int) Math.round(volume.grid().columns() * volume.grid().columnSpacingMm() * scale);
    }

    private int panelHeight() {
        return (int) Math.round(volume.grid().rows() * volume.grid().rowSpacingMm() * scale);
    }

    private BufferedImage grey(Shell shell) {
        Grid grid = volume.grid();
        BufferedImage image = new BufferedImage(grid.columns(), grid.rows(), BufferedImage.TYPE_INT_RGB);
        double white = SliceMap.bright(shell, grid, slice);
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                double s = shell.signal(grid.index(column, row, slice));
                int level = Math.clamp(Math.round(255 * s / white), 0, 255);
                image.setRGB(column, row, level << 16 | level << 8 | level);
            }
        }
        return image;
    }

    /** Along the edges of the voxels, so that it covers none of them. */
    private void outline(Graphics2D g, int left) {
        Grid grid = volume.grid();
        double dx = grid.columnSpacingMm() * scale;
        double dy = grid.rowSpacingMm() * scale;
        g.setColor(Color.WHITE);
        g.setStroke(new BasicStroke(2));
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                if (!isIn(column, row)) {
                    continue;
                }
                int x0 = (int) Math.round(left + column * dx);
                int x1 = (int) Math.round(left + (column + 1) * dx);
                int y0 = (int) Math.round(TOP + row * dy);
                int y1 = (int) Math.round(TOP + (row + 1) * dy);
                line(g, !isIn(column - 1, row), x0, y0, x0, y1);
                line(g, !isIn(column + 1, row), x1, y0, x1, y1);
                line(g, !isIn(column, row - 1), x0, y0, x1, y0);
                line(g, !isIn(column, row + 1), x0, y1, x1, y1);
            }
        }
    }

    private static void line(Graphics2D g, boolean edge, int x0, int y0, int x1, int y1) {
        if (edge) {
            g.drawLine(x0, y0, x1, y1);
        }
    }

    private boolean isIn(int column, int row) {
        return volume.grid().contains(column, row, slice)
                && region.contains(volume.grid().index(column, row, slice));
    }
}
