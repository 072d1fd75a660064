package org.vigie.diffusion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

class DecisionTablesTest {
    private static final double[] B = {0, 800};

    @Test
    void aSignalOfZeroOrLessOrNoNumberIsInvalid() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThat(VoxelStatus.of(B, new double[] {100, bad}, OptionalDouble.empty(), 1e-3))
                    .isEqualTo(VoxelStatus.INVALID);
        }
        assertThat(VoxelStatus.of(new double[] {-1, 800}, new double[] {100, 50}, OptionalDouble.empty(), 1e-3))
                .isEqualTo(VoxelStatus.INVALID);
    }

    @Test
    void threeSigmaIsStillSignalAndBelowIsNot() {
        assertThat(VoxelStatus.of(B, new double[] {100, 30}, OptionalDouble.of(10), 1e-3))
                .isEqualTo(VoxelStatus.VALID);
        assertThat(VoxelStatus.of(B, new double[] {100, 29.9}, OptionalDouble.of(10), 1e-3))
                .isEqualTo(VoxelStatus.NOISE_LIMITED);
    }

    @Test
    void noiseIsAskedBeforePhysics() {
        assertThat(VoxelStatus.of(B, new double[] {100, 29}, OptionalDouble.of(10), -1e-3))
                .isEqualTo(VoxelStatus.NOISE_LIMITED);
    }

    @Test
    void theLimitsOfPhysicsAreZeroExclusiveAndThreeAndAHalfInclusive() {
        double[] s = {100, 50};
        assertThat(VoxelStatus.of(B, s, OptionalDouble.empty(), 0)).isEqualTo(VoxelStatus.NON_PHYSICAL);
        assertThat(VoxelStatus.of(B, s, OptionalDouble.empty(), 3.5e-3)).isEqualTo(VoxelStatus.VALID);
        assertThat(VoxelStatus.of(B, s, OptionalDouble.empty(), 3.5001e-3)).isEqualTo(VoxelStatus.NON_PHYSICAL);
        assertThat(VoxelStatus.of(B, s, OptionalDouble.empty(), Double.NaN)).isEqualTo(VoxelStatus.NOT_CONVERGED);
    }

    @Test
    void twentyValidVoxelsAreEnoughAndNineteenAreNot() {
        assertThat(RegionDecision.of(20, Map.of(VoxelStatus.VALID, 20)).reasons())
                .isEmpty();
        assertThat(RegionDecision.of(19, Map.of(VoxelStatus.VALID, 19)).reasons())
                .containsExactly(Reason.of(ReasonCode.ROI_TOO_SMALL));
        assertThat(RegionDecision.of(0, Map.of()).reasons()).containsExactly(Reason.of(ReasonCode.ROI_TOO_SMALL));
    }

    @Test
    void tenPercentExcludedIsNotManyAndAQuarterIsNotTooMany() {
        assertThat(decision(90, 10, 0)).isEqualTo(new RegionDecision(List.of(), List.of()));
        assertThat(decision(89, 11, 0)).isEqualTo(new RegionDecision(List.of("many-excluded"), List.of()));
        assertThat(decision(75, 25, 0)).isEqualTo(new RegionDecision(List.of("many-excluded"), List.of()));
        assertThat(decision(74, 26, 0).reasons()).containsExactly(Reason.of(ReasonCode.NON_PHYSICAL));
    }

    @Test
    void whicheverDominatesIsTheReason() {
        assertThat(decision(60, 15, 25).reasons()).containsExactly(Reason.of(ReasonCode.BELOW_NOISE_FLOOR));
        assertThat(decision(60, 25, 15).reasons()).containsExactly(Reason.of(ReasonCode.NON_PHYSICAL));
    }

    private static RegionDecision decision(int valid, int nonPhysical, int noise) {
        return RegionDecision.of(
                valid + nonPhysical + noise,
                Map.of(
                        VoxelStatus.VALID, valid,
                        VoxelStatus.NON_PHYSICAL, nonPhysical,
                        VoxelStatus.NOISE_LIMITED, noise));
    }
}
