package org.vigie.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vigie.ingest.dicom.HostileSender;
import org.vigie.ingest.dicom.Mutations;

/** Hostile files through the doors, C-STORE and STOW-RS, over real sockets. */
@QuarkusTest
@WithTestResource(HostilePlatform.class)
@Timeout(1200)
class HostileNetworkTest {
    @ConfigProperty(name = "vigie.dicom.port")
    int dicomPort;

    @ConfigProperty(name = "vigie.home")
    Path home;

    @Test
    void nothingThatIsSentCrashesHangsEscapesOrStays() throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        long seed = Long.getLong("vigie.seed", System.nanoTime());
        System.out.println("HostileNetworkTest: " + Mutations.count() + " mutations, -Dvigie.seed=" + seed);
        Set<String> foldersBefore = folders();
        List<byte[]> hostile = new ArrayList<>(Mutations.kept());
        hostile.addAll(Mutations.bombs());
        Random random = new Random(seed);
        List<byte[]> seeds = Mutations.seeds();
        long usedBefore = 0;
        int answered = 0;

        try (HostileSender sender = new HostileSender(dicomPort, "STORESCU")) {
            for (int i = 0; i < hostile.size(); i++) {
                answered += sender.send(hostile.get(i), random) ? 1 : 0;
                stow(hostile.get(i));
            }
            for (int i = 0; i < Mutations.count(); i++) {
                if (i == Mutations.count() / 4) {
                    usedBefore = used();
                }
                byte[] mutated = Mutations.mutate(seeds.get(random.nextInt(seeds.size())), random);
                if ((i & 3) == 3) {
                    stow(mutated);
                } else {
                    answered += sender.send(mutated, random) ? 1 : 0;
                }
            }
            assertThat(sender.longestMillis()).as("milliseconds for one object").isLessThan(15_000);
        }

        assertThat(answered).isGreaterThan((hostile.size() + Mutations.count() / 2) / 2);
        assertThat(used() - usedBefore).as("bytes kept in memory").isLessThan(96L << 20);
        assertThat(folders()).isEqualTo(foldersBefore);
        assertThat(Path.of(System.getProperty("java.io.tmpdir"), "vigie-escaped"))
                .doesNotExist();
        Dcmtk.Result good = Dcmtk.store(
                dicomPort,
                "STORESCU",
                SharedData.dicomFiles(SharedData.folder("S01_mrbias_diffusion_session1"))
                        .subList(0, 20)
                        .toArray(Path[]::new));
        assertThat(good.exit()).as(good.output()).isZero();
        given().get("/q/health/ready").then().statusCode(200);
    }

    /** Any answer is right that is an answer; a server error would be none. */
    private static void stow(byte[] file) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("--part\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(file);
        body.writeBytes("\r\n--part--\r\n".getBytes(StandardCharsets.US_ASCII));
        Response answer = given().auth()
                .preemptive()
                .basic("vigie", "test")
                .config(io.restassured.config.RestAssuredConfig.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs("multipart/related", io.restassured.http.ContentType.BINARY)))
                .header("Accept", "application/dicom+json")
                .contentType("multipart/related; type=\"application/dicom\"; boundary=part")
                .body(body.toByteArray())
                .post("/dicom-web/studies");
        assertThat(answer.statusCode()).isIn(200, 202, 400, 409, 413, 415);
    }

    /** Two levels are enough to see a file that went elsewhere. */
    private Set<String> folders() throws IOException {
        try (Stream<Path> found = Files.walk(home, 1)) {
            return new TreeSet<>(found.map(p -> home.relativize(p).toString()).toList());
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
