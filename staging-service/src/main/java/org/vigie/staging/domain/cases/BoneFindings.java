package org.vigie.staging.domain.cases;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.WholeBodyFact.BonesRead;
import org.vigie.contract.clinical.WholeBodyFact.Coverage;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.timeline.Stated;

/**
 * All readings of the bones at a work-up taken together: what one of them saw is there; that there is no more can only be
 * said by one that saw the whole skeleton, as what was not imaged is unknown (clinical rules 0.3).
 */
final class BoneFindings {
    /** "Otherwise normal" is asked of a solitary plasmacytoma only, whose own lesion is not counted (clinical rules 8.5). */
    static final int PRIMARY = 1;

    private final List<Stated<BonesRead>> bones;

    BoneFindings(Workup workup) {
        this.bones = workup.near(
                Stated.latest(
                                workup.timeline().stated(BonesRead.class),
                                b -> Workup.study(b.body().studyUid(), b.body().at()) + "|"
                                        + b.body().modality())
                        .stream()
                        .filter(b -> b.body().modality() != Modality.MR),
                BonesRead::at);
    }

    /** {@code osteolyticLesions}, {@code skeletalSurveyNormal}: one lesion may be the plasmacytoma itself. */
    void osteolytic(Readings readings) {
        lytic(readings, "osteolyticLesions", BonesRead::osteolyticLesions);
        Stated<BonesRead> most = most(BonesRead::osteolyticLesions);
        Stated<BonesRead> whole = whole(BonesRead::osteolyticLesions);
        if (most != null && number(most.body().osteolyticLesions()) > PRIMARY) {
            readings.yesNo("skeletalSurveyNormal", false, most.factId());
        } else if (whole != null) {
            readings.yesNo("skeletalSurveyNormal", true, whole.factId());
        }
    }

    /** {@code lyticLesions}, {@code boneScale}. */
    void durieSalmon(Readings readings) {
        lytic(readings, "lyticLesions", BonesRead::lyticFrom10Mm);
        // A scale that may be higher elsewhere says less than a count of the whole skeleton.
        if (whole(BonesRead::durieSalmonScale) != null || whole(BonesRead::lyticFrom10Mm) == null) {
            lytic(readings, "boneScale", BonesRead::durieSalmonScale);
        }
    }

    private void lytic(Readings readings, String input, Function<BonesRead, @Nullable Integer> part) {
        bones.stream().filter(b -> part.apply(b.body()) != null).forEach(b -> readings.read(b.factId()));
        Stated<BonesRead> most = most(part);
        if (most != null) {
            double seen = number(part.apply(most.body()));
            readings.put(
                    input,
                    whole(part) == null
                            ? new Reading.Within(seen, null, "1", most.factId())
                            : new Reading.Measured(seen, "1", most.factId()));
        }
    }

    private @Nullable Stated<BonesRead> most(Function<BonesRead, @Nullable Integer> part) {
        return bones.stream()
                .filter(b -> part.apply(b.body()) != null)
                .reduce((one, other) -> number(part.apply(other.body())) > number(part.apply(one.body())) ? other : one)
                .orElse(null);
    }

    private @Nullable Stated<BonesRead> whole(Function<BonesRead, @Nullable Integer> part) {
        return bones.stream()
                .filter(b -> part.apply(b.body()) != null && b.body().coverage() == Coverage.WHOLE_BODY)
                .findFirst()
                .orElse(null);
    }

    private static int number(@Nullable Integer count) {
        return Objects.requireNonNull(count);
    }
}
