package org.vigie.staging.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.Side;

/** Bodies of requests; everything may be absent until it is checked. */
final class Requests {
    private Requests() {}

    record CourseRequest(
            @Nullable String patientId,
            @Nullable String issuer,
            @Nullable String courseId,
            @Nullable ClinicalTime c1d1,
            @Nullable String regimen,
            @Nullable ClinicalTime nextCycleAt,
            @Nullable Side side,
            @Nullable String subtype,
            @Nullable String patientName,
            @Nullable ClinicalTime birthDate,
            @Nullable List<LesionRequest> lesions) {}

    record LesionRequest(
            @Nullable String trackingUid,
            @Nullable String label,
            @Nullable Side side) {}

    record NextCycleRequest(
            @Nullable String patientId,
            @Nullable String issuer,
            @Nullable String courseId,
            @Nullable ClinicalTime nextCycleAt) {}

    record CourseEndRequest(
            @Nullable String patientId,
            @Nullable String issuer,
            @Nullable String courseId,
            @Nullable ClinicalTime endedAt) {}

    /** @param changedAt first day of the new treatment */
    record RegimenRequest(
            @Nullable String patientId,
            @Nullable String issuer,
            @Nullable String courseId,
            @Nullable ClinicalTime changedAt,
            @Nullable String regimen) {}

    /**
     * @param system name space of {@code sourceId}, for example the laboratory
     * @param sourceId the source's own id of the statement
     * @param statedAt when the source made this version
     */
    record FactRequest(
            @Nullable String patientId,
            @Nullable String issuer,
            @Nullable String system,
            @Nullable String sourceId,
            @Nullable Instant statedAt,
            @Nullable FactBody body) {}

    record RetractRequest(
            @Nullable String patientId,
            @Nullable String issuer,
            @Nullable String factId,
            @Nullable String system,
            @Nullable String sourceId,
            @Nullable Instant statedAt) {}

    record LabsRequest(
            @Nullable String patientId,
            @Nullable String issuer,
            @Nullable String system,
            @Nullable List<LabRequest> labs) {}

    /**
     * @param value number, or a bound such as {@code <0.1}
     * @param unit UCUM
     * @param referenceLow lower limit of normal in the same unit
     */
    record LabRequest(
            @Nullable Analyte analyte,
            @Nullable ClinicalTime at,
            @Nullable String value,
            @Nullable String unit,
            @Nullable String referenceLow,
            @Nullable String referenceHigh,
            @Nullable String specimen,
            @Nullable String code,
            @Nullable String sourceId,
            @Nullable Instant statedAt) {}

    record TimelineRequest(
            @Nullable String patientId, @Nullable String issuer) {}
}
