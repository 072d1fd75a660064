package org.vigie.staging.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Json;
import org.vigie.staging.domain.catalogue.Rules;
import org.vigie.staging.domain.logic.Decimals;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;
import org.vigie.staging.thresholds.ThresholdFile;

/** {@code docs/requirements.md} is what the catalogue, the threshold sets and the sources say now. */
class RequirementsTest {
    private static final Path ROOT = Path.of(System.getProperty("vigie.root", ".."));
    private static final String COMMAND =
            "./mvnw test -pl staging-service -Dtest=RequirementsTest -Dvigie.requirements.write=true";
    private static final String RULES = "staging-service/src/main/java/org/vigie/staging/domain/rules";

    /** Rules that are not data: what they are, their class, the module it is in and the tests that hold it. */
    private record Coded(
            String id, String section, String title, String className, String module, List<String> tests) {}

    private static final List<Coded> CODED = List.of(
            new Coded(
                    "DWI",
                    "1",
                    "ADC fits and regions",
                    "MonoExponential",
                    "diffusion-service",
                    List.of("MonoExponentialPropertiesTest", "RuleVectorsTest")),
            new Coded(
                    "NAC-ADC over timelines",
                    "2",
                    "Windows, baselines, comparability gate",
                    "NacAdc",
                    "staging-service",
                    List.of("ComparabilityTest", "TimelinePropertyTest", "VectorsTest", "WindowsTest")),
            new Coded(
                    "Alert policy",
                    "9",
                    "Emission, severity, de-duplication, expiry",
                    "AlertPolicy",
                    "staging-service",
                    List.of("AlertPolicyTest", "VectorsTest")));

    @Test
    void pageIsWhatTheSourcesSay() throws IOException {
        Path page = ROOT.resolve("docs/requirements.md");
        String expected = page();
        if (Boolean.getBoolean("vigie.requirements.write")) {
            Files.writeString(page, expected, StandardCharsets.UTF_8);
        }
        assertThat(Files.exists(page) ? Files.readString(page, StandardCharsets.UTF_8) : "")
                .as("docs/requirements.md is stale; regenerate it: " + COMMAND)
                .isEqualTo(expected);
    }

    private static String page() throws IOException {
        Sources tests = Sources.of(ROOT.resolve("staging-service/src/test/java"));
        Map<String, Map<String, Integer>> vectors = vectors();
        StringBuilder page = new StringBuilder("""
                # Requirements

                Which class implements each clinical rule, which tests hold it, where its text and thresholds come from. Sections are those of the clinical rule specification. Generated from the catalogue, the threshold sets and the sources by `RequirementsTest`, which fails when this page is stale; regenerate with

                ```
                %s
                ```

                | rule | section | title | class | tests | vectors |
                |---|---|---|---|---|---|
                """.formatted(COMMAND));
        StringBuilder thresholds = new StringBuilder();
        for (Rule rule : Rules.all()) {
            Sources sources = Sources.of(ROOT.resolve(RULES).resolve(rulePackage(rule)));
            String className = declaring(sources, rule);
            row(
                    page,
                    rule.id(),
                    rule.section(),
                    rule.title().en(),
                    className,
                    naming(tests, rule.id(), vectors),
                    vectors);
            appendThresholds(thresholds, rule, sources.reachable(className));
        }
        for (Coded coded : CODED) {
            Path module = ROOT.resolve(coded.module());
            assertThat(Sources.of(module.resolve("src/main/java")).byClass()).containsKey(coded.className());
            assertThat(Sources.of(module.resolve("src/test/java")).byClass())
                    .containsKeys(coded.tests().toArray(String[]::new));
            row(page, coded.id(), coded.section(), coded.title(), coded.className(), coded.tests(), vectors);
        }
        return page + """

                ## Thresholds

                Tags: C confirmed, S stated by the seed documents, U unconfirmed, P project policy. A threshold tagged U must be signed off by a clinician before an alert depends on it.

                | rule | threshold | value | unit | tag | source |
                |---|---|---|---|---|---|
                """ + thresholds;
    }

    private static String rulePackage(Rule rule) {
        return rule.thresholds().equals("nac-adc") ? "breast" : rule.thresholds();
    }

    /** The one class that declares a rule of this id. */
    private static String declaring(Sources sources, Rule rule) {
        Pattern declared = Pattern.compile("Rule\\.of\\(\\s*\"" + Pattern.quote(rule.id()) + "\"");
        Set<String> found = sources.classes(text -> declared.matcher(text).find());
        assertThat(found).as("classes that declare " + rule.id()).hasSize(1);
        return found.iterator().next();
    }

    /** Tests that name the rule or read a file with vectors of it; the completion proof goes over all rules. */
    private static Set<String> naming(Sources tests, String ruleId, Map<String, Map<String, Integer>> vectors) {
        Set<String> files = vectors.getOrDefault(ruleId, Map.of()).keySet();
        Set<String> found = tests.classes(text ->
                text.contains("\"" + ruleId + "\"") || files.stream().anyMatch(file -> text.contains(file + "\"")));
        found.removeIf(name -> !name.endsWith("Test"));
        found.remove(RequirementsTest.class.getSimpleName());
        found.add("CompletionProofTest");
        return found;
    }

    private static void row(
            StringBuilder page,
            String id,
            String section,
            String title,
            String className,
            Collection<String> tests,
            Map<String, Map<String, Integer>> vectors) {
        String counted = vectors.getOrDefault(id, Map.of()).entrySet().stream()
                .map(entry -> entry.getValue() + " in " + entry.getKey())
                .collect(Collectors.joining(", "));
        page.append("| `")
                .append(id)
                .append("` | ")
                .append(section)
                .append(" | ")
                .append(title)
                .append(" | `");
        page.append(className).append("` | ");
        page.append(tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining(", ")));
        page.append(" | ").append(counted).append(" |\n");
    }

    private static void appendThresholds(StringBuilder table, Rule rule, String source) {
        Map<String, Threshold> set =
                new TreeMap<>(ThresholdFile.named(rule.thresholds()).byId());
        set.values().stream()
                .filter(threshold -> source.contains("\"" + threshold.id() + "\""))
                .forEach(threshold -> {
                    table.append("| `")
                            .append(rule.id())
                            .append("` | ")
                            .append(threshold.id())
                            .append(" | ");
                    table.append(Decimals.text(threshold.value()))
                            .append(" | ")
                            .append(threshold.unit())
                            .append(" | ");
                    table.append(threshold.tag())
                            .append(" | ")
                            .append(threshold.source())
                            .append(" |\n");
                });
    }

    /** Number of vectors by rule and file. */
    private static Map<String, Map<String, Integer>> vectors() throws IOException {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.list(ROOT.resolve("libs/contract/src/test/resources/vectors"))) {
            found.filter(f -> f.getFileName().toString().startsWith("staging"))
                    .sorted()
                    .forEach(files::add);
        }
        for (Path file : files) {
            for (JsonNode vector : Json.mapper().readTree(file.toFile()).path("vectors")) {
                if (vector.has("rule")) {
                    counts.computeIfAbsent(vector.path("rule").asText(), _ -> new TreeMap<>())
                            .merge(file.getFileName().toString(), 1, Integer::sum);
                }
            }
        }
        return counts;
    }
}
