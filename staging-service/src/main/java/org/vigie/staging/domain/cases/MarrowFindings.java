package org.vigie.staging.domain.cases;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.WholeBodyFact.Coverage;
import org.vigie.contract.clinical.WholeBodyFact.DiffuseGrade;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.timeline.Stated;

/** All readings of the marrow at a work-up taken together, in the same way as {@link BoneFindings}. */
final class MarrowFindings {
    private static final int PRIMARY = BoneFindings.PRIMARY;

    private final List<Stated<MarrowRead>> marrow;

    MarrowFindings(Workup workup) {
        this.marrow = workup.near(WholeBodyCases.marrowReads(workup.timeline()).stream(), MarrowRead::at);
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
            if (certain(one) > PRIMARY || Boolean.TRUE.equals(one.body().diffuse())) {
                readings.yesNo("axialMriNormal", false, one.factId());
                return;
            }
        }
        boolean doubtful = mri.stream().anyMatch(m -> MarrowReadings.seen(m.body()) > PRIMARY);
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
        int certain = assessed.stream().mapToInt(MarrowFindings::certain).max().orElse(0);
        if (assessed.stream().noneMatch(m -> MarrowReadings.isComplete(m.body()))) {
            return new MarrowReadings.Count(certain, Integer.MAX_VALUE);
        }
        boolean whole = assessed.stream().anyMatch(m -> m.body().coverage() == Coverage.WHOLE_BODY);
        int most = whole
                ? assessed.stream().mapToInt(MarrowFindings::most).max().orElse(0)
                : assessed.stream().mapToInt(MarrowFindings::most).sum();
        return new MarrowReadings.Count(certain, most);
    }
}
