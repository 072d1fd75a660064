package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.ingest.SharedData;
import org.vigie.mr.dicom.ParserLimits;

/** Whatever comes in as a file, looking at it ends soon, in a result, and takes no memory to speak of. */
@Timeout(300)
class HostileFilesTest {
    private static final String SYNTAX = "1.2.840.10008.1.2.1";
    private static final int MUTATIONS = Mutations.count();

    @TempDir
    Path folder;

    @Test
    void filesKnownToBreakReadersAreLookedAtWithoutHarm() throws IOException {
        for (String bundle : List.of("S14_pydicom", "S18_fuzz_sample")) {
            try (Stream<Path> files = Files.walk(SharedData.folder(bundle))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    inspect(Files.readAllBytes(file), file.getFileName().toString());
                }
            }
        }
    }

    @Test
    void mutatedFilesAreLookedAtWithoutHarm() throws IOException {
        List<byte[]> seeds = Mutations.seeds();
        long seed = Long.getLong("vigie.seed", System.nanoTime());
        System.out.println("HostileFilesTest: " + MUTATIONS + " mutations, -Dvigie.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < MUTATIONS; i++) {
            inspect(
                    Mutations.mutate(seeds.get(random.nextInt(seeds.size())), random),
                    "mutation " + i + " of seed " + seed);
        }
    }

    @Test
    void sequencesInSequencesWithoutEndAreRefused() throws IOException {
        for (int depth : new int[] {100, 10_000, 200_000}) {
            ByteArrayOutputStream bomb = new ByteArrayOutputStream();
            bomb.writeBytes(new byte[128]);
            bomb.writeBytes("DICM".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            for (int i = 0; i < depth; i++) {
                // (0008,1115) SQ of undefined length, item of undefined length
                bomb.writeBytes(new byte[] {8, 0, 0x15, 0x11, 'S', 'Q', 0, 0, -1, -1, -1, -1});
                bomb.writeBytes(new byte[] {-2, -1, 0, -32, -1, -1, -1, -1});
            }
            assertThat(inspect(bomb.toByteArray(), "depth " + depth)).isInstanceOf(Inspection.Refused.class);
        }
    }

    @Test
    void aLengthNobodyHasBytesForTakesNoMemory() throws IOException {
        ByteArrayOutputStream lie = new ByteArrayOutputStream();
        lie.writeBytes(new byte[128]);
        lie.writeBytes("DICM".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        lie.writeBytes(new byte[] {8, 0, 0x08, 0x00, 'U', 'T', 0, 0, -2, -1, -1, 0x7F});
        lie.writeBytes(new byte[1000]);
        long before = allocated();

        assertThat(inspect(lie.toByteArray(), "length")).isInstanceOf(Inspection.Refused.class);

        assertThat(allocated() - before).isLessThan(64L << 20);
    }

    @Test
    void bombsAreRefusedByTheLimitTheyBreak() throws IOException {
        for (byte[] bomb : Mutations.bombs()) {
            assertThat(inspect(bomb, "bomb of " + bomb.length + " bytes")).isInstanceOf(Inspection.Refused.class);
        }
    }

    @Test
    void aFileIsLookedAtWhereverItEnds() throws IOException {
        byte[] whole = Mutations.seeds().getFirst();
        int header = whole.length - 32_768;
        for (int length = 132; length < whole.length; length += length < header + 64 ? 1 : 4_000) {
            assertThat(inspect(java.util.Arrays.copyOf(whole, length), "first " + length + " bytes"))
                    .as("first %d bytes", length)
                    .isInstanceOf(Inspection.Refused.class);
        }
    }

    private Inspection inspect(byte[] bytes, String what) throws IOException {
        Path file = Files.write(folder.resolve("file"), bytes);
        Inspector.Announced announced = new Inspector.Announced("1.2.840.10008.5.1.4.1.1.4", "1.2.3", SYNTAX);
        long before = allocated();
        Inspection inspection = Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> Inspector.inspect(file, announced, ParserLimits.DEFAULT), what);
        assertThat(allocated() - before).as(what + " allocates").isLessThan(256L << 20);
        return inspection;
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
