package org.vigie.ingest.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.imaging.InstanceStored.DwiFrame;
import org.vigie.contract.imaging.InstanceStored.DynamicFrame;
import org.vigie.ingest.domain.ProtocolRule.HeaderTexts;

/**
 * What ingest needs of one instance's header; all UIDs are valid.
 *
 * @param used false if no measurement needs this object
 * @param referencedStudyUids studies the object names itself, its own not among them
 * @param referencedInstanceUids instances a SEG, RTSTRUCT or report refers to
 * @param texts region and descriptions of an MR image; null for anything else; never leaves the process
 */
public record InstanceHeader(
        String studyUid,
        String seriesUid,
        String sopInstanceUid,
        String sopClassUid,
        String transferSyntaxUid,
        String modality,
        Patient patient,
        @Nullable ClinicalTime studyTime,
        boolean used,
        List<String> referencedStudyUids,
        List<String> referencedInstanceUids,
        List<DwiFrame> dwiFrames,
        List<DynamicFrame> dynamicFrames,
        @Nullable HeaderTexts texts) {

    /** Each of them is told: what refers to more was not drawn by a person. */
    public static final int MAX_REFERENCED_STUDIES = 100;

    public InstanceHeader {
        referencedStudyUids = List.copyOf(referencedStudyUids);
        referencedInstanceUids = List.copyOf(referencedInstanceUids);
        dwiFrames = List.copyOf(dwiFrames);
        dynamicFrames = List.copyOf(dynamicFrames);
    }

    /** The patient as the object states it; never printed. */
    public record Patient(
            @Nullable String id,
            @Nullable String issuer,
            @Nullable String name,
            java.time.@Nullable LocalDate birthDate,
            @Nullable String sex) {
        @Override
        public String toString() {
            return "Patient[hidden]";
        }
    }
}
