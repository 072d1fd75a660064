package org.vigie.contract.imaging;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.ObjectRef;

/**
 * One DICOM instance is durable. Topic {@code imaging.instance.stored.v1}, key = study UID; ingest's own.
 *
 * @param used false if no measurement needs this object (it is kept all the same)
 * @param conflicting true if another content came before under the same SOP Instance UID; kept beside, never measured
 * @param referencedStudyUids studies a SEG or RTSTRUCT refers to, its own included
 * @param dwiFrames what completeness by content needs: one entry per frame of a diffusion-weighted image
 */
public record InstanceStored(
        String patientKey,
        String studyUid,
        String seriesUid,
        String sopInstanceUid,
        String sopClassUid,
        String transferSyntaxUid,
        String modality,
        ObjectRef object,
        String callingAe,
        Instant receivedAt,
        @Nullable ClinicalTime studyTime,
        boolean used,
        boolean conflicting,
        List<String> referencedStudyUids,
        List<DwiFrame> dwiFrames) {

    /** Readers send an event without a required part to their dead letters. */
    public InstanceStored {
        Objects.requireNonNull(patientKey, "patientKey");
        Objects.requireNonNull(studyUid, "studyUid");
        Objects.requireNonNull(seriesUid, "seriesUid");
        Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
        Objects.requireNonNull(sopClassUid, "sopClassUid");
        Objects.requireNonNull(transferSyntaxUid, "transferSyntaxUid");
        Objects.requireNonNull(modality, "modality");
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(callingAe, "callingAe");
        Objects.requireNonNull(receivedAt, "receivedAt");
        Objects.requireNonNull(referencedStudyUids, "referencedStudyUids");
        Objects.requireNonNull(dwiFrames, "dwiFrames");
    }

    /**
     * @param bSecPerMm2 b-value, s/mm2
     * @param geometryKey equal for frames of equal matrix, spacing, orientation and frame of reference
     * @param slicePositionMm position along the slice normal, mm
     */
    public record DwiFrame(double bSecPerMm2, String geometryKey, double slicePositionMm) {}
}
