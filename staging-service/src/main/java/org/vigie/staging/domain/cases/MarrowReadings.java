package org.vigie.staging.domain.cases;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.WholeBodyFact.Coverage;
import org.vigie.contract.clinical.WholeBodyFact.FocalLesion;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.timeline.Stated;

/** Focal lesions of one reading, as the rules count them; an equivocal one is a doubt, not a lesion. */
final class MarrowReadings {
    /** From this size on a lesion counts (clinical rules 8.5 to 8.8). */
    static final double FOCAL_MM = 5;

    private MarrowReadings() {}

    /**
     * How many lesions of at least that size a reading saw.
     *
     * @param most certain ones and those that were not measured
     */
    record Count(int certain, int most) {}

    /** Null if they were not assessed. */
    static @Nullable Count count(MarrowRead read) {
        List<FocalLesion> lesions = read.focalLesions();
        if (isCounted(read)) {
            Integer counted = read.focalLesionCount();
            return counted == null ? null : new Count(counted, counted);
        }
        if (lesions == null) {
            return null;
        }
        int certain = 0;
        int unmeasured = 0;
        for (FocalLesion lesion : lesions) {
            Double size = lesion.sizeMm();
            if (!lesion.equivocal()) {
                unmeasured += size == null ? 1 : 0;
                certain += size != null && size >= FOCAL_MM ? 1 : 0;
            }
        }
        return new Count(certain, certain + unmeasured);
    }

    /** Counted, not listed, or listed without every size. */
    private static boolean isCounted(MarrowRead read) {
        List<FocalLesion> lesions = read.focalLesions();
        return read.focalLesionCount() != null
                && (lesions == null || lesions.stream().anyMatch(l -> !l.equivocal() && l.sizeMm() == null));
    }

    /** Lesions of at least that size; null if they were not assessed or one was not measured. */
    static @Nullable Integer focalCount(MarrowRead read) {
        Count count = count(read);
        return count == null || count.certain() < count.most() ? null : Integer.valueOf(count.certain());
    }

    /** Sizes of the certain lesions, unknown ones among them, or how many were counted. */
    static void focalSizes(Readings readings, Stated<MarrowRead> marrow) {
        readings.read(marrow.factId());
        List<FocalLesion> lesions = marrow.body().focalLesions();
        Integer counted = marrow.body().focalLesionCount();
        if (counted != null && isCounted(marrow.body())) {
            readings.put("mriFocalLesions", new Reading.Counted(counted, FOCAL_MM, "mm", marrow.factId()));
        } else if (lesions != null) {
            List<@Nullable Double> sizes = new ArrayList<>();
            lesions.stream().filter(l -> !l.equivocal()).forEach(l -> sizes.add(l.sizeMm()));
            readings.put("mriFocalLesions", new Reading.Numbers(sizes, "mm", marrow.factId()));
        }
    }

    static boolean hasEquivocal(MarrowRead read) {
        List<FocalLesion> lesions = read.focalLesions();
        return lesions != null && lesions.stream().anyMatch(FocalLesion::equivocal);
    }

    /** Every lesion that was seen, also a small, an equivocal and an unmeasured one; 0 where none was assessed. */
    static int seen(MarrowRead read) {
        List<FocalLesion> lesions = read.focalLesions();
        Integer counted = read.focalLesionCount();
        return Math.max(lesions == null ? 0 : lesions.size(), counted == null ? 0 : counted);
    }

    /** All of the skeleton that such a disease is looked for in: what is not seen there counts as not there. */
    static boolean isComplete(MarrowRead read) {
        return read.coverage() == Coverage.WHOLE_BODY
                || (read.coverage() == Coverage.SPINE_AND_PELVIS && read.modality() == Modality.MR);
    }
}
