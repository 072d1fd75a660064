package org.vigie.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;

class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private @TempDir Path folder;

    @Test
    void phantomPrintsWhatIsTrueInIt() throws Exception {
        int exit = run("phantom", path("ph"), "--adc", "1.0e-3,1.3e-3", "--seed", "5", "--study-date", "2026-03-02");

        assertThat(exit).isZero();
        JsonNode report = Json.mapper().readTree(out.toString());
        assertThat(report.get("files").asInt()).isEqualTo(81);
        assertThat(report.get("noiseSeed").asInt()).isEqualTo(5);
        assertThat(report.get("lesions").get(1).get("adcMm2PerSec").asDouble()).isEqualTo(1.3e-3);
    }

    @Test
    void redateReportsTheCopyAsOneJsonDocument() throws Exception {
        run("phantom", path("ph"), "--study-date", "2026-03-02");
        out.getBuffer().setLength(0);

        int exit = redate("--roi", "box:71,48,10,3", "--tracking-uid", "2.25.7", "--side", "L", "--json");

        assertThat(exit).isZero();
        JsonNode report = Json.mapper().readTree(out.toString());
        assertThat(report.get("written").asInt()).isEqualTo(82);
        assertThat(report.get("segVoxels").asInt()).isEqualTo(27);
        assertThat(report.get("studyUid").asText()).startsWith("2.25.");
    }

    @Test
    void redateRefusesWrongOutlinesAndSaysWhy() throws Exception {
        run("phantom", path("ph"), "--study-date", "2026-03-02");

        assertThat(redate("--roi", "box:1,2,3", "--tracking-uid", "2.25.7")).isEqualTo(2);
        assertThat(redate("--roi", "box:71,48,10,3")).isEqualTo(2);
        assertThat(redate("--roi", "box:71,48,10,3", "--tracking-uid", "no uid"))
                .isEqualTo(2);
        assertThat(redate("--roi", "box:95,48,10,3", "--tracking-uid", "2.25.7"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("not inside the volume");
    }

    @Test
    void sendFailsWhereNobodyListens() throws Exception {
        run("phantom", path("ph"), "--study-date", "2026-03-02");
        out.getBuffer().setLength(0);

        int exit = run("send", path("ph"), "--to", "VIGIE@127.0.0.1:" + closedPort(), "--json");

        assertThat(exit).isEqualTo(1);
        JsonNode report = Json.mapper().readTree(out.toString());
        assertThat(report.get("success").asBoolean()).isFalse();
        assertThat(report.get("unanswered").asInt()).isEqualTo(81);
    }

    @Test
    void sendWantsAWholeAddress() {
        assertThat(run("send", folder.toString(), "--to", "127.0.0.1:104")).isEqualTo(2);
    }

    private int redate(String... options) {
        String[] fixed = {
            "redate",
            path("ph"),
            path("copy"),
            "--study-date",
            "2026-11-14",
            "--patient-id",
            "PHANTOM",
            "--issuer",
            "LOCAL"
        };
        String[] all = java.util.Arrays.copyOf(fixed, fixed.length + options.length);
        System.arraycopy(options, 0, all, fixed.length, options.length);
        return run(all);
    }

    private int run(String... arguments) {
        return SimulatorMain.commands()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
