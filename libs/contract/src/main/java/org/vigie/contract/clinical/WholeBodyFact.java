package org.vigie.contract.clinical;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;

/** What readers saw in the skeleton: whole-body MRI, CT and radiographs in plasma-cell disease. */
public sealed interface WholeBodyFact extends FactBody {
    /** Part of the body that was imaged. */
    enum Coverage {
        WHOLE_BODY,
        SPINE_AND_PELVIS,
        PARTIAL
    }

    /** Diffuse infiltration on T1: mild also stands for micronodular, salt-and-pepper. */
    enum DiffuseGrade {
        NONE,
        MILD,
        MODERATE,
        SEVERE
    }

    /**
     * One focal lesion.
     *
     * @param sizeMm null if not measured
     * @param equivocal true: the reader is not sure
     */
    record FocalLesion(
            @Nullable String trackingUid,
            @Nullable Double sizeMm,
            boolean equivocal,
            @Nullable String region) {}

    /**
     * A reading of the marrow; each part null if it was not assessed.
     *
     * @param modality MR or PET_CT
     * @param focalLesions every focal lesion; empty: none, null: not assessed
     * @param focalLesionCount lesions of 5 mm or more where they are counted, not listed
     * @param diffuse T1 signal below disc and muscle
     * @param extramedullary disease outside the bones
     */
    record MarrowRead(
            @Nullable String studyUid,
            ClinicalTime at,
            LesionFact.Modality modality,
            @Nullable Coverage coverage,
            @Nullable List<FocalLesion> focalLesions,
            @Nullable Integer focalLesionCount,
            @Nullable Boolean diffuse,
            @Nullable Boolean micronodular,
            @Nullable DiffuseGrade diffuseGrade,
            @Nullable Boolean extramedullary)
            implements WholeBodyFact {}

    /**
     * Destruction of bone.
     *
     * @param osteolyticLesions all sizes, null if not assessed
     * @param lyticFrom10Mm those of 10 mm or more
     * @param durieSalmonScale 0 to 3
     */
    record BonesRead(
            @Nullable String studyUid,
            ClinicalTime at,
            LesionFact.Modality modality,
            @Nullable Coverage coverage,
            @Nullable Integer osteolyticLesions,
            @Nullable Integer lyticFrom10Mm,
            @Nullable Integer durieSalmonScale)
            implements WholeBodyFact {}

    /** Signal at high b compared with the study before. */
    enum HighBChange {
        RISING,
        UNCHANGED,
        FALLING
    }

    /** Morphological findings of a response reading (MY-RADS). */
    enum ResponseFinding {
        UNEQUIVOCAL_NEW_LESION,
        UNEQUIVOCAL_INCREASE,
        FOCAL_TO_DIFFUSE,
        SOFT_TISSUE_NEW_OR_LARGER,
        CRITICAL_FRACTURE_OR_CORD_COMPRESSION,
        NEW_HIGH_B_SIGNAL,
        EQUIVOCAL_NEW_LESION,
        SIZE_UNCHANGED,
        RELAPSE_AFTER_REGRESSION,
        NORMAL_MARROW_RETURNED,
        DECREASE,
        DIFFUSE_TO_FOCAL,
        SOFT_TISSUE_SMALLER,
        FAT_DOT_OR_HALO,
        STABLE_MORPHOLOGY
    }

    /**
     * Response of one region.
     *
     * @param region {@code overall} or the field's name, lower case
     * @param findings true: seen, false: looked for and not seen; what was not judged is absent
     * @param adcMm2PerSec median of the region in this study, null if not measured
     */
    record MarrowResponseRead(
            @Nullable String studyUid,
            ClinicalTime at,
            String region,
            Map<ResponseFinding, Boolean> findings,
            @Nullable HighBChange highB,
            @Nullable Double adcMm2PerSec)
            implements WholeBodyFact {
        public MarrowResponseRead {
            findings = Collections.unmodifiableMap(new TreeMap<>(findings));
        }
    }

    /**
     * Burden of the whole skeleton.
     *
     * @param diffusionVolumeCm3 tDV
     * @param skeletonVolumeCm3 null without a skeleton mask
     * @param globalAdcMm2PerSec gADC, median of the segmented voxels
     */
    record BurdenMeasured(
            @Nullable String studyUid,
            ClinicalTime at,
            double diffusionVolumeCm3,
            @Nullable Double skeletonVolumeCm3,
            @Nullable Double globalAdcMm2PerSec)
            implements WholeBodyFact {}

    /** Signs of a vertebral fracture; the first five speak for malignancy, the others against. */
    enum VertebralSign {
        EPIDURAL_MASS,
        PEDICLE_SIGNAL,
        CONVEX_POSTERIOR_BORDER,
        PARASPINAL_MASS,
        COMPLETE_MARROW_REPLACEMENT,
        RETROPULSED_FRAGMENT,
        T1_BAND,
        PRESERVED_MARROW,
        STIR_FLUID_SIGN,
        VACUUM_CLEFT
    }

    /**
     * @param level for example {@code L1}
     * @param signs true: seen, false: looked for and not seen; what was not judged is absent
     */
    record VertebralFractureRead(
            @Nullable String studyUid, ClinicalTime at, String level, Map<VertebralSign, Boolean> signs)
            implements WholeBodyFact {
        public VertebralFractureRead {
            signs = Collections.unmodifiableMap(new TreeMap<>(signs));
        }
    }
}
