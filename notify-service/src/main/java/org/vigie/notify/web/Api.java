package org.vigie.notify.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.DeliveryRows;

/** Bodies of the REST interface. */
final class Api {
    private Api() {}

    record Fault(String error, String object, String rule) {}

    record Search(@Nullable String patientId, @Nullable String issuer) {}

    /** @param version version that was read; absent: the current one */
    record Answer(
            @Nullable Integer version,
            @Nullable String choice,
            @Nullable String reason) {}

    record Alert(
            String alertKey,
            int version,
            AlertRaised.State state,
            AlertRaised.Severity severity,
            AlertRaised.Category category,
            String kind,
            @Nullable String timePoint,
            String patientKey,
            @Nullable String studyUid,
            @Nullable String lesionTrackingUid,
            @Nullable Double changePercent,
            @Nullable Double ci95LowPercent,
            @Nullable Double ci95HighPercent,
            boolean acknowledged,
            @Nullable String acknowledgedBy,
            @Nullable Instant acknowledgedAt,
            @Nullable String choice,
            boolean escalated,
            @Nullable ClinicalTime nextCycleAt,
            Instant raisedAt,
            @Nullable Instant expiresAt,
            List<String> flags,
            List<String> reasons) {
        static Alert of(AlertRows.Current current) {
            AlertRaised a = current.event();
            var story = a.story();
            return new Alert(
                    a.alertKey(),
                    a.version(),
                    a.state(),
                    current.severity(),
                    a.category(),
                    a.kind(),
                    a.timePoint(),
                    a.patientKey(),
                    a.studyUid(),
                    a.lesionTrackingUid(),
                    story == null ? null : story.changePercent(),
                    story == null ? null : story.ci95LowPercent(),
                    story == null ? null : story.ci95HighPercent(),
                    current.acknowledged(),
                    current.acknowledgedBy(),
                    current.acknowledgedAt(),
                    current.choice(),
                    current.escalatedAt() != null,
                    a.nextCycleAt(),
                    a.raisedAt(),
                    a.expiresAt(),
                    a.flags(),
                    a.reasons().stream().map(String::valueOf).toList());
        }
    }

    record Study(
            String studyUid,
            int revision,
            StudyMeasured.Outcome outcome,
            @Nullable ClinicalTime studyTime,
            boolean incomplete,
            List<Lesion> lesions,
            List<String> reasons,
            List<String> flags,
            Instant measuredAt) {
        static Study of(StudyMeasured m) {
            return new Study(
                    m.studyUid(),
                    m.revision(),
                    m.outcome(),
                    m.studyTime(),
                    m.incomplete(),
                    m.lesions().stream().map(Lesion::of).toList(),
                    m.reasons().stream().map(String::valueOf).toList(),
                    m.flags(),
                    m.measuredAt());
        }
    }

    /** @param adcMm2PerSec mean of the primary measurement, mm2/s */
    record Lesion(
            String label,
            @Nullable String trackingUid,
            boolean validated,
            boolean picture,
            @Nullable Double adcMm2PerSec,
            List<String> flags,
            List<String> reasons) {
        static Lesion of(org.vigie.contract.imaging.LesionAdc l) {
            var first = l.measurements().isEmpty() ? null : l.measurements().getFirst();
            var valid = first == null ? null : first.valid();
            return new Lesion(
                    l.label(),
                    l.trackingUid(),
                    l.roi().validated(),
                    l.picture() != null,
                    valid == null ? null : valid.mean(),
                    first == null ? List.of() : first.flags(),
                    first == null
                            ? List.of()
                            : first.reasons().stream().map(String::valueOf).toList());
        }
    }

    record Assessment(
            String assessmentId,
            String ruleId,
            @Nullable String timePoint,
            @Nullable Integer dayOfCourse,
            @Nullable String studyUid,
            @Nullable String lesionTrackingUid,
            String outcome,
            @Nullable Double value,
            @Nullable Double ci95Low,
            @Nullable Double ci95High,
            List<String> flags,
            List<String> reasons,
            List<String> gateFailures) {
        static Assessment of(PatientAssessed a) {
            return new Assessment(
                    a.assessmentId(),
                    a.ruleId(),
                    a.timePoint(),
                    a.dayOfCourse(),
                    a.studyUid(),
                    a.lesionTrackingUid(),
                    a.outcome(),
                    a.value(),
                    a.ci95Low(),
                    a.ci95High(),
                    a.flags(),
                    a.reasons().stream().map(String::valueOf).toList(),
                    a.gateFailures());
        }
    }

    record Delivery(
            String recipientId,
            String recipientRole,
            String channel,
            String purpose,
            String state,
            String alertKey,
            int version,
            int attempts,
            Instant createdAt,
            @Nullable Instant settledAt,
            @Nullable String lastError) {
        static Delivery of(DeliveryRows.Delivery d) {
            return new Delivery(
                    d.recipientId(),
                    d.recipientRole(),
                    d.channel(),
                    d.purpose().name(),
                    d.state(),
                    d.alertKey(),
                    d.version(),
                    d.attempts(),
                    d.createdAt(),
                    d.settledAt(),
                    d.lastError());
        }
    }

    record Patient(
            String patientKey,
            List<Study> studies,
            List<Assessment> assessments,
            List<Alert> alerts,
            List<Delivery> deliveries) {
        static Patient of(PatientFile file) {
            return new Patient(
                    file.patientKey(),
                    file.revisions().stream().map(m -> Study.of(m.event())).toList(),
                    file.assessments().stream().map(Assessment::of).toList(),
                    file.alerts().stream().map(Alert::of).toList(),
                    file.deliveries().stream().map(Delivery::of).toList());
        }
    }

    record Trail(boolean unbroken, List<org.vigie.notify.storage.AuditRows.Entry> entries) {}
}
