package org.vigie.notify.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.DeliveryRows;
import org.vigie.notify.storage.Sql;
import org.vigie.notify.storage.TimelineRows;

/**
 * Everything known of one patient, read in one transaction.
 *
 * @param studies current revision of each study, oldest first
 * @param revisions every measured revision, newest first
 * @param pictures picture number by measured row and lesion position, {@code "12:0"}
 */
record PatientFile(
        String patientKey,
        Optional<PatientIdentity> identity,
        List<AlertRows.Current> alerts,
        Map<String, List<AlertRows.Acknowledgement>> answers,
        Map<String, List<AlertRows.Version>> versions,
        List<TimelineRows.Measured> studies,
        List<TimelineRows.Measured> revisions,
        List<PatientAssessed> assessments,
        List<DeliveryRows.Delivery> deliveries,
        Map<String, Long> pictures) {

    static PatientFile read(Sql sql, String patientKey) {
        TimelineRows timeline = new TimelineRows(sql);
        AlertRows alerts = new AlertRows(sql);
        List<AlertRows.Current> current = alerts.ofPatient(patientKey);
        Map<String, List<AlertRows.Acknowledgement>> answers = new HashMap<>();
        Map<String, List<AlertRows.Version>> versions = new HashMap<>();
        for (AlertRows.Current alert : current) {
            String key = alert.event().alertKey();
            answers.put(key, alerts.acknowledgements(key));
            versions.put(key, alerts.versions(key));
        }
        List<TimelineRows.Measured> studies = timeline.studies(patientKey);
        Map<String, Long> pictures = new HashMap<>();
        for (TimelineRows.Measured study : studies) {
            for (int i = 0; i < study.event().lesions().size(); i++) {
                String place = study.id() + ":" + i;
                timeline.pictureId(study.id(), i).ifPresent(id -> pictures.put(place, id));
            }
        }
        return new PatientFile(
                patientKey,
                timeline.identity(patientKey),
                current,
                answers,
                versions,
                studies,
                timeline.revisions(patientKey),
                new ArrayList<>(timeline.assessments(patientKey)),
                new DeliveryRows(sql).ofPatient(patientKey),
                pictures);
    }

    /** Items of the comparability gate of the assessment an alert stands for. */
    List<String> gateFailures(AlertRows.Current alert) {
        return assessments.stream()
                .filter(a -> a.assessmentId().equals(alert.event().assessmentId()))
                .findFirst()
                .map(PatientAssessed::gateFailures)
                .orElse(List.of());
    }

    boolean isEmpty() {
        return identity.isEmpty() && alerts.isEmpty() && revisions.isEmpty() && assessments.isEmpty();
    }
}
