package org.vigie.diffusion.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Selection;
import org.vigie.diffusion.domain.Shell;

/** Single slices as PNG, one pixel per voxel, for a page that draws over them. */
public final class SlicePictures {
    private SlicePictures() {}

    /** The signal of one b-value, white at the bright end of the slice. */
    public static byte[] signal(DiffusionVolume volume, Shell shell, int slice) throws IOException {
        Grid grid = volume.grid();
        double white = SliceMap.bright(shell, grid, slice);
        BufferedImage image = new BufferedImage(grid.columns(), grid.rows(), BufferedImage.TYPE_BYTE_GRAY);
        int[] grey = new int[grid.voxelsPerSlice()];
        int from = grid.index(0, 0, slice);
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (int) Math.round(255 * Math.clamp(shell.signal(from + i) / white, 0, 1));
        }
        image.getRaster().setPixels(0, 0, grid.columns(), grid.rows(), grey);
        return png(image);
    }

    /** ADC in the colours of all our maps, 0 to 3·10^-3 mm2/s. */
    public static byte[] adc(DiffusionVolume volume, Selection selection, int slice) throws IOException {
        return png(SliceMap.of(volume, selection, slice).image());
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
