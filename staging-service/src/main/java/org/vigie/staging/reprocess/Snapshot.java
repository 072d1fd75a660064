package org.vigie.staging.reprocess;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.domain.cases.RuleAssessments;

/**
 * What stood before studies were measured again: kept, so that the comparison survives a restart.
 *
 * @param studies the studies chosen
 * @param patients what was said, by patient key
 */
public record Snapshot(String runId, Instant takenAt, List<Study> studies, Map<String, Patient> patients) {
    /** @param before its result then, null if it had none */
    public record Study(
            String studyUid, String patientKey, @Nullable StudyMeasured before) {}

    /**
     * @param assessed by question
     * @param alerts by alert key
     */
    public record Patient(Map<String, PatientAssessed> assessed, Map<String, AlertRaised> alerts) {
        public Patient {
            assessed = new TreeMap<>(assessed);
            alerts = new TreeMap<>(alerts);
        }

        static Patient of(PatientState state) {
            return new Patient(state.assessed(), state.alerts());
        }
    }

    /** Reads what stands under one key now. */
    @FunctionalInterface
    interface Now {
        PatientState of(String patientKey);
    }

    static Snapshot take(String runId, Instant at, Map<String, String> keyByStudy, Now now) {
        List<Study> studies = new ArrayList<>();
        Map<String, Patient> patients = new TreeMap<>();
        keyByStudy.forEach((studyUid, key) -> {
            PatientState state = now.of(key);
            studies.add(new Study(studyUid, key, result(state, studyUid).orElse(null)));
            for (String concerned : concerned(state)) {
                patients.computeIfAbsent(concerned, k -> Patient.of(now.of(k)));
            }
        });
        return new Snapshot(runId, at, List.copyOf(studies), patients);
    }

    /** A person read under another key is judged there. */
    private static Set<String> concerned(PatientState state) {
        Set<String> keys = new TreeSet<>(Set.of(state.timeline().patientKey()));
        var link = state.timeline().link();
        if (link != null && !link.isVoid()) {
            keys.add(link.targetKey());
        }
        return keys;
    }

    private static Optional<StudyMeasured> result(PatientState state, String studyUid) {
        return state.timeline().measured(studyUid);
    }

    /** How it compares with what stands now; {@code DONE} once every study has a result from after the snapshot. */
    Report compare(Now now, Instant at, int mostRows) {
        Map<String, PatientState> states = new TreeMap<>();
        List<Comparison.Measured> images = new ArrayList<>();
        int awaited = 0;
        for (Study study : studies) {
            PatientState state = states.computeIfAbsent(study.patientKey(), now::of);
            Optional<StudyMeasured> after = result(state, study.studyUid()).filter(m -> isNew(study, m));
            if (after.isEmpty()) {
                awaited++;
            } else {
                images.addAll(Comparison.measured(study.patientKey(), study.before(), after.get()));
            }
        }
        List<Comparison.Assessed> assessments = new ArrayList<>();
        List<Comparison.Alerted> alerts = new ArrayList<>();
        Set<String> changed = new HashSet<>();
        patients.forEach((key, before) -> {
            PatientState state = states.computeIfAbsent(key, now::of);
            List<Comparison.Assessed> rows = assessed(before, state, at);
            List<Comparison.Alerted> versions = alerted(before, state);
            if (Comparison.changed(rows, versions)) {
                changed.add(key);
            }
            assessments.addAll(rows);
            alerts.addAll(versions);
        });
        boolean truncated = assessments.size() > mostRows || alerts.size() > mostRows || images.size() > mostRows;
        return new Report(
                runId,
                Report.Kind.IMAGES,
                awaited == 0 ? Report.Progress.DONE : Report.Progress.RUNNING,
                takenAt,
                awaited == 0 ? at : null,
                true,
                patients.size(),
                changed.size(),
                (int) assessments.stream()
                        .filter(Comparison.Assessed::outcomeChanged)
                        .count(),
                truncated,
                awaited,
                head(assessments, mostRows),
                head(alerts, mostRows),
                head(images, mostRows));
    }

    private static boolean isNew(Study study, StudyMeasured now) {
        return study.before() == null || !study.before().readyEventId().equals(now.readyEventId());
    }

    private static <T> List<T> head(List<T> rows, int most) {
        return List.copyOf(rows.subList(0, Math.min(rows.size(), most)));
    }

    /** Each that was made anew, and each that stood and no longer does. */
    private static List<Comparison.Assessed> assessed(Patient before, PatientState state, Instant at) {
        List<Comparison.Assessed> rows = new ArrayList<>();
        state.assessed().forEach((question, after) -> {
            PatientAssessed then = before.assessed().get(question);
            if (then == null || !then.assessmentId().equals(after.assessmentId())) {
                rows.add(Comparison.row(then, after));
            }
        });
        before.assessed().forEach((question, then) -> {
            if (!state.assessed().containsKey(question)) {
                rows.add(Comparison.row(then, RuleAssessments.withdrawn(then, at)));
            }
        });
        return rows;
    }

    private static List<Comparison.Alerted> alerted(Patient before, PatientState state) {
        List<Comparison.Alerted> rows = new ArrayList<>();
        state.alerts().forEach((key, after) -> {
            AlertRaised then = before.alerts().get(key);
            if (then == null || then.version() != after.version()) {
                rows.add(Comparison.row(then, after));
            }
        });
        return rows;
    }
}
