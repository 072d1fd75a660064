package org.vigie.ingest.mr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.InstanceStored.DwiFrame;
import org.vigie.ingest.Instances;
import org.vigie.ingest.PackagedRules;
import org.vigie.ingest.domain.ProtocolState;

/** Stations of 40 slices of 5 mm, one series each, that reach 195 mm. */
class WholeBodyCheckTest {
    private final ProtocolCheck check = new ProtocolCheck(PackagedRules.with(Map.of()));

    @Test
    void fiveStationsThatTouchAreComplete() {
        assertThat(check.check(stations(0, 1, 2, 3, 4))).isEqualTo(new ProtocolState.Satisfied());
    }

    @Test
    void aStationMissingBetweenTwoOthersIsNamed() {
        assertThat(check.check(stations(0, 1, 3, 4)))
                .isEqualTo(new ProtocolState.Unsatisfied(List.of("STATION_GAP 395 to 600 mm")));
    }

    @Test
    void theLastStationMissingIsNamed() {
        assertThat(check.check(stations(0, 1, 2, 3)))
                .isEqualTo(new ProtocolState.Unsatisfied(List.of("COVERAGE_SHORT 795 of 800 mm")));
        ProtocolCheck ofFive = new ProtocolCheck(PackagedRules.with(Map.of("vigie.protocols.wb-dwi.stations", "5")));
        assertThat(ofFive.check(stations(0, 1, 2, 3)))
                .isEqualTo(new ProtocolState.Unsatisfied(
                        List.of("STATIONS_MISSING 4 of 5", "COVERAGE_SHORT 795 of 800 mm")));
    }

    @Test
    void aStationWhoseHighBValueHasNotComeIsNamed() {
        List<InstanceStored> instances = new ArrayList<>(stations(0, 1, 2, 3));
        instances.addAll(station(4, 50));

        assertThat(check.check(instances))
                .isEqualTo(new ProtocolState.Unsatisfied(
                        List.of("NO_HIGH_B b [50.0]", "STATIONS_DIFFER b [50.0, 900.0] and b [50.0]")));
    }

    private static List<InstanceStored> stations(int... numbers) {
        List<InstanceStored> all = new ArrayList<>();
        for (int number : numbers) {
            all.addAll(station(number, 50, 900));
        }
        return all;
    }

    private static List<InstanceStored> station(int number, double... bValues) {
        List<InstanceStored> all = new ArrayList<>();
        for (double b : bValues) {
            for (int slice = 0; slice < 40; slice++) {
                String series = "1.2." + (number + 1);
                all.add(Instances.of(
                        Instances.STUDY,
                        series,
                        series + "." + (int) b + "." + slice,
                        Instances.PATIENT,
                        "MR",
                        false,
                        List.of(),
                        List.of(new DwiFrame(b, Instances.GRID, 5.0 * (40 * number + slice)))));
            }
        }
        return all;
    }
}
