package org.vigie.mr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vigie.mr.SampleFrames.series;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigie.mr.DwiProtocol.Reason;

class DwiProtocolCheckTest {

    @Test
    void twoSeriesOfTheSameSlicesSatisfyInAnyOrder() {
        List<MrFrame> frames = join(series("b0", 0, 20), series("b800", 800, 20));
        Collections.shuffle(frames, new Random(1));

        assertThat(DwiProtocolCheck.check(frames))
                .isInstanceOfSatisfying(
                        DwiProtocol.Satisfied.class,
                        s -> assertThat(s.sets().getFirst().seriesUids()).containsExactly("b0", "b800"));
    }

    @Test
    void noDiffusionImagesIsNothingToWaitFor() {
        assertThat(DwiProtocolCheck.check(List.of())).isEqualTo(new DwiProtocol.NoDwi());
        assertThat(DwiProtocolCheck.check(List.of(SampleFrames.frame("t2", Optional.empty(), SampleFrames.at(0)))))
                .isEqualTo(new DwiProtocol.NoDwi());
    }

    @Test
    void oneBValueAloneDoesNot() {
        assertThat(reasons(series("b0", 0, 20))).containsExactly(Reason.Code.NO_HIGH_B);
        assertThat(reasons(series("b800", 800, 20))).containsExactly(Reason.Code.NO_LOW_B);
    }

    @Test
    void fiftyIsLowAndFourHundredIsHigh() {
        assertThat(DwiProtocolCheck.check(join(series("a", 50, 5), series("b", 400, 5))))
                .isInstanceOf(DwiProtocol.Satisfied.class);
        assertThat(reasons(join(series("a", 51, 5), series("b", 400, 5)))).containsExactly(Reason.Code.NO_LOW_B);
        assertThat(reasons(join(series("a", 50, 5), series("b", 399, 5)))).containsExactly(Reason.Code.NO_HIGH_B);
    }

    @Test
    void aSeriesStillGrowingIsWaitedFor() {
        List<MrFrame> frames = join(series("b0", 0, 20), series("b500", 500, 20), series("b1000", 1000, 12));

        assertThat(reasons(frames)).containsExactly(Reason.Code.SLICES_DIFFER);
    }

    @Test
    void aSeriesOfBothWithASliceMissingIsWaitedFor() {
        List<MrFrame> frames = join(series("all", 0, 20), series("all", 800, 19));

        assertThat(reasons(frames)).containsExactly(Reason.Code.SLICES_DIFFER);
    }

    @Test
    void aDirectionMissingOnOneSliceIsWaitedFor() {
        List<MrFrame> frames = join(series("all", 0, 20), series("all", 800, 20), series("all", 800, 20));

        frames.removeLast();

        assertThat(reasons(frames)).containsExactly(Reason.Code.IMAGES_MISSING);
    }

    @Test
    void aSliceMissingFromAllIsAGap() {
        List<MrFrame> frames = join(series("b0", 0, 20), series("b800", 800, 20));

        frames.removeIf(f -> f.geometry().position().z() == 40);

        assertThat(reasons(frames)).containsExactly(Reason.Code.SLICE_GAP);
    }

    @Test
    void anotherGridDoesNotCompleteASet() {
        List<MrFrame> frames = join(series("b0", 0, 1), series("b800", 800, 1));
        SliceGeometry here = SampleFrames.at(0);
        SliceGeometry shifted = new SliceGeometry(
                new Vector3(-90, -100, 0),
                here.rowDirection(),
                here.columnDirection(),
                2,
                2,
                100,
                100,
                here.sliceThickness(),
                here.frameOfReferenceUid());
        frames.set(1, SampleFrames.frame("b800", Optional.of(800.0), shifted));

        assertThat(reasons(frames)).containsExactlyInAnyOrder(Reason.Code.NO_HIGH_B, Reason.Code.NO_LOW_B);
    }

    @Test
    void aReversedLowBOnTheSameSlicesJoinsTheSet() {
        List<MrFrame> frames = join(series("b0", 0, 20), series("b0 reversed", 0, 20), series("b800", 800, 20));

        assertThat(DwiProtocolCheck.check(frames)).isInstanceOf(DwiProtocol.Satisfied.class);
    }

    @Test
    void anImageWithoutBValueIsTheUnweightedOneOfItsSeries() {
        List<MrFrame> frames = join(series("one", 1500, 1));
        frames.add(SampleFrames.frame("one", Optional.empty(), SampleFrames.at(0)));

        assertThat(DwiProtocolCheck.check(frames))
                .isInstanceOfSatisfying(
                        DwiProtocol.Satisfied.class,
                        s -> assertThat(s.sets().getFirst().bValues()).containsExactly(0.0, 1500.0));
        assertThat(InferredZero.complete(frames)
                        .getLast()
                        .bValue()
                        .orElseThrow()
                        .source())
                .isEqualTo(BValue.Source.INFERRED_ZERO);
    }

    @Test
    void aRefusedBValueIsNotTakenForZero() {
        List<MrFrame> frames = join(series("one", 1500, 1));
        MrFrame plain = SampleFrames.frame("one", Optional.empty(), SampleFrames.at(0));
        frames.add(new MrFrame(
                plain.instance(),
                0,
                plain.kind(),
                plain.geometry(),
                plain.bValue(),
                plain.pixels(),
                plain.timing(),
                plain.tile(),
                List.of(new HeaderFault(HeaderFault.Code.INVALID_B_VALUE, "(0018,9087)"))));

        assertThat(reasons(frames)).contains(Reason.Code.NO_LOW_B);
    }

    private static List<Reason.Code> reasons(List<MrFrame> frames) {
        DwiProtocol protocol = DwiProtocolCheck.check(frames);
        assertThat(protocol).isInstanceOf(DwiProtocol.Unsatisfied.class);
        return ((DwiProtocol.Unsatisfied) protocol)
                .reasons().stream().map(Reason::code).toList();
    }

    @SafeVarargs
    private static List<MrFrame> join(List<MrFrame>... parts) {
        List<MrFrame> all = new ArrayList<>();
        for (List<MrFrame> part : parts) {
            all.addAll(part);
        }
        return all;
    }
}
