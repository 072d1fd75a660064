package org.vigie.staging.domain.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.WholeBodyFact;

/** What readers may state of the skeleton. */
final class WholeBodyRules {
    private static final Plausible COUNT = new Plausible(0, 10_000, "lesions");

    private WholeBodyRules() {}

    static void check(Faults faults, WholeBodyFact fact) {
        switch (fact) {
            case WholeBodyFact.MarrowRead read -> marrow(faults, read);
            case WholeBodyFact.BonesRead read -> bones(faults, read);
            case WholeBodyFact.MarrowResponseRead read ->
                faults.optionalUid(read.studyUid(), "studyUid")
                        .past(read.at(), "at")
                        .text(read.region(), "region")
                        .within(Plausible.ADC, read.adcMm2PerSec(), "adcMm2PerSec");
            case WholeBodyFact.BurdenMeasured burden -> {
                faults.optionalUid(burden.studyUid(), "studyUid")
                        .past(burden.at(), "at")
                        .within(Plausible.SKELETON_VOLUME, burden.skeletonVolumeCm3(), "skeletonVolumeCm3")
                        .within(Plausible.ADC, burden.globalAdcMm2PerSec(), "globalAdcMm2PerSec");
                Double skeleton = burden.skeletonVolumeCm3();
                double limit = skeleton == null ? Plausible.SKELETON_VOLUME.high() : skeleton;
                faults.within(new Plausible(0, limit, "cm3"), burden.diffusionVolumeCm3(), "diffusionVolumeCm3");
            }
            case WholeBodyFact.VertebralFractureRead read ->
                faults.optionalUid(read.studyUid(), "studyUid")
                        .past(read.at(), "at")
                        .text(read.level(), "level");
        }
    }

    private static void marrow(Faults faults, WholeBodyFact.MarrowRead read) {
        faults.optionalUid(read.studyUid(), "studyUid").past(read.at(), "at").any("modality", read.modality());
        if (read.modality() != null && read.modality() != Modality.MR && read.modality() != Modality.PET_CT) {
            faults.add("modality", "MR or PET_CT");
        }
        count(faults, read.focalLesionCount(), "focalLesionCount");
        List<WholeBodyFact.FocalLesion> lesions = read.focalLesions();
        for (int i = 0; lesions != null && i < lesions.size(); i++) {
            faults.within(Plausible.LENGTH, lesions.get(i).sizeMm(), "focalLesions[" + i + "].sizeMm");
        }
    }

    private static void bones(Faults faults, WholeBodyFact.BonesRead read) {
        faults.optionalUid(read.studyUid(), "studyUid").past(read.at(), "at").any("modality", read.modality());
        count(faults, read.osteolyticLesions(), "osteolyticLesions");
        count(faults, read.lyticFrom10Mm(), "lyticFrom10Mm");
        Integer all = read.osteolyticLesions();
        Integer large = read.lyticFrom10Mm();
        if (all != null && large != null && large > all) {
            faults.add("lyticFrom10Mm", "not above osteolyticLesions");
        }
        Integer scale = read.durieSalmonScale();
        if (scale != null && (scale < 0 || scale > 3)) {
            faults.add("durieSalmonScale", "0 to 3");
        }
    }

    private static void count(Faults faults, @Nullable Integer count, String object) {
        faults.within(COUNT, count == null ? null : (double) count, object);
    }
}
