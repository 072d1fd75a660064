package org.vigie.notify.web;

import java.util.List;
import org.vigie.notify.domain.AlertMessage;

/** What the templates print: words and figures only, nothing left to compute, never null. */
final class View {
    private View() {}

    record AlertLine(
            String key,
            String patientKey,
            String patient,
            String severity,
            String severityText,
            String finding,
            String lesion,
            String timePoint,
            String change,
            String interval,
            String nextCycle,
            String deadline,
            String stateText,
            String raised,
            boolean open,
            boolean acknowledged,
            boolean escalated,
            List<String> notes) {}

    record ChoiceLine(String code, String text) {}

    record AlertCard(
            AlertLine line,
            boolean hasMessage,
            AlertMessage message,
            boolean answerable,
            int version,
            List<String> answers,
            List<String> versions) {}

    /**
     * @param id row number of the measured revision
     * @param contourable true if there is a picture a contour could be drawn on
     */
    record StudyLine(
            long id,
            boolean contourable,
            String patientKey,
            String patient,
            String studyDate,
            int revision,
            String outcome,
            String outcomeText,
            List<String> notes,
            String measured,
            List<String> lesions) {}

    record FlightLine(
            String patientKey, String patient, String studyDate, int revision, String since, boolean incomplete) {}

    /** @param findings one a system, never merged */
    record StagedLine(String patientKey, String patient, String disease, List<String> findings, String when) {}

    record PictureLine(long id, String label, String date, String caption) {}

    record CurveRow(
            String date,
            String day,
            String timePoint,
            String adc,
            String change,
            String outcome,
            boolean drawn,
            List<String> notes) {}

    /** @param json the drawn data for the script of the page */
    record CurveBox(String label, boolean drawn, String json, List<CurveRow> rows) {}

    /** @param verdict as in events; {@code verdictText} for people */
    record ClauseLine(String text, String verdict, String verdictText, String values, String source) {}

    /**
     * @param title of the rule, its id where it states none
     * @param about time-point, day, lesion and value, as far as there are any
     */
    record AssessmentBox(
            String title,
            String rule,
            String outcome,
            List<String> about,
            List<String> notes,
            List<ClauseLine> clauses,
            List<String> inputs) {}

    /** @param note how the answers of several systems are to be read, empty where there is one */
    record AssessmentGroup(String title, String note, List<AssessmentBox> assessments) {}

    record DeliveryLine(
            String patientKey,
            String recipient,
            String purpose,
            String state,
            int version,
            int attempts,
            String when,
            String error) {}

    record PatientHead(String key, String id, String issuer, String name, String birth, String sex) {}
}
