package org.vigie.notify.storage;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.contract.imaging.StudyReady;

/** What happened to patients: identities, studies, assessments. */
public final class TimelineRows {
    private static final String CURRENT_STUDY = """
            select distinct on (study_uid) id, event from study_measured
            """;
    private static final String STANDING = """
            from assessment a where a.patient_key = ? and not exists (select 1 from assessment b
              where b.supersedes = a.assessment_id and b.computed_at >= a.computed_at)
            """;
    private static final String OF_PATIENT = "(patient_key = ? or study_uid in (select event->>'studyUid' " + STANDING
            + " union select event->>'baselineStudyUid' " + STANDING + "))";

    private final Sql sql;

    public TimelineRows(Sql sql) {
        this.sql = sql;
    }

    /** @param id number of the row, for pictures */
    public record Measured(long id, StudyMeasured event) {}

    /** A study that was announced and has no result of that revision yet. */
    public record InFlight(
            String patientKey, int revision, @Nullable LocalDate studyDate, Instant readyAt, boolean incomplete) {}

    public record Picture(String patientKey, ObjectRef object) {}

    /** @return false if the event was processed before */
    public boolean isNew(String eventId, String topic, Instant now) {
        return sql.update("insert into processed_event values (?, ?, ?) on conflict do nothing", eventId, topic, now)
                == 1;
    }

    /** The identity last linked counts; what a later link leaves open does not wipe what is known. */
    public void link(String patientKey, PatientIdentity who, Instant at) {
        sql.update("""
                insert into patient values (?, ?, ?, ?, ?, ?, ?)
                on conflict (patient_key) do update set
                  name = coalesce(excluded.name, patient.name),
                  birth_date = coalesce(excluded.birth_date, patient.birth_date),
                  sex = coalesce(excluded.sex, patient.sex), linked_at = excluded.linked_at
                """, patientKey, who.issuer(), who.patientId(), who.name(), who.birthDate(), who.sex(), at);
    }

    public Optional<PatientIdentity> identity(String patientKey) {
        return sql.one(
                "select * from patient where patient_key = ?",
                row -> new PatientIdentity(
                        row.getString("issuer"),
                        row.getString("patient_id"),
                        row.getString("name"),
                        row.getObject("birth_date", LocalDate.class),
                        row.getString("sex")),
                patientKey);
    }

    /** Keys of patients with this id, of one issuer or, if null, of any. */
    public List<String> find(String patientId, @Nullable String issuer) {
        return sql.list(
                "select patient_key from patient where patient_id = ? and (?::text is null or issuer = ?) order by 1",
                row -> row.getString(1),
                patientId,
                issuer,
                issuer);
    }

    public void ready(StudyReady event, ZoneId site) {
        sql.update(
                "insert into study_ready values (?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing",
                event.studyUid(),
                event.revision(),
                event.patientKey(),
                date(event.studyTime(), site),
                event.readyAt(),
                event.incomplete(),
                json(event));
    }

    public void measured(StudyMeasured event, ZoneId site) {
        Optional<Long> id = sql.one(
                """
                insert into study_measured
                  (study_uid, revision, algorithm_version, patient_key, study_date, outcome, measured_at, event)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                on conflict (study_uid, revision, algorithm_version) do update set
                  outcome = excluded.outcome, measured_at = excluded.measured_at, event = excluded.event
                  where study_measured.measured_at < excluded.measured_at
                returning id
                """,
                row -> row.getLong(1),
                event.studyUid(),
                event.revision(),
                event.algorithmVersion(),
                event.patientKey(),
                date(event.studyTime(), site),
                event.outcome(),
                event.measuredAt(),
                json(event));
        id.ifPresent(row -> pictures(row, event));
    }

    private void pictures(long measuredId, StudyMeasured event) {
        sql.update("delete from picture where measured_id = ?", measuredId);
        for (int i = 0; i < event.lesions().size(); i++) {
            ObjectRef picture = event.lesions().get(i).picture();
            if (picture != null) {
                sql.update(
                        "insert into picture (measured_id, lesion_index, sha256, bytes) values (?, ?, ?, ?)",
                        measuredId,
                        i,
                        picture.sha256(),
                        picture.bytes());
            }
        }
    }

    /** Number of the picture of each lesion of a measured study, by position; null where there is none. */
    public Optional<Long> pictureId(long measuredId, int lesionIndex) {
        return sql.one(
                "select id from picture where measured_id = ? and lesion_index = ?",
                row -> row.getLong(1),
                measuredId,
                lesionIndex);
    }

