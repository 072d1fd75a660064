package org.vigie.staging.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.staging.StagingPipeline;
import org.vigie.staging.cli.cohort.CohortAssess;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.domain.catalogue.Rules;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.forms.AssessmentForm;
import org.vigie.staging.forms.Notice;
import org.vigie.staging.forms.RuleForm;
import org.vigie.staging.thresholds.ThresholdRegistry;
import org.vigie.staging.thresholds.ThresholdVersion;

/**
 * Offline: {@code Assess FILE [--json] [--lang en|fr] [--zone ZONE] [--now INSTANT] [--thresholds FOLDER]
 * [--threshold-set ID]}. The file is a timeline ({@link TimelineFile}) or inputs of rules ({@link CaseFile}). Exit 0 =
 * assessed, 2 = wrong use or file.
 */
public final class Assess {
    private static final String USAGE = """
            usage: assess FILE [--json] [--lang en|fr] [--zone ZONE] [--now INSTANT] [--thresholds FOLDER] [--threshold-set ID]
                   assess --cohort FILE ...
                   assess --rules
              FILE  {"rule": "ISS", "inputs": {"b2m": {"value": 3.4, "unit": "mg/L"}}}, an array of such, or {"cases": [...]}
                    or a timeline: {"patientKey": "...", "facts": [...], "studies": [...]}; a fact may be its body alone
              --json           JSON instead of text
              --lang fr        text in French
              --thresholds     folder with a site's own thresholds (NAME-site-N.yaml)
              --threshold-set  use this version of a set instead of the one in force
              --rules          list rules, their inputs, units and plausible ranges
            Described in docs/staging-rules.md.""";

    private Assess() {}

    /** What is printed with {@code --json} of a timeline. */
    record Output(List<PatientAssessed> assessments, List<AlertRaised> alerts, String notice) {}

    /** What is printed with {@code --json} of inputs. */
    record Answers(List<CaseFile.Answer> assessments, String notice) {}

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
            if (rest.remove("--rules")) {
                out.println(new String(
                        Json.bytes(Rules.all().stream().map(RuleForm::of).toList()), StandardCharsets.UTF_8));
                return 0;
            }
            boolean json = rest.remove("--json");
            String language = option(rest, "--lang", "en");
            ZoneId zone = ZoneId.of(option(rest, "--zone", "Europe/Paris"));
            Instant now = Instant.parse(option(rest, "--now", Instant.now().toString()));
            Map<String, ThresholdSet> thresholds =
                    thresholds(option(rest, "--thresholds", ""), option(rest, "--threshold-set", ""));
            if (rest.size() != 1 || rest.getFirst().startsWith("--")) {
                err.println(USAGE);
                return rest.equals(List.of("--help")) ? 0 : 2;
            }
            JsonNode file = tree(Path.of(rest.getFirst()));
            if (CaseFile.isOne(file)) {
                print(CaseFile.assess(file, thresholds, language), json, language, out);
            } else {
                print(assess(file, thresholds, zone, now), json, language, out);
            }
            return 0;
        } catch (IOException | MalformedEventException | IllegalArgumentException | DateTimeException e) {
            err.println("assess: " + e.getClass().getSimpleName() + ": " + e.getMessage());
            return 2;
        }
    }

    private static JsonNode tree(Path file) throws IOException {
        try {
            return Json.mapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not JSON, line " + e.getLocation().getLineNr(), e);
        }
    }

    private static Map<String, ThresholdSet> thresholds(String folder, String setId) {
        if (!folder.isEmpty() && !Files.isDirectory(Path.of(folder))) {
            throw new IllegalArgumentException("--thresholds: there is no folder " + folder);
        }
        ThresholdRegistry registry =
                folder.isEmpty() ? ThresholdRegistry.shipped() : ThresholdRegistry.load(Path.of(folder));
        Map<String, ThresholdSet> sets = new HashMap<>(registry.inForce());
        if (!setId.isEmpty()) {
            ThresholdVersion version = registry.byId(setId)
                    .orElseThrow(() -> new IllegalArgumentException("no threshold set has the id " + setId));
            sets.put(version.name(), version.set());
        }
        return sets;
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

    private static Evaluation assess(JsonNode file, Map<String, ThresholdSet> thresholds, ZoneId zone, Instant now) {
        PatientTimeline timeline = TimelineFile.read(file);
        return new StagingPipeline(thresholds, zone, "offline")
                .timePassed(PatientState.empty(timeline.patientKey()).with(timeline), now);
    }

    private static void print(List<CaseFile.Answer> answers, boolean json, String language, PrintStream out) {
        if (json) {
            out.println(new String(Json.bytes(new Answers(answers, Notice.in(language))), StandardCharsets.UTF_8));
            return;
        }
        answers.forEach(answer -> {
            if (answer.id() != null) {
                out.println("# " + answer.id());
            }
            out.println(answer.assessment().text());
        });
        out.println(Notice.in(language));
    }

    private static void print(Evaluation evaluation, boolean json, String language, PrintStream out) {
        if (json) {
            out.println(new String(
                    Json.bytes(new Output(evaluation.assessments(), evaluation.alerts(), Notice.in(language))),
                    StandardCharsets.UTF_8));
            return;
        }
        for (PatientAssessed a : evaluation.assessments()) {
            if (a.dayOfCourse() != null) {
                out.println("# " + (language.equals("fr") ? "jour " : "day ") + a.dayOfCourse()
                        + (a.timePoint() == null ? "" : " " + a.timePoint()));
            }
            out.println(AssessmentForm.text(a, language));
        }
        evaluation
                .alerts()
                .forEach(a -> out.printf("alert %s %s %s %s%n", a.severity(), a.category(), a.kind(), a.timePoint()));
        out.println(Notice.in(language));
    }
}
