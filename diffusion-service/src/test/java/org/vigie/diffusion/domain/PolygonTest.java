package org.vigie.diffusion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class PolygonTest {
    private static final int COLUMNS = 8;
    private static final int ROWS = 6;

    @Test
    void aPixelIsInsideWhenItsCentreIs() {
        assertThat(inside(square(0.6, 0.6, 3.4, 3.4))).isEqualTo(pixels(1, 1, 3, 3));
        assertThat(inside(square(1.1, 1.1, 2.9, 2.9))).isEqualTo(pixels(2, 2, 2, 2));
    }

    @Test
    void ofTwoPolygonsWithACommonEdgeEachCentreOnItIsInOne() {
        BitSet left = inside(square(1, 1, 3, 4));
        BitSet right = inside(square(3, 1, 5, 4));

        BitSet common = (BitSet) left.clone();
        common.and(right);
        BitSet both = (BitSet) left.clone();
        both.or(right);

        assertThat(common.isEmpty()).isTrue();
        assertThat(both).isEqualTo(inside(square(1, 1, 5, 4)));
        assertThat(both.cardinality()).isEqualTo(4 * 3);
    }

    @Test
    void aNestedPolygonIsAHoleAndOneWithinItAnIsland() {
        BitSet nested = new BitSet();
        square(-0.5, -0.5, 6.5, 5.5).toggle(nested, COLUMNS, ROWS);
        square(0.5, 0.5, 5.5, 4.5).toggle(nested, COLUMNS, ROWS);
        square(1.5, 1.5, 4.5, 3.5).toggle(nested, COLUMNS, ROWS);

        assertThat(nested.cardinality()).isEqualTo(7 * 6 - 5 * 4 + 3 * 2);
        assertThat(nested.get(COLUMNS + 1)).isFalse();
        assertThat(nested.get(2 * COLUMNS + 2)).isTrue();
    }

    @Test
    void theDirectionOfTheVerticesDoesNotMatter() {
        Polygon reversed = new Polygon(new double[] {0.6, 0.6, 3.4, 3.4}, new double[] {0.6, 3.4, 3.4, 0.6});

        assertThat(inside(reversed)).isEqualTo(inside(square(0.6, 0.6, 3.4, 3.4)));
    }

    @Test
    void whatReachesOutOfTheImageIsCut() {
        assertThat(inside(square(-10, -10, 20, 20)).cardinality()).isEqualTo(COLUMNS * ROWS);
        assertThat(inside(square(20, 20, 30, 30)).isEmpty()).isTrue();
        assertThat(inside(square(-30, 1, -20, 3)).isEmpty()).isTrue();
    }

    @Test
    void aBowTieCrossesItself() {
        Polygon bowTie = new Polygon(new double[] {0, 4, 4, 0}, new double[] {0, 4, 0, 4});

        assertThat(bowTie.crossesItself()).isTrue();
        assertThat(square(0, 0, 4, 4).crossesItself()).isFalse();
    }

    @Test
    void aKeyholeTouchesItselfAndDoesNotCross() {
        Polygon keyhole = new Polygon(
                new double[] {0, 6, 6, 0, 0, 2, 2, 4, 4, 2, 0}, new double[] {0, 0, 5, 5, 2, 2, 4, 4, 1, 2, 2});

        assertThat(keyhole.crossesItself()).isFalse();
    }

    @Test
    void twoVerticesOrAnUnknownOneAreNoPolygon() {
        assertThat(new Polygon(new double[] {0, 1}, new double[] {0, 1}).isPolygon())
                .isFalse();
        assertThat(new Polygon(new double[] {0, 1, Double.NaN}, new double[] {0, 1, 0}).isPolygon())
                .isFalse();
        assertThat(square(0, 0, 1, 1).isPolygon()).isTrue();
    }

    private static Polygon square(double left, double top, double right, double bottom) {
        return new Polygon(new double[] {left, right, right, left}, new double[] {top, top, bottom, bottom});
    }

    private static BitSet inside(Polygon polygon) {
        BitSet pixels = new BitSet();
        polygon.toggle(pixels, COLUMNS, ROWS);
        return pixels;
    }

    private static BitSet pixels(int left, int top, int right, int bottom) {
        BitSet pixels = new BitSet();
        for (int row = top; row <= bottom; row++) {
            pixels.set(row * COLUMNS + left, row * COLUMNS + right + 1);
        }
        return pixels;
    }
}
