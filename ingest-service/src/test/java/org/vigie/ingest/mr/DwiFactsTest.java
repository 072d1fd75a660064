package org.vigie.ingest.mr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.InstanceStored.DwiFrame;
import org.vigie.ingest.Instances;
import org.vigie.ingest.PackagedRules;
import org.vigie.ingest.domain.ProtocolState;

class DwiFactsTest {
    private static final String GRID = "64x64 2.0 2.0 1.0,0.0,0.0 0.0,1.0,0.0 0.0,0.0,0.0 1.9";
    /** As another series of the same scanner may state it: a rounded direction, no frame of reference. */
    private static final ProtocolCheck CHECK = new ProtocolCheck(PackagedRules.with(Map.of()));

    private static final String NEARLY = "64x64 2.0 2.0 1.0,1.0E-5,0.0 -1.0E-5,1.0,0.0 0.0,0.0,0.0 -";

    @Test
    void twoBValuesOnTheSameSlicesSatisfyTheProtocol() {
        assertThat(CHECK.check(Instances.completeDwi())).isEqualTo(new ProtocolState.Satisfied());
    }

    @Test
    void bValuesMayBeSplitIntoSeriesWithRoundedGeometry() {
        assertThat(CHECK.check(List.of(
                        series("1.2.1", "1", 0, GRID, 0),
                        series("1.2.1", "2", 0, GRID, 5),
                        series("1.2.2", "3", 800, NEARLY, 0),
                        series("1.2.2", "4", 800, NEARLY, 5))))
                .isEqualTo(new ProtocolState.Satisfied());
    }

    @Test
    void aSeriesStillBeingSentDoesNotSatisfyIt() {
        assertThat(CHECK.check(Instances.completeDwi().subList(0, 3))).isInstanceOf(ProtocolState.Unsatisfied.class);
    }

    @Test
    void anUnstatedBValueBesideAWeightedOneIsTheUnweightedImage() {
        assertThat(CHECK.check(List.of(
                        series("1.2.1", "1", DwiFacts.UNSTATED_OTHER, GRID, 0),
                        series("1.2.1", "2", DwiFacts.UNSTATED_OTHER, GRID, 5),
                        series("1.2.1", "3", 800, GRID, 0),
                        series("1.2.1", "4", 800, GRID, 5))))
                .isEqualTo(new ProtocolState.Satisfied());
    }

    @Test
    void aRefusedBValueIsNotTakenForTheUnweightedImage() {
        assertThat(CHECK.check(List.of(
                        series("1.2.1", "1", DwiFacts.REFUSED_DWI, GRID, 0), series("1.2.1", "3", 800, GRID, 0))))
                .isInstanceOf(ProtocolState.Unsatisfied.class);
    }

    @Test
    void otherImagesAloneAreNoDiffusion() {
        assertThat(CHECK.check(List.of(
                        series("1.2.1", "1", DwiFacts.UNSTATED_OTHER, GRID, 0),
                        Instances.ct(Instances.STUDY, "1.2.9.1", Instances.PATIENT))))
                .isEqualTo(new ProtocolState.NoDwi());
    }

    private static InstanceStored series(String series, String sop, double b, String grid, double slice) {
        return Instances.of(
                Instances.STUDY,
                series,
                series + "." + sop,
                Instances.PATIENT,
                "MR",
                false,
                List.of(),
                List.of(new DwiFrame(b, grid, slice)));
    }
}
