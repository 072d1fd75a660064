package org.vigie.diffusion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.SlicePolygons.OnSlice;

class SlicePolygonsTest {
    private static final Grid GRID = new Grid(10, 8, 3, 1, 1);

    @Test
    void takesThePixelsWhoseCentresAreInside() {
        Region region = drawn(List.of(new OnSlice(1, square(1.5, 5.5))));

        assertThat(region.size()).isEqualTo(16);
        assertThat(region.contains(GRID.index(2, 2, 1))).isTrue();
        assertThat(region.contains(GRID.index(5, 5, 1))).isTrue();
        assertThat(region.contains(GRID.index(6, 5, 1))).isFalse();
        assertThat(region.contains(GRID.index(2, 2, 0))).isFalse();
    }

    @Test
    void aPolygonInAnotherIsAHole() {
        assertThat(drawn(List.of(new OnSlice(0, square(0.5, 6.5)), new OnSlice(0, square(2.5, 4.5))))
                        .size())
                .isEqualTo(36 - 4);
    }

    @Test
    void keepsOnlyTheSlicesAskedFor() {
        Region all = drawn(List.of(
                new OnSlice(0, square(1.5, 3.5)), new OnSlice(1, square(1.5, 3.5)), new OnSlice(2, square(1.5, 3.5))));

        assertThat(SlicePolygons.within(GRID, all, 1, 2).size()).isEqualTo(8);
    }

    @Test
    void refusesBrokenDrawingsByName() {
        Polygon bow = new Polygon(new double[] {1, 5, 5, 1}, new double[] {1, 5, 1, 5});
        Polygon line = new Polygon(new double[] {1, 5}, new double[] {1, 5});
        Polygon speck = new Polygon(new double[] {1.1, 1.2, 1.2}, new double[] {1.1, 1.1, 1.2});

        assertThat(refused(new OnSlice(0, bow))).isEqualTo(Reason.of(ReasonCode.INVALID_VALUE, "roi.selfCrossing"));
        assertThat(refused(new OnSlice(0, line))).isEqualTo(Reason.of(ReasonCode.INVALID_VALUE, "roi.openContour"));
        assertThat(refused(new OnSlice(3, square(1, 2)))).isEqualTo(Reason.of(ReasonCode.INVALID_VALUE, "roi.slice"));
        assertThat(refused(new OnSlice(0, speck))).isEqualTo(Reason.of(ReasonCode.ROI_TOO_SMALL));
    }

    private static Polygon square(double from, double to) {
        return new Polygon(new double[] {from, to, to, from}, new double[] {from, from, to, to});
    }

    private static Region drawn(List<OnSlice> polygons) {
        return ((SlicePolygons.Result.Drawn) SlicePolygons.region(GRID, polygons)).region();
    }

    private static Reason refused(OnSlice polygon) {
        return ((SlicePolygons.Result.Refused) SlicePolygons.region(GRID, List.of(polygon))).reason();
    }
}
