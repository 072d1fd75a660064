package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.ingest.Listening;
import org.vigie.store.Forcing;

/** A volume that turns read-only, or full in the middle of one object, and comes back. */
class StarvedStoreTest {
    private static final int OUT_OF_RESOURCES = 0xA700;
    private static final int EDGE = 4096;
    private static final long STOP_AT_BYTES = 12L << 20;

    @TempDir
    Path home;

    @Test
    void aStoreThatTurnsReadOnlyRefusesAndRecoversByItself() throws Exception {
        AtomicBoolean readOnly = new AtomicBoolean();
        Forcing disk = channel -> {
            if (readOnly.get()) {
                throw new IOException("Read-only file system");
            }
            Forcing.DATA.force(channel);
        };
        Listening.Volume volume = new Listening.Volume(disk, () -> 1L << 40);
        try (Listening vigie = new Listening(home, Map.of(), volume);
                Scu scu = new Scu("PACS")) {
            Association running = associate(scu, vigie);
            assertThat(store(running, 1, 64)).isZero();

            readOnly.set(true);
            assertThat(store(running, 2, 64)).isEqualTo(OUT_OF_RESOURCES);
            assertThat(Scu.echo(running)).isZero();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() ->
                            assertThatThrownBy(() -> associate(scu, vigie)).hasMessageContaining("result: 2"));

            readOnly.set(false);
            await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> associate(scu, vigie).release());
            assertThat(store(running, 2, 64)).isZero();
            assertThat(store(running, 3, 64)).isZero();
            assertThat(vigie.entries())
                    .extracting(e -> e.event().sopInstanceUid())
                    .containsExactly("1.2.3.1", "1.2.3.2", "1.2.3.3");
        }
    }

    @Test
    void anObjectLongerThanTheDiskAllowsIsStoppedAtTheFloorAndFreed() throws Exception {
        Listening.Volume volume = new Listening.Volume(Forcing.DATA, () -> staged() > STOP_AT_BYTES ? 0 : 1L << 40);
        try (Listening vigie = new Listening(home, Map.of(), volume);
                Scu scu = new Scu("PACS")) {
            Association running = associate(scu, vigie);
            long before = System.nanoTime();
            assertThat(store(running, 1, EDGE)).isEqualTo(OUT_OF_RESOURCES);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(60));
            assertThat(staged()).isZero();
            assertThat(Scu.echo(running)).isZero();
            await().atMost(Duration.ofSeconds(10)).until(() -> store(running, 2, 64) == 0);
            assertThat(vigie.entries()).hasSize(1);
        }
    }

    private static Association associate(Scu scu, Listening vigie) throws IOException {
        return scu.associate(vigie.port(), UID.MRImageStorage, UID.ExplicitVRLittleEndian);
    }

    private static int store(Association association, int number, int edge) throws IOException, InterruptedException {
        String sop = "1.2.3." + number;
        Attributes image = SentImages.image("1.2.3", sop, edge, new Random(number));
        return Scu.store(association, UID.MRImageStorage, sop, image, UID.ExplicitVRLittleEndian);
    }

    private long staged() {
        try (Stream<Path> files = Files.list(home.resolve("store/incoming"))) {
            return files.mapToLong(f -> f.toFile().length()).sum();
        } catch (IOException changing) {
            return 0;
        }
    }
}
