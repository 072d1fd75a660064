package org.vigie.staging.domain.facts;

import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AblationFact;
import org.vigie.contract.clinical.LesionFact;

/** What readers and interventional radiologists may state of one lesion. */
final class LesionRules {
    private static final Plausible STANDARD_ERROR = new Plausible(0, 50, "mmol/kg");

    /** Above nothing: without signal before contrast there is no enhancement to speak of. */
    private static final Plausible SIGNAL = new Plausible(1e-9, 1e9, "");

    private static final Plausible SECONDS = new Plausible(0, 3_600, "s");
    private static final Plausible VOXELS = new Plausible(0, 1e9, "");
    private static final Plausible KTRANS = new Plausible(0, 5, "/min");
    private static final Plausible KEP = new Plausible(0, 1_000, "/min");
    private static final Plausible SHARE = new Plausible(0, 1, "");
    private static final Plausible IAUC = new Plausible(0, 100_000, "mmol/L.s");
    private static final Plausible RELAXIVITY = new Plausible(0.1, 100, "/s/mM");
    private static final Plausible HAEMATOCRIT = new Plausible(0.1, 0.7, "");

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
            case LesionFact.KineticsMeasured measured -> kinetics(faults, measured);
            case LesionFact.PerfusionMeasured measured -> perfusion(faults, measured);
        }
    }

    private static void kinetics(Faults faults, LesionFact.KineticsMeasured measured) {
        faults.optionalUid(measured.studyUid(), "studyUid")
                .optionalUid(measured.trackingUid(), "trackingUid")
                .past(measured.at(), "at")
                .any("signalEarly", measured.signalEarly(), measured.connectedWashoutVoxels())
                .within(SIGNAL, measured.signalBefore(), "signalBefore")
                .within(SIGNAL, measured.signalEarly(), "signalEarly")
                .within(SIGNAL, measured.signalLate(), "signalLate")
                .within(SECONDS, measured.earlySeconds(), "earlySeconds")
                .within(SECONDS, measured.lateSeconds(), "lateSeconds")
                .within(VOXELS, number(measured.connectedWashoutVoxels()), "connectedWashoutVoxels")
                .within(VOXELS, number(measured.connectedPlateauVoxels()), "connectedPlateauVoxels")
                .within(VOXELS, number(measured.connectedPersistentVoxels()), "connectedPersistentVoxels");
        Double early = measured.earlySeconds();
        Double late = measured.lateSeconds();
        if (early != null && late != null && late <= early) {
            faults.add("lateSeconds", "after earlySeconds");
        }
    }

    private static void perfusion(Faults faults, LesionFact.PerfusionMeasured measured) {
        faults.optionalUid(measured.studyUid(), "studyUid")
                .optionalUid(measured.trackingUid(), "trackingUid")
                .past(measured.at(), "at")
                .any("ktransPerMin", measured.ktransPerMin(), measured.iauc60MmolSecPerL())
                .within(KTRANS, measured.ktransPerMin(), "ktransPerMin")
                .within(KEP, measured.kepPerMin(), "kepPerMin")
                .within(SHARE, measured.ve(), "ve")
                .within(SHARE, measured.vp(), "vp")
                .within(IAUC, measured.iauc60MmolSecPerL(), "iauc60MmolSecPerL")
                .within(Plausible.PERCENT, measured.excludedPercent(), "excludedPercent")
                .within(RELAXIVITY, measured.relaxivityPerSecPerMmolPerL(), "relaxivityPerSecPerMmolPerL")
                .within(HAEMATOCRIT, measured.haematocrit(), "haematocrit");
    }

    private static @Nullable Double number(@Nullable Integer count) {
        return count == null ? null : Double.valueOf(count);
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
