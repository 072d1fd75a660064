package org.vigie.contract.clinical;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;

/** What was stated; {@code kind} tells which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FactBody.NacCourse.class, name = "nac-course"),
    @JsonSubTypes.Type(value = FactBody.NextCycle.class, name = "next-cycle"),
    @JsonSubTypes.Type(value = FactBody.CourseEnded.class, name = "course-ended"),
    @JsonSubTypes.Type(value = FactBody.Surgery.class, name = "surgery"),
    @JsonSubTypes.Type(value = FactBody.Administration.class, name = "administration"),
    @JsonSubTypes.Type(value = FactBody.Lesion.class, name = "lesion"),
    @JsonSubTypes.Type(value = FactBody.LesionNotMeasurable.class, name = "lesion-not-measurable"),
    @JsonSubTypes.Type(value = FactBody.PhantomChecked.class, name = "phantom-checked"),
    @JsonSubTypes.Type(value = FactBody.FtvMeasured.class, name = "ftv-measured"),
    @JsonSubTypes.Type(value = FactBody.RecistAssessed.class, name = "recist-assessed"),
    @JsonSubTypes.Type(value = FactBody.Retracted.class, name = "retracted"),
    @JsonSubTypes.Type(value = FactBody.RegimenChanged.class, name = "regimen-changed"),
    @JsonSubTypes.Type(value = FactBody.AdministrationOrdered.class, name = "administration-ordered"),
    @JsonSubTypes.Type(value = LaboratoryFact.Lab.class, name = "lab"),
    @JsonSubTypes.Type(value = LaboratoryFact.MonoclonalProtein.class, name = "monoclonal-protein"),
    @JsonSubTypes.Type(value = LaboratoryFact.Cytogenetics.class, name = "cytogenetics"),
    @JsonSubTypes.Type(value = LaboratoryFact.Pathology.class, name = "pathology"),
    @JsonSubTypes.Type(value = ConditionFact.Diagnosis.class, name = "diagnosis"),
    @JsonSubTypes.Type(value = ConditionFact.OrganDamageAttributed.class, name = "organ-damage-attributed"),
    @JsonSubTypes.Type(value = LesionFact.LesionSized.class, name = "lesion-sized"),
    @JsonSubTypes.Type(value = LesionFact.NewLesionRead.class, name = "new-lesion-read"),
    @JsonSubTypes.Type(value = LesionFact.ResidualRead.class, name = "residual-read"),
    @JsonSubTypes.Type(value = LesionFact.SpectroscopyMeasured.class, name = "spectroscopy-measured"),
    @JsonSubTypes.Type(value = LesionFact.KineticsMeasured.class, name = "kinetics-measured"),
    @JsonSubTypes.Type(value = LesionFact.PerfusionMeasured.class, name = "perfusion-measured"),
    @JsonSubTypes.Type(value = AblationFact.AblationConsidered.class, name = "ablation-considered"),
    @JsonSubTypes.Type(value = AblationFact.AblationPerformed.class, name = "ablation-performed"),
    @JsonSubTypes.Type(value = AblationFact.AblationFollowUp.class, name = "ablation-follow-up"),
    @JsonSubTypes.Type(value = WholeBodyFact.MarrowRead.class, name = "marrow-read"),
    @JsonSubTypes.Type(value = WholeBodyFact.BonesRead.class, name = "bones-read"),
    @JsonSubTypes.Type(value = WholeBodyFact.MarrowResponseRead.class, name = "marrow-response-read"),
    @JsonSubTypes.Type(value = WholeBodyFact.BurdenMeasured.class, name = "burden-measured"),
    @JsonSubTypes.Type(value = WholeBodyFact.VertebralFractureRead.class, name = "vertebral-fracture-read"),
    @JsonSubTypes.Type(value = FactBody.LesionMatched.class, name = "lesion-matched"),
    @JsonSubTypes.Type(value = FactBody.ReprocessRequested.class, name = "reprocess-requested"),
    @JsonSubTypes.Type(value = LinkFact.PatientMerged.class, name = "patient-merged"),
    @JsonSubTypes.Type(value = LinkFact.PatientUnlinked.class, name = "patient-unlinked"),
    @JsonSubTypes.Type(value = LinkFact.AdoptedFact.class, name = "adopted-fact"),
    @JsonSubTypes.Type(value = LinkFact.AdoptedStudy.class, name = "adopted-study"),
    @JsonSubTypes.Type(value = LinkFact.AdoptedAlert.class, name = "adopted-alert"),
    @JsonSubTypes.Type(value = LinkFact.HandedOver.class, name = "handed-over"),
    @JsonSubTypes.Type(value = LinkFact.LinkSeen.class, name = "link-seen")
})
public sealed interface FactBody
        permits FactBody.NacCourse,
                FactBody.NextCycle,
                FactBody.CourseEnded,
                FactBody.Surgery,
                FactBody.Administration,
                FactBody.Lesion,
                FactBody.LesionNotMeasurable,
                FactBody.PhantomChecked,
                FactBody.FtvMeasured,
                FactBody.RecistAssessed,
                FactBody.Retracted,
                FactBody.LesionMatched,
                FactBody.ReprocessRequested,
                FactBody.RegimenChanged,
                FactBody.AdministrationOrdered,
                LaboratoryFact,
                ConditionFact,
                LesionFact,
                AblationFact,
                WholeBodyFact,
                LinkFact {
    /**
     * A course of neoadjuvant chemotherapy; stating the same course id again corrects it.
     *
     * @param c1d1 first administration, planned or given
     * @param nextCycleAt next planned cycle, null if unknown
     * @param side breast treated
     * @param subtype receptor subtype, for the message only, for example {@code HR+/HER2-}
     */
    record NacCourse(
            String courseId,
            ClinicalTime c1d1,
            String regimen,
            @Nullable ClinicalTime nextCycleAt,
            @Nullable Side side,
            @Nullable String subtype)
            implements FactBody {}

    record NextCycle(String courseId, ClinicalTime nextCycleAt) implements FactBody {}

    record CourseEnded(String courseId, ClinicalTime endedAt) implements FactBody {}

    record Surgery(String courseId, ClinicalTime at) implements FactBody {}

    record Administration(
            @Nullable String courseId,
            ClinicalTime at,
            @Nullable String drug) implements FactBody {}

    /** A lesion to be followed: ties a tracking UID to a label, a side and a course. */
    record Lesion(
            String trackingUid,
            String label,
            @Nullable Side side,
            @Nullable String courseId) implements FactBody {}

    /** A radiologist states that the lesion can no longer be identified on DWI and DCE. */
    record LesionNotMeasurable(String studyUid, String trackingUid) implements FactBody {}

    record PhantomChecked(String deviceSerial, String model, double fieldStrengthTesla, ClinicalTime at, boolean passed)
            implements FactBody {}

    /** @param thresholds settings it was made with; volumes of different settings are not comparable */
    record FtvMeasured(
            String studyUid,
            String trackingUid,
            ClinicalTime at,
            double volumeCm3,
            @Nullable FtvThresholds thresholds) implements FactBody {
        public FtvMeasured(String studyUid, String trackingUid, ClinicalTime at, double volumeCm3) {
            this(studyUid, trackingUid, at, volumeCm3, null);
        }
    }

    /**
     * @param backgroundPercent of the 95th percentile before contrast, 60 by default
     * @param enhancementPercent early enhancement, 70 by default
     * @param neighbours of 26, 4 by default
     */
    record FtvThresholds(double backgroundPercent, double enhancementPercent, int neighbours) {}

    record RecistAssessed(String studyUid, ClinicalTime at, String response) implements FactBody {}

    /** The fact of that id was an error: the timeline is read as if it had never been stated. */
    record Retracted(String retractedFactId) implements FactBody {}

    /**
     * A reader says which lesion a region is that names none, or another, in its study.
     *
     * @param regionId of the proposal: study, contour and label
     * @param trackingUid lesion it is; null: a reader looked and it is none of the known ones
     * @param confidence stated with the proposal, 0 to 1
     */
    record LesionMatched(
            String studyUid,
            String regionId,
            @Nullable String trackingUid,
            @Nullable Double confidence) implements FactBody {}

    /** Nothing is stated: the patient is to be assessed again under what rules and thresholds are in force. */
    record ReprocessRequested(String runId) implements FactBody {}

    /** The treatment itself was changed; stating the course again with another regimen only corrects its name. */
    record RegimenChanged(String courseId, ClinicalTime at, String regimen) implements FactBody {}

    /** A dose was ordered, not given: nothing is concluded from it but when it is planned. */
    record AdministrationOrdered(
            @Nullable String courseId,
            ClinicalTime plannedAt,
            @Nullable String drug) implements FactBody {}
}
