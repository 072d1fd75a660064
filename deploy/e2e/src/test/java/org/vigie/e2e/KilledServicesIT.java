package org.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.simulator.dicom.StoreScu;
import org.vigie.simulator.domain.SendOptions;
import org.vigie.simulator.domain.SendReport;

/** Issue 2, acceptance 6: a process that dies between the first and the last instance of a study changes nothing. */
@ExtendWith(VigieExtension.class)
class KilledServicesIT {
    /** On a machine that does nothing else, as an acceptance run has it; CI only asks that it comes back at all. */
    private static final Duration RECOVERY = Duration.ofSeconds(Boolean.getBoolean("vigie.acceptance") ? 15 : 60);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "diffusion", "staging", "notify", "infrastructure"})
    void oneAlertAllTheSame(String component, RunningVigie vigie) throws IOException, InterruptedException {
        Phantoms patient = new Phantoms(
                "E2E-KILL-" + component.toUpperCase(Locale.ROOT),
                LocalDate.now(Site.ZONE).minusDays(8));
        patient.startCourse(vigie);
        List<Path> baseline = patient.write(patient.baseline(), folder);
        List<Path> followUp = patient.write(patient.followUp(1.0), folder);
        int mails = vigie.mails();
        assertThat(StoreScu.send(baseline, vigie.dicom(), SendOptions.DEFAULT).isSuccess())
                .isTrue();

        CompletableFuture<Duration> recovery = new CompletableFuture<>();
        SendReport sent = StoreScu.send(
                followUp,
                vigie.dicom(),
                SendOptions.DEFAULT.withPause(followUp.size() / 2, () -> killAndRestart(vigie, component, recovery)));

        assertThat(sent.isSuccess()).as("%s", sent).isTrue();
        Duration recovered = recovery.join();
        System.out.printf(
                Locale.ROOT, "E2E kill -9 of %s: ready again after %.1f s%n", component, recovered.toMillis() / 1e3);
        Patient seen = vigie.await(
                patient.id(), "one alert and one mail", p -> Phantoms.isOneAlert(p) && vigie.mails() == mails + 1);
        // Where the kill took longer than the silence that ends a study, what came until then went ahead as revision 1
        assertThat(seen.currentStudies()).hasSize(2).allSatisfy(study -> {
            assertThat(study.path("outcome").asText()).isEqualTo("MEASURED");
            assertThat(study.path("incomplete").asBoolean()).isFalse();
        });
        vigie.settled(patient.id(), p -> Phantoms.isOneAlert(p) && vigie.mails() == mails + 1);
        assertThat(recovered).isLessThan(RECOVERY);
    }

    /** Returns when the process is dead; the sender goes on while it starts again. */
    private static void killAndRestart(RunningVigie vigie, String component, CompletableFuture<Duration> recovery)
            throws InterruptedException {
        try {
            vigie.kill(component);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long begin = System.nanoTime();
        Thread.ofVirtual().start(() -> {
            try {
                vigie.cli("restart " + component);
                recovery.complete(Duration.ofNanos(System.nanoTime() - begin));
            } catch (IOException | AssertionError e) {
                recovery.completeExceptionally(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                recovery.completeExceptionally(e);
            }
        });
    }
}
