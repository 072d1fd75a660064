package org.vigie.mr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SliceGeometryTest {

    @Test
    void theNormalOfACoronalSlicePointsToTheBack() {
        SliceGeometry coronal = geometry(new Vector3(0, 40, 0), new Vector3(1, 0, 0), new Vector3(0, 0, -1), 2);

        assertThat(coronal.normal().minus(new Vector3(0, 1, 0)).length()).isZero();
        assertThat(coronal.positionAlongNormal()).isEqualTo(40, offset(1e-12));
    }

    @Test
    void neighboursShareAGridButNotAGeometry() {
        SliceGeometry here = SampleFrames.at(0);
        SliceGeometry next = SampleFrames.at(4);

        assertThat(here.sameGrid(next, 0.1)).isTrue();
        assertThat(here.sameGeometry(next, 0.1)).isFalse();
        assertThat(here.sameGeometry(SampleFrames.at(0.05), 0.1)).isTrue();
    }

    @Test
    void aSpacingThatMovesTheFarEdgeIsAnotherGrid() {
        SliceGeometry here = SampleFrames.at(0);
        SliceGeometry wider = geometry(here.position(), here.rowDirection(), here.columnDirection(), 2.01);

        assertThat(here.sameGrid(wider, 0.5)).isFalse();
        assertThat(here.sameGrid(wider, 1.5)).isTrue();
    }

    @Test
    void directionsMustBeUnitAndPerpendicular() {
        Vector3 x = new Vector3(1, 0, 0);
        assertThatThrownBy(() -> geometry(new Vector3(0, 0, 0), x, x, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("INVALID_ORIENTATION");
        assertThatThrownBy(() -> geometry(new Vector3(0, 0, 0), x, new Vector3(0, 0.9, 0), 2))
                .hasMessageContaining("INVALID_ORIENTATION");
    }

    private static SliceGeometry geometry(Vector3 position, Vector3 row, Vector3 column, double spacing) {
        return new SliceGeometry(position, row, column, spacing, 2, 100, 100, OptionalDouble.empty(), Optional.empty());
    }
}
