package org.vigie.diffusion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionProposalTest {
    private static final Grid GRID = new Grid(20, 20, 6, 2, 2);

    @Test
    void theRestrictedPartIsProposedAndNotTheLargerBrighterFluid() {
        // b = 0 and 800: tissue 500 at ADC 1.8e-3, tumour 900 at 0.9e-3, cyst 8000 at 2.6e-3.
        DiffusionVolume volume = volume(8000, 2.6e-3);

        Region proposed = RegionProposal.in(volume).orElseThrow();

        assertThat(voxels(proposed)).isEqualTo(voxels(box(3, 3, 1, 4)));
    }

    @Test
    void theSameVolumeGivesTheSameProposal() {
        assertThat(voxels(RegionProposal.in(volume(8000, 2.6e-3)).orElseThrow()))
                .isEqualTo(voxels(RegionProposal.in(volume(8000, 2.6e-3)).orElseThrow()));
    }

    @Test
    void whereAllIsFluidNothingIsProposed() {
        float[] low = new float[GRID.voxels()];
        float[] high = new float[GRID.voxels()];
        Arrays.fill(low, 1000);
        Arrays.fill(high, (float) (1000 * Math.exp(-800 * 2.9e-3)));

        assertThat(RegionProposal.in(new DiffusionVolume(GRID, List.of(shell(0, low), shell(800, high)))))
                .isEmpty();
    }

    private static DiffusionVolume volume(double cystSignal, double cystAdc) {
        float[] low = new float[GRID.voxels()];
        float[] high = new float[GRID.voxels()];
        fill(low, high, IntStream.range(0, GRID.voxels()), 500, 1.8e-3);
        Region tumour = box(3, 3, 1, 4);
        Region cyst = box(10, 10, 0, 6);
        fill(low, high, IntStream.range(0, tumour.size()).map(tumour::voxel), 900, 0.9e-3);
        fill(low, high, IntStream.range(0, cyst.size()).map(cyst::voxel), cystSignal, cystAdc);
        return new DiffusionVolume(GRID, List.of(shell(0, low), shell(800, high)));
    }

    private static void fill(float[] low, float[] high, IntStream voxels, double s0, double adc) {
        voxels.forEach(i -> {
            low[i] = (float) s0;
            high[i] = (float) (s0 * Math.exp(-800 * adc));
        });
    }

    private static Region box(int column, int row, int slice, int edge) {
        return Region.where("box", GRID, i -> {
            int x = i % GRID.columns();
            int y = i / GRID.columns() % GRID.rows();
            int z = GRID.sliceOf(i);
            return x >= column && x < column + edge && y >= row && y < row + edge && z >= slice && z < slice + edge;
        });
    }

    private static Shell shell(double b, float[] signal) {
        return new Shell(b, 1, signal, new BitSet());
    }

    private static List<Integer> voxels(Region region) {
        return IntStream.range(0, region.size()).mapToObj(region::voxel).toList();
    }
}
