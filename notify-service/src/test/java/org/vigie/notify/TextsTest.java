package org.vigie.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Json;
import org.vigie.contract.ReasonCode;

class TextsTest {
    private static final Pattern ROW =
            Pattern.compile(",\\s*\"([^\"]+)\"\\)\\s*(?=\\.(?:when|otherwise|indeterminateWhen)\\()");
    private static final Pattern CODED = Pattern.compile("(?:Decision\\.of|\\.otherwise|close)\\(\\s*\"([^\"]+)\"");
    private static final Pattern KIND = Pattern.compile("String [A-Z_]+ = \"([a-z-]+)\";");

    private static final Pattern CONSTANT = Pattern.compile("String [A-Z_0-9]+ = \"([a-z0-9-]+)\";");
    private static final Pattern FLAGGED = Pattern.compile("\\.flag\\(\\s*\"([a-z-]+)\"");
    private static final Pattern FOUND = Pattern.compile("found\\.add\\(\"([a-z0-9-]+)\"\\)");

    private static Properties words(String language) throws IOException {
        Properties words = new Properties();
        try (var in = new InputStreamReader(
                Objects.requireNonNull(TextsTest.class.getResourceAsStream("/texts/" + language + ".properties")),
                StandardCharsets.UTF_8)) {
            words.load(in);
        }
        return words;
    }

    @Test
    void everyWordExistsInBothLanguages() throws IOException {
        assertThat(words("fr").stringPropertyNames()).isEqualTo(words("en").stringPropertyNames());
    }

    @Test
    void everyReasonCodeHasPlainWords() throws IOException {
        for (ReasonCode code : ReasonCode.values()) {
            assertThat(words("fr").getProperty("reason." + code.name()))
                    .as(code.name())
                    .isNotBlank();
        }
    }

    /** Of measurements, of rules and of contradictions: a code on the page of a patient is no word. */
    @Test
    void everyFlagHasPlainWordsInBothLanguages() throws IOException {
        Path root = Path.of(System.getProperty("vigie.root", ".."));
        Set<String> flags = new TreeSet<>();
        Path ofMeasurements = root.resolve("diffusion-service/src/main/java/org/vigie/diffusion/domain/Flags.java");
        add(CONSTANT, Files.readString(ofMeasurements, StandardCharsets.UTF_8), flags);
        Path staging = root.resolve("staging-service/src/main/java/org/vigie/staging/domain");
        try (Stream<Path> files = Files.walk(staging)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                add(FLAGGED, text, flags);
                if (file.endsWith("Watchdogs.java")) {
                    add(FOUND, text, flags);
                }
            }
        }
        flags.addAll(Set.of(
                "concordant-recist-pd",
                "concordant-ftv-increase",
                "patient-merged",
                "taken-over",
                "withdrawn",
                "RULE_GAP",
                "expired-on-arrival"));
        assertThat(flags).hasSizeGreaterThan(45).contains("roi-resampled", "skin-protection", "lesion-on-two-sides");
        for (String language : Set.of("en", "fr")) {
            Properties words = words(language);
            flags.forEach(flag -> assertThat(words.getProperty("flag." + flag))
                    .as("%s, %s", flag, language)
                    .isNotBlank());
        }
    }

    private static void add(Pattern pattern, String text, Set<String> found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
    }

    /** Rows of decision tables, outcomes of code, expected outcomes of the vectors, kinds of watchdogs and of the policy. */
    private static Set<String> outcomes() throws IOException {
        Path root = Path.of(System.getProperty("vigie.root", ".."));
        Path staging = root.resolve("staging-service/src/main/java/org/vigie/staging/domain");
        Set<String> found = new TreeSet<>();
        try (Stream<Path> rules = Files.walk(staging.resolve("rules"))) {
            for (Path rule :
                    rules.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                String text = Files.readString(rule, StandardCharsets.UTF_8);
                collect(ROW, text, found);
                collect(CODED, text, found);
            }
        }
        collect(KIND, Files.readString(staging.resolve("alerts/Watchdogs.java"), StandardCharsets.UTF_8), found);
        for (String table : List.of("staging-breast.json", "staging-myeloma.json")) {
            Path vectors =
                    root.resolve("libs/contract/src/test/resources/vectors").resolve(table);
            Json.mapper()
                    .readTree(Files.readAllBytes(vectors))
                    .path("vectors")
                    .forEach(v -> found.add(v.path("expected").path("outcome").asText()));
        }
        for (String stage : List.of("I", "II", "III")) {
            found.addAll(List.of(stage + "A", stage + "B", "burden-" + stage));
        }
        // Ranges of a display class are their own words.
        found.removeIf(outcome -> outcome.startsWith("("));
        return found;
    }

    private static void collect(Pattern pattern, String text, Set<String> found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
    }

    @Test
    void everyOutcomeOfEveryRuleAndEveryKindHasWordsInBothLanguages() throws IOException {
        Set<String> outcomes = outcomes();
        assertThat(outcomes)
                .contains(
                        "adc-fall",
                        "IIIB",
                        "burden-II",
                        "slim-m-met",
                        "gadc-decrease",
                        "prior-missing",
                        "PD",
                        "5",
                        "IV");
        for (String language : List.of("en", "fr")) {
            Properties words = words(language);
            assertThat(outcomes.stream()
                            .filter(o -> words.getProperty("outcome." + o, "").isBlank()))
                    .as(language)
                    .isEmpty();
        }
        System.out.println("outcomes and kinds with words in both languages: " + outcomes.size());
    }

    @Test
    void verdictsAreWords() throws IOException {
        assertThat(List.of("true", "false", "unknown").stream()
                        .map(verdict -> "verdict." + verdict)
                        .map(words("fr")::getProperty))
                .containsExactly("vrai", "faux", "inconnu");
    }
}
