package org.vigie.staging.domain.cases;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.WholeBodyFact.FocalLesion;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.timeline.Stated;

/** Focal lesions of one reading, as the rules count them. */
final class MarrowReadings {
    private MarrowReadings() {}

    /** Lesions of at least this size; null if they were not assessed or one was not measured. */
    static @Nullable Integer focalCount(MarrowRead read, double fromMm) {
        List<FocalLesion> lesions = read.focalLesions();
        if (lesions == null) {
            return read.focalLesionCount();
        }
        int count = 0;
        for (FocalLesion lesion : lesions) {
            Double size = lesion.sizeMm();
            if (size == null) {
                return read.focalLesionCount();
            }
            count += size >= fromMm && !lesion.equivocal() ? 1 : 0;
        }
        return count;
    }

    /** Sizes of the certain lesions, unknown ones among them; an equivocal one is a doubt, not a lesion. */
    static void focalSizes(Readings readings, Stated<MarrowRead> marrow) {
        List<FocalLesion> lesions = marrow.body().focalLesions();
        if (lesions == null) {
            readings.read(marrow.factId());
            return;
        }
        List<@Nullable Double> sizes = new ArrayList<>();
        lesions.stream().filter(l -> !l.equivocal()).forEach(l -> sizes.add(l.sizeMm()));
        readings.put("mriFocalLesions", new Reading.Numbers(sizes, "mm", marrow.factId()))
                .read(marrow.factId());
    }

    static boolean hasEquivocal(MarrowRead read) {
        List<FocalLesion> lesions = read.focalLesions();
        return lesions != null && lesions.stream().anyMatch(FocalLesion::equivocal);
    }
}
