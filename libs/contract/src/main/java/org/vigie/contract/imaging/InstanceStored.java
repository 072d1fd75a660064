package org.vigie.contract.imaging;

import java.time.Instant;
import java.time.LocalDateTime;
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
 * @param referencedStudyUids studies a SEG, RTSTRUCT or report refers to, its own included; in an event told again
 *     because an image it names came later its own and that image's
 * @param dwiFrames what completeness by content needs: one entry per frame of a diffusion-weighted image
 * @param protocolFacts what other completeness rules need; absent for what is no MR image and in older events
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
        List<DwiFrame> dwiFrames,
        @Nullable ProtocolFacts protocolFacts) {

    /** Without facts of other rules than that of diffusion. */
    public InstanceStored(
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
        this(
                patientKey,
                studyUid,
                seriesUid,
                sopInstanceUid,
                sopClassUid,
                transferSyntaxUid,
                modality,
                object,
                callingAe,
                receivedAt,
                studyTime,
                used,
                conflicting,
                referencedStudyUids,
                dwiFrames,
                null);
    }

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

    /**
     * @param protocols completeness rules the header names by body part or description; {@code elsewhere} if it names a
     *     region that none of them knows; empty if it names no region
     * @param dynamicFrames one entry per frame of a T1-weighted gradient-echo image
     */
    public record ProtocolFacts(List<String> protocols, List<DynamicFrame> dynamicFrames) {
        public ProtocolFacts {
            protocols = List.copyOf(protocols);
            dynamicFrames = List.copyOf(dynamicFrames);
        }
    }

    /**
     * @param family equal for frames of equal geometry and kind of image
     * @param phase temporal position or acquisition within its series; empty where not stated
     * @param acquiredAt on the scanner's clock
     * @param contrast true if the header states a contrast agent
     * @param slicePositionMm position along the slice normal, mm
     */
    public record DynamicFrame(
            String family,
            String phase,
            @Nullable LocalDateTime acquiredAt,
            boolean contrast,
            double slicePositionMm) {}
}
