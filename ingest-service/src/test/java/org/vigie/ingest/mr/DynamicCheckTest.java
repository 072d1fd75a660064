package org.vigie.ingest.mr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vigie.contract.imaging.InstanceStored.DynamicFrame;
import org.vigie.ingest.mr.DynamicCheck.Finding;
import org.vigie.ingest.mr.DynamicCheck.Placed;

class DynamicCheckTest {
    private static final LocalDateTime T0 = LocalDateTime.parse("2026-03-02T09:40:00");

    @Test
    void oneSeriesWithAllPhases() {
        List<Placed> frames = new ArrayList<>();
        for (int phase = 1; phase <= 5; phase++) {
            frames.addAll(phase("1.2.1", Integer.toString(phase), phase, true, 3));
        }

        assertThat(DynamicCheck.check(frames, 1, 2)).isEqualTo(new Finding(true, 1, 4, 3, List.of()));
    }

    @Test
    void oneSeriesPerPhaseOfWhichTheFirstStatesNoAgent() {
        List<Placed> frames = Stream.of(
                        phase("1.2.1", "1", 0, false, 4),
                        phase("1.2.2", "1", 1, true, 4),
                        phase("1.2.3", "1", 2, true, 4))
                .flatMap(List::stream)
                .toList();

        assertThat(DynamicCheck.check(frames, 1, 2)).isEqualTo(new Finding(true, 1, 2, 4, List.of()));
        assertThat(DynamicCheck.check(frames.subList(0, 8), 1, 2).reasons())
                .containsExactly("NO_POST_CONTRAST 1 of 2 phases");
    }

    @Test
    void phasesWithoutIndexAreToldByRepeatedSlices() {
        List<Placed> frames = Stream.of(
                        phase("1.2.1", "", 0, true, 2), phase("1.2.1", "", 1, true, 2), phase("1.2.1", "", 2, true, 2))
                .flatMap(List::stream)
                .toList();

        assertThat(DynamicCheck.check(frames, 1, 2)).isEqualTo(new Finding(true, 1, 2, 2, List.of()));
    }

    @Test
    void aPhaseStillBeingSentIsNamed() {
        List<Placed> frames = Stream.of(
                        phase("1.2.1", "1", 0, true, 4),
                        phase("1.2.1", "2", 1, true, 4),
                        phase("1.2.1", "3", 2, true, 1))
                .flatMap(List::stream)
                .toList();

        assertThat(DynamicCheck.check(frames, 1, 2).reasons()).containsExactly("PHASES_DIFFER 2 of 3 with 4 slices");
    }

    @Test
    void twoPlainVolumesAreNoDynamicExamination() {
        List<Placed> frames = Stream.of(phase("1.2.1", "1", 0, false, 4), phase("1.2.2", "1", 1, false, 4))
                .flatMap(List::stream)
                .toList();

        assertThat(DynamicCheck.check(frames, 1, 2).present()).isFalse();
    }

    @Test
    void phasesOnOtherGeometryDoNotCount() {
        List<Placed> frames = new ArrayList<>(phase("1.2.1", "1", 0, false, 4));
        phase("1.2.2", "1", 1, true, 4)
                .forEach(p -> frames.add(new Placed(
                        p.seriesUid(),
                        new DynamicFrame(
                                "other grid",
                                p.frame().phase(),
                                p.frame().acquiredAt(),
                                true,
                                p.frame().slicePositionMm()))));

        assertThat(DynamicCheck.check(frames, 1, 2).reasons()).containsExactly("NO_POST_CONTRAST 0 of 2 phases");
    }

    private static List<Placed> phase(String series, String index, int minutes, boolean contrast, int slices) {
        List<Placed> frames = new ArrayList<>();
        for (int slice = 0; slice < slices; slice++) {
            frames.add(new Placed(
                    series, new DynamicFrame("grid", index, T0.plusMinutes(minutes), contrast, 2.5 * slice)));
        }
        return frames;
    }
}
