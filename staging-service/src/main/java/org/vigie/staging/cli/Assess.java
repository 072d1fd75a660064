package org.vigie.staging.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.StagingPipeline;
import org.vigie.staging.cli.cohort.CohortAssess;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.RecordedStudy;
import org.vigie.staging.thresholds.ThresholdFile;

/**
 * Offline: {@code Assess FILE [--json] [--zone ZONE] [--now INSTANT]}. The file is what {@code POST
 * /api/patients/timeline} answers, or just {@code {"patientKey", "facts": [], "studies": []}}. Exit 0 = assessed, 2 =
 * wrong use or file.
 */
public final class Assess {
    private static final String NOTICE =
            "Research use / decision support. Not a medical device. To be interpreted by a qualified physician.";

    private Assess() {}

    /** What the file must hold; further fields are ignored. */
    record TimelineFile(
            @Nullable String patientKey,
            @Nullable List<ClinicalFact> facts,
            @Nullable List<StudyMeasured> studies) {}

    /** What is printed with {@code --json}. */
    record Output(List<PatientAssessed> assessments, List<AlertRaised> alerts, String notice) {}

    public static void main(String[] args) {
        PrintStream out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err));
    }

    /** @return exit status */
    static int run(String[] args, PrintStream out, PrintStream err) {
        List<String> rest = new ArrayList<>(Arrays.asList(args));
        if (rest.contains("--cohort")) {
            return CohortAssess.run(rest, out, err);
        }
        try {
            boolean json = rest.remove("--json");
            ZoneId zone = ZoneId.of(option(rest, "--zone", "Europe/Paris"));
            Instant now = Instant.parse(option(rest, "--now", Instant.now().toString()));
            if (rest.size() != 1) {
                err.println("usage: assess FILE [--json] [--zone ZONE] [--now INSTANT]");
                return 2;
            }
            Evaluation evaluation = assess(Files.readAllBytes(Path.of(rest.getFirst())), zone, now);
            print(evaluation, json, out);
            return 0;
        } catch (IOException | MalformedEventException | IllegalArgumentException | DateTimeException e) {
            err.println("assess: " + e.getClass().getSimpleName() + ": " + e.getMessage());
            return 2;
        }
    }

    private static String option(List<String> args, String name, String otherwise) {
        int at = args.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 >= args.size()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        args.remove(at);
        return args.remove(at);
    }

    private static Evaluation assess(byte[] file, ZoneId zone, Instant now) {
        TimelineFile read = Json.read(file, TimelineFile.class);
        if (read.patientKey() == null) {
            throw new IllegalArgumentException("patientKey is missing");
        }
        PatientTimeline timeline = PatientTimeline.empty(read.patientKey());
        for (ClinicalFact fact : read.facts() == null ? List.<ClinicalFact>of() : read.facts()) {
            timeline = timeline.with(fact);
        }
        for (StudyMeasured study : read.studies() == null ? List.<StudyMeasured>of() : read.studies()) {
            timeline = timeline.with(new RecordedStudy(study.readyEventId(), study));
        }
        return new StagingPipeline(ThresholdFile.current(), zone, "offline")
                .timePassed(PatientState.empty(read.patientKey()).with(timeline), now);
    }

    private static void print(Evaluation evaluation, boolean json, PrintStream out) {
        if (json) {
            out.println(new String(
                    Json.bytes(new Output(evaluation.assessments(), evaluation.alerts(), NOTICE)),
                    StandardCharsets.UTF_8));
            return;
        }
        for (PatientAssessed a : evaluation.assessments()) {
            out.printf(
                    "%s day %s %s %s%s flags %s reasons %s%n",
                    a.ruleId(),
                    a.dayOfCourse(),
                    a.timePoint(),
                    a.outcome(),
                    a.value() == null
                            ? ""
                            : " " + a.value() + " % (95 % CI " + a.ci95Low() + " to " + a.ci95High() + ")",
                    a.flags(),
                    a.reasons());
            a.clauses().forEach(c -> out.printf("  %-7s %s (%s)%n", c.verdict(), c.text(), c.thresholdSource()));
        }
        evaluation
                .alerts()
                .forEach(a -> out.printf("alert %s %s %s %s%n", a.severity(), a.category(), a.kind(), a.timePoint()));
        out.println(NOTICE);
    }
}
