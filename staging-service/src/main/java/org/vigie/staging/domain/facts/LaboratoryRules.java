package org.vigie.staging.domain.facts;

import org.vigie.contract.clinical.LaboratoryFact;

/** What laboratories may state. */
final class LaboratoryRules {
    private LaboratoryRules() {}

    static void check(Faults faults, LaboratoryFact fact) {
        switch (fact) {
            case LaboratoryFact.Lab lab -> lab(faults, lab);
            case LaboratoryFact.MonoclonalProtein protein ->
                faults.past(protein.at(), "at")
                        .any(
                                "heavyChain",
                                protein.heavyChain(),
                                protein.lightChain(),
                                protein.serumImmunofixation(),
                                protein.urineImmunofixation());
            case LaboratoryFact.Cytogenetics fish -> {
                faults.past(fish.at(), "at");
                if (fish.present().isEmpty()) {
                    faults.add("present", "at least one finding stated");
                }
            }
            case LaboratoryFact.Pathology pathology ->
                faults.past(pathology.at(), "at")
                        .optionalUid(pathology.trackingUid(), "trackingUid")
                        .within(Plausible.PERCENT, pathology.intraductalPercent(), "intraductalPercent")
                        .any(
                                "histology",
                                pathology.histology(),
                                pathology.intraductalPercent(),
                                pathology.biopsyProvenPlasmacytoma(),
                                pathology.singlePlasmacytoma(),
                                pathology.amyloidosis(),
                                pathology.completeResponse());
        }
    }

    private static void lab(Faults faults, LaboratoryFact.Lab lab) {
        faults.past(lab.at(), "at").text(lab.reportedValue(), "value");
        if (!faults.present(lab.analyte(), "analyte")) {
            return;
        }
        faults.within(Plausible.of(lab.analyte()), lab.value(), "value");
        Double low = lab.referenceLow();
        Double high = lab.referenceHigh();
        if (low != null && high != null && low > high) {
            faults.add("referenceHigh", "not below referenceLow");
        }
    }
}
