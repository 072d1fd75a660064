package org.vigie.simulator.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Two breasts with tumours of chosen ADC, imaged by diffusion weighting: S(b) = S0·exp(−b·ADC) plus noise.
 *
 * @param glandularS0 signal of fibroglandular tissue at b = 0
 * @param glandularAdc mm²/s
 * @param bValues s/mm², in the order of acquisition
 * @param bitsStored 1 to 16; what does not fit is clipped, as scanners do
 * @param gain the receiver's: multiplies signal and noise; 0 gives images of zeros
 */
public record BreastPhantom(
        VoxelGrid grid,
        List<Lesion> lesions,
        double glandularS0,
        double glandularAdc,
        Noise noise,
        List<Double> bValues,
        int bitsStored,
        double gain) {

    public BreastPhantom {
        lesions = List.copyOf(lesions);
        bValues = List.copyOf(bValues);
        if (bitsStored < 1 || bitsStored > 16) {
            throw new IllegalArgumentException("BreastPhantom: bits stored must be 1 to 16");
        }
        if (bValues.isEmpty() || bValues.stream().anyMatch(b -> !(b >= 0))) {
            throw new IllegalArgumentException("BreastPhantom: b-values must not be negative, and there must be one");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder()
                .grid(grid)
                .glandular(glandularS0, glandularAdc)
                .noise(noise)
                .bValues(bValues)
                .bitsStored(bitsStored)
                .gain(gain);
        lesions.forEach(builder::lesion);
        return builder;
    }

    /** Stored pixel values of one image, row by row. */
    public int[] image(int bIndex, int slice) {
        double b = bValues.get(bIndex);
        RandomGenerator random = noise.generator(bIndex, slice);
        int largest = (1 << bitsStored) - 1;
        int[] pixels = new int[grid.columns() * grid.rows()];
        for (int i = 0; i < pixels.length; i++) {
            double signal =
                    tissue(i % grid.columns(), i / grid.columns(), slice).signal(b);
            pixels[i] = Math.clamp(Math.round(gain * noise.on(signal, random)), 0, largest);
        }
        return pixels;
    }

    private Tissue tissue(int column, int row, int slice) {
        for (Lesion lesion : lesions) {
            if (lesion.contains(grid, column, row, slice)) {
                return new Tissue(lesion.s0(), lesion.adc());
            }
        }
        return Anatomy.at(grid, column, row, slice, new Tissue(glandularS0, glandularAdc));
    }

    /** Starts from a phantom without a lesion: 96×96×20 voxels of 2×2×4 mm, b 0, 100, 600, 800, Rician noise of SD 6. */
    public static final class Builder {
        private VoxelGrid grid = VoxelGrid.axial(96, 96, 20, 2.0, 4.0, 4.0);
        private final List<Lesion> lesions = new ArrayList<>();
        private double glandularS0 = 700;
        private double glandularAdc = 1.9e-3;
        private Noise noise = new Noise(Noise.Model.RICIAN, 6, 1);
        private List<Double> bValues = List.of(0.0, 100.0, 600.0, 800.0);
        private int bitsStored = 12;
        private double gain = 1;

        private Builder() {}

        public Builder grid(VoxelGrid value) {
            grid = value;
            return this;
        }

        public Builder lesion(Lesion value) {
            lesions.add(value);
            return this;
        }

        public Builder noLesions() {
            lesions.clear();
            return this;
        }

        /** @param adc mm²/s */
        public Builder glandular(double s0, double adc) {
            glandularS0 = s0;
            glandularAdc = adc;
            return this;
        }

        public Builder noise(Noise value) {
            noise = value;
            return this;
        }

        /** @param values s/mm² */
        public Builder bValues(List<Double> values) {
            bValues = List.copyOf(values);
            return this;
        }

        public Builder bitsStored(int value) {
            bitsStored = value;
            return this;
        }

        public Builder gain(double value) {
            gain = value;
            return this;
        }

        public BreastPhantom build() {
            return new BreastPhantom(grid, lesions, glandularS0, glandularAdc, noise, bValues, bitsStored, gain);
        }
    }
}
