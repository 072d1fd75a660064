package org.vigie.staging.cli.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;

class CohortAssessTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Numbers of the data README, section S16. */
    @Test
    void numbersOfTheISpy2Table() throws IOException {
        Path table = data().resolve("S16_breastdcedl_table/breastdcedl/metadata_spy2_vis1_for_modeling.csv");
        if (!Files.exists(table)) {
            System.out.println("S16 not checked: no test data");
            assertThat(System.getenv("CI_REQUIRE_ALL")).isNotEqualTo("1");
        }
        assumeThat(table).exists();

        JsonNode printed = printed("--cohort", table.toString(), "--json");

        assertThat(printed.path("rows").asInt()).isEqualTo(982);
        assertThat(printed.path("outcome").path("events").asInt()).isEqualTo(316);
        assertThat(printed.path("outcome").path("nonEvents").asInt()).isEqualTo(666);
        rate(printed, "HR+", 0.22575);
        rate(printed, "HR-", 0.43722);
        rate(printed, "HER2+", 0.45868);
        rate(printed, "HER2-", 0.27703);
        rate(printed, "triple-negative", 0.39276);
        rate(printed, "HR+HER2-", 0.16798);
        JsonNode volume = printed.path("distributions").get(0).path("values");
        assertThat(volume.path("n").asInt()).isEqualTo(980);
        assertThat(volume.path("mean").asDouble()).isCloseTo(28.3655, within(5e-5));
        assertThat(volume.path("median").asDouble()).isCloseTo(14.7195, within(5e-5));
        JsonNode volumeArea = printed.path("areas").get(0);
        assertThat(volumeArea.path("area").asDouble()).isCloseTo(0.593194, within(5e-7));
        assertThat(volumeArea.path("standardError").asDouble()).isCloseTo(0.019302, within(5e-7));
        assertThat(volumeArea.path("cases").asInt()).isEqualTo(314);
        assertThat(volumeArea.path("controls").asInt()).isEqualTo(666);
        JsonNode mammaPrint = printed.path("areas").get(1);
        assertThat(mammaPrint.path("area").asDouble()).isCloseTo(0.622577, within(5e-7));
        assertThat(mammaPrint.path("standardError").asDouble()).isCloseTo(0.016440, within(5e-7));
        assertThat(printed.path("notUsed")).hasSize(2).allSatisfy(row -> {
            assertThat(row.path("figure").asText()).isEqualTo("volume");
            assertThat(row.path("reason").asText()).isEqualTo("MISSING_INPUT(xy_spacing)");
        });
    }

    private static void rate(JsonNode printed, String group, double expected) {
        JsonNode found = StreamSupport.stream(printed.path("rates").spliterator(), false)
                .filter(r -> r.path("group").asText().equals(group))
                .findFirst()
                .orElseThrow();
        assertThat(found.path("rate").asDouble()).as(group).isCloseTo(expected, within(5e-6));
    }

    private static Path data() {
        String named = System.getenv("VIGIE_TEST_DATA");
        return named != null ? Path.of(named) : Path.of(System.getProperty("vigie.root", ".."), "..", "shared", "data");
    }

    @Test
    void saysWhatColumnsWereTakenForAndWhichRowsAreLeftOut() throws IOException {
        String text = text(
                "pCR;Her2 Status;ki67", "oui;1;12,5", "non;0;40", "oui;0;", "peut-être;1;20", "non;1;< 5", "non;1");

        assertThat(text)
                .contains("rows 6", "detected outcome = column 'pCR'", "detected group = column 'Her2 Status'")
                .contains("given score, higher speaks for the outcome = column 'ki67'")
                .contains("outcome pCR: 2 yes, 2 no, 1 not known; rate 0.50000")
                .contains("AUC ki67 (higher speaks for the outcome): 0.000000, SE not known, 1 with and 1 without")
                .contains("row 4, outcome: INVALID_VALUE(pCR)")
                .contains("row 3, ki67: MISSING_INPUT(ki67)")
                .contains("row 5, ki67: INVALID_VALUE(ki67)")
                .contains("row 6, everything: number of cells is not that of the header")
                .contains("Not a medical device");
    }

    private String text(String... lines) throws IOException {
        assertThat(run(List.of("--cohort", file(lines), "--score", "ki67"))).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void comparesSurvivalOfStrata() throws IOException {
        String file =
                file("arm,months,status", "A,1,dead", "A,2,alive", "A,3,dead", "B,2,dead", "B,5,alive", "B,,alive");

        JsonNode printed = printed(
                "--cohort",
                file,
                "--json",
                "--time",
                "months",
                "--event",
                "status=dead",
                "--strata",
                "arm",
                "--at",
                "2",
                "--at",
                "4");

        JsonNode a = printed.path("survival").path("groups").get(0);
        assertThat(a.path("group").asText()).isEqualTo("A");
        assertThat(a.path("at").get(0).path("survival").asDouble()).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(a.path("at").get(1).path("survival").asDouble()).isZero();
        assertThat(printed.path("survival")
                        .path("logRank")
                        .path("degreesOfFreedom")
                        .asInt())
                .isEqualTo(1);
        assertThat(printed.path("notUsed").get(0).path("reason").asText()).isEqualTo("MISSING_INPUT(months)");
        assertThat(printed.path("notUsed").get(0).path("row").asInt()).isEqualTo(6);
    }

    /** A group nobody recorded is left out by name and takes no part in the test. */
    @Test
    void thoseWithoutAStratumAreNoGroup() throws IOException {
        String file = file("arm,months,dead", "A,1,1", "A,3,0", "B,2,1", "B,5,1", ",1,1", "NA,2,1");

        JsonNode printed =
                printed("--cohort", file, "--json", "--time", "months", "--event", "dead", "--strata", "arm");

        assertThat(printed.path("survival").path("groups")).hasSize(2);
        assertThat(printed.path("survival")
                        .path("logRank")
                        .path("degreesOfFreedom")
                        .asInt())
                .isEqualTo(1);
        assertThat(printed.path("notUsed").toString())
                .isEqualTo("[{\"row\":5,\"figure\":\"survival\",\"reason\":\"MISSING_INPUT(arm)\"},"
                        + "{\"row\":6,\"figure\":\"survival\",\"reason\":\"MISSING_INPUT(arm)\"}]");
    }

    /** Programs write a column of 0, 1 and gaps as 0.0 and 1.0; below blank lines the table is the same. */
    @Test
    void aValueThatMeansYesMayBeWrittenAsAnotherSpellingOfTheNumber() throws IOException {
        String file = file("", "  ", "resp,mark", "1.0,4", "0.0,2", "1,3", ",1");

        JsonNode printed = printed("--cohort", file, "--json", "--outcome", "resp=1", "--score", "mark");

        assertThat(printed.path("rows").asInt()).isEqualTo(4);
        assertThat(printed.path("outcome").path("events").asInt()).isEqualTo(2);
        assertThat(printed.path("outcome").path("nonEvents").asInt()).isEqualTo(1);
        assertThat(printed.path("areas").get(0).path("area").asDouble()).isEqualTo(1);
    }

    /** The litre has two letters in UCUM. */
    @Test
    void readsUnitsInOtherSpellings() throws IOException {
        String file = file("β2M (mg/l);albumin [g/l]", "3,49;35", "3,5;35", "5,5;34,9", "3,4;34,9");

        JsonNode printed = printed("--cohort", file, "--json");

        assertThat(printed.path("rule").path("outcomes").toString()).isEqualTo("{\"I\":1,\"II\":2,\"III\":1}");
    }

    /** Stages of the data README, in the units a laboratory may use. */
    @Test
    void appliesARuleToEveryRowAndListsEachDisagreement() throws IOException {
        String file = file(
                "id,B2M,ALB (g/L),stage,months,died",
                "1,3.4,35,1,60,0",
                "2,3.5,40,Stage II,40,1",
                "3,5.5,45,iii,10,1",
                "4,3.49,34.9,I,20,1",
                "5,6,NA,III,12,1",
                "6,3.0,,,50,0",
                "7,low,40,I,30,1",
                "8,-1,40,I,30,1");

        JsonNode printed = printed(
                "--cohort",
                file,
                "--json",
                "--rule",
                "ISS",
                "--unit",
                "b2m=mg/L",
                "--expect",
                "stage",
                "--time",
                "months",
                "--event",
                "died");

        JsonNode rule = printed.path("rule");
        assertThat(rule.path("outcomes").toString()).isEqualTo("{\"I\":1,\"II\":2,\"III\":2,\"indeterminate\":3}");
        assertThat(rule.path("expected").path("agree").asInt()).isEqualTo(4);
        assertThat(rule.path("expected").path("withoutExpectation").asInt()).isEqualTo(1);
        assertThat(rule.path("expected").path("disagreements").get(0).toString())
                .isEqualTo("{\"row\":4,\"expected\":\"I\",\"got\":\"II\",\"reasons\":[]}");
        assertThat(rule.path("indeterminate").get(0).path("reasons").get(0).asText())
                .isEqualTo("MISSING_INPUT(albumin)");
        assertThat(rule.path("indeterminate").get(1).path("reasons").get(0).asText())
                .isEqualTo("INVALID_VALUE(b2m)");
        assertThat(rule.path("indeterminate").get(2).path("reasons").get(0).asText())
                .isEqualTo("INVALID_VALUE(b2m)");
        assertThat(printed.path("survival").path("groupedBy").asText()).isEqualTo("rule ISS");
        assertThat(printed.path("survival").path("notCompared").get(0).asText()).isEqualTo("indeterminate");
        assertThat(printed.path("survival")
                        .path("logRank")
                        .path("degreesOfFreedom")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void guessesNoUnit() throws IOException {
        String text = text("beta2_microglobulin,albumin_g_dl,ki67", "3.4,3.5,1");

        assertThat(text)
                .contains("detected input b2m = column 'beta2_microglobulin' in unknown: state it, --unit b2m=UNIT")
                .contains("detected input albumin = column 'albumin_g_dl' in g/dL")
                .contains("row 1 indeterminate [UNIT_UNKNOWN(b2m)]");
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws IOException {
        String file = file("a,b", "1,2");

        assertThat(run(List.of("--cohort", file, "--wrong"))).isEqualTo(2);
        assertThat(run(List.of("--cohort", file, "--outcome", "c"))).isEqualTo(2);
        assertThat(run(List.of("--cohort", file, "--time", "a"))).isEqualTo(2);
        assertThat(run(List.of("--cohort", file, "--rule", "NONE"))).isEqualTo(2);
        assertThat(run(List.of("--cohort", file, "--rule", "ISS"))).isEqualTo(2);
        assertThat(run(List.of("--cohort", file, "--rule", "ISS", "--map", "x=a")))
                .isEqualTo(2);
        assertThat(run(List.of("--cohort", file, "--map", "b2m=a"))).isEqualTo(2);
        assertThat(run(List.of("--cohort", file("b2m,beta2m", "1,2"), "--rule", "ISS")))
                .isEqualTo(2);
        assertThat(run(List.of("--cohort", file("a,A", "1,2")))).isEqualTo(2);
        assertThat(run(List.of("--cohort", file("")))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("not understood: --wrong", "there is no column 'c'", "--time and --event belong together")
                .contains("column 'A' stands twice", "is empty", "there is no rule 'NONE'", "has no input 'x'")
                .contains("no column for any input of rule ISS", "more than one column could be b2m");
    }

    private String file(String... lines) throws IOException {
        Path file = folder.resolve("cohort" + out.size() + err.size() + ".csv");
        Files.writeString(file, String.join("\n", lines));
        return file.toString();
    }

    private JsonNode printed(String... arguments) throws IOException {
        assertThat(run(List.of(arguments)))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
        return Json.mapper().readTree(out.toString(StandardCharsets.UTF_8));
    }

    private int run(List<String> arguments) {
        return CohortAssess.run(
                new ArrayList<>(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
