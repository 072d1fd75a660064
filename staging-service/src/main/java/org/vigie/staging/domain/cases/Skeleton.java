package org.vigie.staging.domain.cases;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.WholeBodyFact.BonesRead;
import org.vigie.contract.clinical.WholeBodyFact.Coverage;
import org.vigie.contract.clinical.WholeBodyFact.DiffuseGrade;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.timeline.Stated;

/**
 * All readings of the skeleton at a work-up taken together: what one of them saw is there; that there is no more can only
 * be said by one that saw all of it, as what was not imaged is unknown (clinical rules 0.3).
 */
final class Skeleton {
    private final List<Stated<BonesRead>> bones;
    private final List<Stated<MarrowRead>> marrow;
    /** A plasmacytoma that is the only one is no sign of another disease (clinical rules 8.5). */
    private final int primary;

    /** @param solitary a plasmacytoma was proven, and it is the only one known */
    Skeleton(Workup workup, boolean solitary) {
        this.bones = workup.near(
                Stated.latest(
                                workup.timeline().stated(BonesRead.class),
                                b -> Workup.study(b.body().studyUid(), b.body().at()) + "|"
                                        + b.body().modality())
                        .stream()
                        .filter(b -> b.body().modality() != Modality.MR),
                BonesRead::at);
        this.marrow = workup.near(WholeBodyCases.marrowReads(workup.timeline()).stream(), MarrowRead::at);
        this.primary = solitary ? 1 : 0;
    }

    /** {@code osteolyticLesions}, {@code skeletalSurveyNormal}: one lesion of a solitary plasmacytoma is its own. */
    void osteolytic(Readings readings) {
        lytic(readings, "osteolyticLesions", BonesRead::osteolyticLesions);
        Stated<BonesRead> most = most(BonesRead::osteolyticLesions);
        Stated<BonesRead> whole = whole(BonesRead::osteolyticLesions);
        if (most != null && number(most.body().osteolyticLesions()) > primary) {
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
                .reduce((one, other) ->
                        number(part.apply(other.body())) > number(part.apply(one.body())) ? other : one)
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

    /** {@code mriFocalLesions}, {@code axialMriNormal}. */
    void focal(Readings readings) {
        List<Stated<MarrowRead>> mri =
                marrow.stream().filter(m -> m.body().modality() == Modality.MR).toList();
        mri.forEach(m -> readings.read(m.factId()));
        Stated<MarrowRead> most = mostFocal(mri);
        MarrowReadings.Count all = together(mri);
        if (most != null && all != null && (certain(most) > 1 || all.most() <= 1)) {
            MarrowReadings.focalSizes(readings, most);
        } else if (all != null && all.most() < Integer.MAX_VALUE) {
            // Unmeasured lesions of one reading stay what they are; lesions of two readings may be the same or not.
            mri.stream()
                    .filter(m -> most(m) == all.most())
                    .findFirst()
                    .ifPresent(m -> MarrowReadings.focalSizes(readings, m));
        }
        axial(readings, mri);
    }

    private void axial(Readings readings, List<Stated<MarrowRead>> mri) {
        for (Stated<MarrowRead> one : mri) {
            if (certain(one) > primary || Boolean.TRUE.equals(one.body().diffuse())) {
                readings.yesNo("axialMriNormal", false, one.factId());
                return;
            }
        }
        boolean doubtful = mri.stream().anyMatch(m -> MarrowReadings.seen(m.body()) > primary);
        if (!doubtful) {
            mri.stream()
                    .filter(m -> MarrowReadings.isComplete(m.body())
                            && MarrowReadings.count(m.body()) != null
                            && m.body().diffuse() != null)
                    .findFirst()
                    .ifPresent(m -> readings.yesNo("axialMriNormal", true, m.factId()));
        }
    }

    /** {@code focalLesionCount}, {@code diffuseGrade}, {@code extramedullary}, on MRI and PET; false if nothing was read. */
    boolean durieSalmonPlus(Readings readings) {
        marrow.forEach(m -> readings.read(m.factId()));
        MarrowReadings.Count all = together(marrow);
        Stated<MarrowRead> most = mostFocal(marrow);
        if (all != null && most != null) {
            readings.put(
                    "focalLesionCount",
                    all.certain() == all.most()
                            ? new Reading.Measured(all.certain(), "1", most.factId())
                            : new Reading.Within(
                                    (double) all.certain(),
                                    all.most() == Integer.MAX_VALUE ? null : Double.valueOf(all.most()),
                                    "1",
                                    most.factId()));
        }
        diffuse(readings);
        MyelomaResponseCases.extramedullary(readings, "extramedullary", marrow);
        return !marrow.isEmpty();
    }

    private void diffuse(Readings readings) {
        List<Stated<MarrowRead>> graded =
                marrow.stream().filter(m -> m.body().diffuseGrade() != null).toList();
        boolean complete = graded.stream().anyMatch(m -> MarrowReadings.isComplete(m.body()));
        graded.stream()
                .max(Comparator.comparing(m -> Objects.requireNonNull(m.body().diffuseGrade())))
                .filter(m -> complete || m.body().diffuseGrade() == DiffuseGrade.SEVERE)
                .ifPresent(m -> readings.choice(
                        "diffuseGrade",
                        Objects.requireNonNull(m.body().diffuseGrade()).name().toLowerCase(Locale.ROOT),
                        m.factId()));
    }

    private static int certain(Stated<MarrowRead> one) {
        MarrowReadings.Count count = MarrowReadings.count(one.body());
        return count == null ? 0 : count.certain();
    }

    private static int most(Stated<MarrowRead> one) {
        MarrowReadings.Count count = MarrowReadings.count(one.body());
        return count == null ? 0 : count.most();
    }

    private static @Nullable Stated<MarrowRead> mostFocal(List<Stated<MarrowRead>> reads) {
        return reads.stream()
                .filter(m -> MarrowReadings.count(m.body()) != null)
                .reduce((one, other) -> certain(other) > certain(one) ? other : one)
                .orElse(null);
    }

    /**
     * Lesions of all readings: at least those of the one that saw most; at most those, where one saw the whole body, else
     * the sum, as two parts may hold different ones; without limit where no reading is complete. Null if none was assessed.
     */
    private static MarrowReadings.@Nullable Count together(List<Stated<MarrowRead>> reads) {
        List<Stated<MarrowRead>> assessed = reads.stream()
                .filter(m -> MarrowReadings.count(m.body()) != null)
                .toList();
        if (assessed.isEmpty()) {
            return null;
        }
        int certain = assessed.stream().mapToInt(Skeleton::certain).max().orElse(0);
        if (assessed.stream().noneMatch(m -> MarrowReadings.isComplete(m.body()))) {
            return new MarrowReadings.Count(certain, Integer.MAX_VALUE);
        }
        boolean whole = assessed.stream().anyMatch(m -> m.body().coverage() == Coverage.WHOLE_BODY);
        int most = whole
                ? assessed.stream().mapToInt(Skeleton::most).max().orElse(0)
                : assessed.stream().mapToInt(Skeleton::most).sum();
        return new MarrowReadings.Count(certain, most);
    }
}
