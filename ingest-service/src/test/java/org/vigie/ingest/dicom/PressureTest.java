package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.vigie.ingest.dicom.Pdus.IMPLICIT;
import static org.vigie.ingest.dicom.Pdus.MR;
import static org.vigie.ingest.dicom.Pdus.context;
import static org.vigie.ingest.dicom.Pdus.request;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Status;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.ingest.Listening;

/** At the disk floor: who is in is told A700, who comes is put off for now, C-ECHO is answered; then all goes on. */
@Timeout(60)
class PressureTest {
    private static final String VERIFICATION = UID.Verification;
    /** Transient; by the provider (presentation); temporary congestion (PS3.8 table 9-21). */
    private static final List<Integer> CONGESTED = List.of(2, 3, 1);

    @TempDir
    Path home;

    @Test
    void aFullDiskPutsOffAndNothingElse() throws Exception {
        if (!run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", home.toString())) {
            System.out.println("SKIPPED: no right to mount");
            Assumptions.abort("no right to mount");
        }
        try (Listening vigie = new Listening(home, Map.of("vigie.ingest.min-free-bytes", "16777216"));
                Scu scu = new Scu("PACS")) {
            Association running = scu.associate(vigie.port(), UID.MRImageStorage, UID.ExplicitVRLittleEndian);
            assertThat(store(running, 1)).isZero();

            Path filler = Files.write(home.resolve("filler"), new byte[20 << 20]);
            // Free space is looked at four times a second; what is known already changes nothing until then.
            await().until(() -> store(running, 1) == Status.OutOfResources);
            assertThat(Scu.echo(running)).isZero();
            assertThat(answer(vigie, MR).rejection()).isEqualTo(CONGESTED);
            assertThat(answer(vigie, VERIFICATION).type()).isEqualTo(2);
            assertThat(store(running, 3)).isEqualTo(0xA700);
            assertThat(vigie.entries()).hasSize(1);

            Files.delete(filler);
            await().until(() -> store(running, 3) == 0);
            assertThat(answer(vigie, MR).type()).isEqualTo(2);
            running.release();
            assertThat(vigie.entries())
                    .extracting(e -> e.event().sopInstanceUid())
                    .containsExactly("1.2.9.1", "1.2.9.3");
        } finally {
            run("umount", home.toString());
        }
    }

    private static int store(Association association, int number) throws IOException, InterruptedException {
        String uid = "1.2.9." + number;
        Attributes image = SentImages.image("1.2.9", uid, 64, new Random(number));
        return Scu.store(association, UID.MRImageStorage, uid, image, UID.ExplicitVRLittleEndian);
    }

    private static Pdus.Pdu answer(Listening vigie, String sopClass) throws IOException {
        try (Socket socket = Pdus.connect(vigie.port())) {
            return Pdus.exchange(socket, request("VIGIE", "PACS", context(1, sopClass, IMPLICIT)));
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
