package org.vigie.staging.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
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

    record FactRequest(
            @Nullable String patientId,
            @Nullable String issuer,
            @Nullable FactBody body) {}

    record TimelineRequest(
            @Nullable String patientId, @Nullable String issuer) {}
}
