package org.vigie.contract.imaging;

import java.time.Instant;
import java.time.LocalDate;

/**
 * An earlier study is needed and has not come. Topic {@code imaging.prior.requested.v1}, key = patient key. Asked once
 * per course: the same request has the same id.
 *
 * @param requestId UUIDv5 of patient, course and window
 * @param courseId course whose baseline is missing
 * @param studyUid study that cannot be compared without it
 * @param from first day on which the study may have been made
 * @param to last day
 */
public record PriorRequested(
        String requestId,
        String patientKey,
        String courseId,
        String studyUid,
        LocalDate from,
        LocalDate to,
        Instant requestedAt) {}