    public Optional<Picture> picture(long id) {
        return sql.one("""
                select m.patient_key, p.sha256, p.bytes from picture p
                join study_measured m on m.id = p.measured_id where p.id = ?
                """, row -> new Picture(row.getString(1), new ObjectRef(row.getString(2), row.getLong(3))), id);
    }

    /** One measured revision by its row number. */
    public Optional<Measured> one(long id) {
        return sql.one("select id, event from study_measured where id = ?", TimelineRows::measured, id);
    }

    /** The current revision of a study, under whatever key of its patient it was measured. */
    public Optional<Measured> study(String studyUid) {
        return sql.one(
                "select id, event from study_measured where study_uid = ? order by revision desc, measured_at desc limit 1",
                TimelineRows::measured,
                studyUid);
    }

    /**
     * The current revision of each study of a patient, oldest study first; after a merge also of those measured under the
     * other key, as far as an assessment of this patient reads them.
     */
    public List<Measured> studies(String patientKey) {
        return sql.list(
                "select * from (" + CURRENT_STUDY + " where " + OF_PATIENT
                        + " order by study_uid, revision desc, measured_at desc) current"
                        + " order by event->>'studyTime', event->>'measuredAt'",
                TimelineRows::measured,
                patientKey,
                patientKey,
                patientKey);
    }

    /** Every revision ever measured, newest first. */
    public List<Measured> revisions(String patientKey) {
        return sql.list(
                "select id, event from study_measured where " + OF_PATIENT + " order by measured_at desc",
                TimelineRows::measured,
                patientKey,
                patientKey,
                patientKey);
    }

    /** Current results of all patients, the latest measured first. */
    public List<Measured> latest(int limit) {
        return sql.list(
                "select * from (" + CURRENT_STUDY + " order by study_uid, revision desc, measured_at desc) current"
                        + " order by event->>'measuredAt' desc limit ?",
                TimelineRows::measured,
                limit);
    }

    private static Measured measured(ResultSet row) throws SQLException {
        return new Measured(row.getLong("id"), read(row, StudyMeasured.class));
    }

    public List<InFlight> inFlight() {
        return sql.list(
                """
                select distinct on (r.study_uid) r.patient_key, r.revision, r.study_date, r.ready_at, r.incomplete
                from study_ready r
                where not exists (select 1 from study_measured m where m.study_uid = r.study_uid and m.revision >= r.revision)
                order by r.study_uid, r.revision desc
                """,
                row -> new InFlight(
                        row.getString("patient_key"),
                        row.getInt("revision"),
                        row.getObject("study_date", LocalDate.class),
                        Sql.requiredInstant(row, "ready_at"),
                        row.getBoolean("incomplete")));
    }

    public void assessed(PatientAssessed event) {
        sql.update(
                """
                insert into assessment values (?, ?, ?, ?, ?, ?::jsonb)
                on conflict (assessment_id) do update set supersedes = excluded.supersedes,
                  computed_at = excluded.computed_at, event = excluded.event
                  where assessment.computed_at < excluded.computed_at
                """,
                event.assessmentId(),
                event.patientKey(),
                event.ruleId(),
                event.supersedes(),
                event.computedAt(),
                json(event));
    }

    /** Assessments nothing has taken the place of since they were last stated, oldest first. */
    public List<PatientAssessed> assessments(String patientKey) {
        return sql.list(
                "select event " + STANDING + " order by computed_at",
                row -> read(row, PatientAssessed.class),
                patientKey);
    }

    /** Items of the comparability gate that kept two studies apart; none where this assessment is not known yet. */
    public List<String> gateFailures(@Nullable String assessmentId) {
        return sql.one(
                        "select event from assessment where assessment_id = ?",
                        row -> read(row, PatientAssessed.class),
                        assessmentId)
                .map(PatientAssessed::gateFailures)
                .orElse(List.of());
    }

    /** Patients of whom anything but the course of the ADC was concluded, the latest assessed first. */
    public List<String> staged(int limit) {
        return sql.list("""
                select patient_key from assessment where rule_id <> 'NAC-ADC'
                group by patient_key order by max(computed_at) desc, patient_key limit ?
                """, row -> row.getString(1), limit);
    }

    static @Nullable LocalDate date(@Nullable ClinicalTime time, ZoneId site) {
        return time == null ? null : time.dateIn(site);
    }

    static String json(Object event) {
        return new String(Json.bytes(event), StandardCharsets.UTF_8);
    }

    static <T> T read(ResultSet row, Class<T> type) throws SQLException {
        return Json.read(row.getString("event").getBytes(StandardCharsets.UTF_8), type);
    }
}
