package org.vigie.staging.domain.facts;

import org.vigie.contract.clinical.AblationFact;
import org.vigie.contract.clinical.LesionFact;

/** What readers and interventional radiologists may state of one lesion. */
final class LesionRules {
    private static final Plausible STANDARD_ERROR = new Plausible(0, 50, "mmol/kg");

    private LesionRules() {}

    static void check(Faults faults, LesionFact fact) {
        switch (fact) {
            case LesionFact.LesionSized sized -> {
                faults.optionalUid(sized.studyUid(), "studyUid")
                        .uid(sized.trackingUid(), "trackingUid")
                        .past(sized.at(), "at")
                        .any("modality", sized.modality())
                        .any("longestDiameterMm", sized.longestDiameterMm(), sized.shortAxisMm(), sized.quadrant())
                        .within(Plausible.LENGTH, sized.longestDiameterMm(), "longestDiameterMm")
                        .within(Plausible.LENGTH, sized.shortAxisMm(), "shortAxisMm");
                Double longest = sized.longestDiameterMm();
                Double shortest = sized.shortAxisMm();
                if (longest != null && shortest != null && shortest > longest) {
                    faults.add("shortAxisMm", "not above longestDiameterMm");
                }
            }
            case LesionFact.NewLesionRead read ->
                faults.optionalUid(read.studyUid(), "studyUid").past(read.at(), "at");
            case LesionFact.ResidualRead read ->
                faults.optionalUid(read.studyUid(), "studyUid")
                        .optionalUid(read.trackingUid(), "trackingUid")
                        .past(read.at(), "at")
                        .within(Plausible.LENGTH, read.diameterMm(), "diameterMm");
            case LesionFact.SpectroscopyMeasured measured ->
                faults.optionalUid(measured.studyUid(), "studyUid")
                        .optionalUid(measured.trackingUid(), "trackingUid")
                        .past(measured.at(), "at")
                        .any("cholineMmolPerKg", measured.cholineMmolPerKg(), measured.detectionLimitMmolPerKg())
                        .within(Plausible.CHOLINE, measured.cholineMmolPerKg(), "cholineMmolPerKg")
                        .within(STANDARD_ERROR, measured.standardErrorMmolPerKg(), "standardErrorMmolPerKg")
                        .within(Plausible.CHOLINE, measured.detectionLimitMmolPerKg(), "detectionLimitMmolPerKg");
        }
    }

    static void check(Faults faults, AblationFact fact) {
        switch (fact) {
            case AblationFact.AblationConsidered considered ->
                faults.past(considered.at(), "at")
                        .optionalUid(considered.trackingUid(), "trackingUid")
                        .optionalText(considered.organ(), "organ")
                        .within(Plausible.LENGTH, considered.skinDistanceMm(), "skinDistanceMm");
            case AblationFact.AblationPerformed performed ->
                faults.past(performed.at(), "at")
                        .optionalUid(performed.trackingUid(), "trackingUid")
                        .text(performed.organ(), "organ")
                        .any("technique", performed.technique());
            case AblationFact.AblationFollowUp followUp ->
                faults.past(followUp.at(), "at")
                        .optionalUid(followUp.studyUid(), "studyUid")
                        .optionalUid(followUp.trackingUid(), "trackingUid");
        }
    }
}
