package org.vigie.diffusion.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.Locale;

/** ADC 0 to 3·10^-3 mm2/s from dark blue to yellow, evenly bright steps (after viridis). */
final class ColourScale {
    /** mm2/s. */
    static final double MAX = 3e-3;

    private static final int[][] STOPS = {
        {68, 1, 84},
        {72, 40, 120},
        {62, 74, 137},
        {49, 104, 142},
        {38, 130, 142},
        {31, 158, 137},
        {53, 183, 121},
        {109, 205, 89},
        {180, 222, 44},
        {253, 231, 37}
    };

    private ColourScale() {}

    static int rgb(double adc) {
        double x = Math.clamp(adc / MAX, 0, 1) * (STOPS.length - 1);
        int below = Math.min((int) x, STOPS.length - 2);
        int rgb = 0;
        for (int channel = 0; channel < 3; channel++) {
            double value = STOPS[below][channel] + (x - below) * (STOPS[below + 1][channel] - STOPS[below][channel]);
            rgb = rgb << 8 | (int) Math.round(value);
        }
        return rgb;
    }

    static void draw(Graphics2D g, int left, int top, int width, int height) {
        for (int y = 0; y < height; y++) {
            g.setColor(new Color(rgb(MAX * (height - 1 - y) / (height - 1))));
            g.drawLine(left, top + y, left + width, top + y);
        }
        g.setColor(Color.WHITE);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        for (int half = 0; half <= 6; half++) {
            int y = top + (int) Math.round((height - 1) * (1 - half / 6.0));
            g.drawLine(left + width, y, left + width + 4, y);
            g.drawString(
                    String.format(Locale.ROOT, "%.1f", half / 2.0), left + width + 8, Math.min(top + height, y + 5));
        }
    }
}
