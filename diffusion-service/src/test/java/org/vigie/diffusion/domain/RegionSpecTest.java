package org.vigie.diffusion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionSpecTest {
    private static final Grid GRID = new Grid(4, 3, 2, 1, 1);

    @Test
    void aBoxIsCentredAndCutAtTheEdge() {
        assertThat(voxels("box:1,1,0,1")).containsExactly(5);
        assertThat(voxels("box:0,0,0,3")).containsExactly(0, 1, 4, 5, 12, 13, 16, 17);
        assertThat(voxels("box:40,1,0,3")).isEmpty();
    }

    @Test
    void aboveMeansStrictlyAboveInEveryNamedVolume() {
        assertThat(voxels("above:b0>21")).containsExactly(22, 23);
        assertThat(voxels("above:b0>20,b800>10.9")).containsExactly(22, 23);
        assertThat(voxels("above:dirs>10.9")).containsExactly(22, 23);
    }

    @Test
    void aNameMatchesTheVolumeWithinFive() {
        assertThat(voxels("above:b796>10.9")).containsExactly(22, 23);
        assertThat(RegionSpec.parse("above:b700>1").orElseThrow().in(volume())).isEmpty();
    }

    @Test
    void otherWordsAreNotUnderstood() {
        for (String text :
                List.of("", "box:", "box:1,2,3", "box:1,2,3,0", "box:-1,2,3,1", "above:", "above:b0", "above:x>1")) {
            assertThat(RegionSpec.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void theLargestConnectedPartIsProposed() {
        BitSet bright = new BitSet();
        IntStream.of(0, 1, 4, 11, 23).forEach(bright::set);

        assertThat(RegionProposal.largestPart(GRID, bright)).containsExactly(0, 1, 4);
    }

    @Test
    void ofEqualSlicesTheMiddleOneIsShown() {
        Grid three = new Grid(2, 1, 3, 1, 1);

        assertThat(new Region("r", IntStream.range(0, 6)).largestSlice(three)).isEqualTo(1);
        assertThat(new Region("r", IntStream.of(0, 4, 5)).largestSlice(three)).isEqualTo(2);
        assertThat(new Region("r", IntStream.empty()).largestSlice(three)).isZero();
    }

    private static int[] voxels(String text) {
        Optional<Region> region = RegionSpec.parse(text).orElseThrow().in(volume());
        return IntStream.range(0, region.orElseThrow().size())
                .map(region.get()::voxel)
                .toArray();
    }

    /** b 0: the voxel's number; b 800: half of it. */
    private static DiffusionVolume volume() {
        float[] low = new float[GRID.voxels()];
        float[] high = new float[GRID.voxels()];
        for (int i = 0; i < low.length; i++) {
            low[i] = i;
            high[i] = i / 2f;
        }
        return new DiffusionVolume(
                GRID, List.of(new Shell(0, 1, low, new BitSet()), new Shell(800, 1, high, new BitSet())));
    }
}
