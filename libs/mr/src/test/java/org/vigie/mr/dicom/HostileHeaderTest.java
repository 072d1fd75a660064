package org.vigie.mr.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.VR;
import org.junit.jupiter.api.Test;

/** Whatever stands in a header, reading it ends in a result. */
class HostileHeaderTest {

    @Test
    void randomDamageNeverThrows() {
        Random random = new Random(20261122);
        for (int round = 0; round < 3000; round++) {
            Attributes header = round % 2 == 0 ? SampleHeaders.classic() : SampleHeaders.enhanced(2);
            damage(header, random);
            int seed = round;
            assertThatCode(() -> MrHeaderReader.read(header))
                    .as("round %d", seed)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void theDefectiveFilesOfOthersNeverThrowMoreThanTheirParser() throws IOException {
        List<Path> files = new ArrayList<>(SharedData.files(SharedData.folder("S14_pydicom")));
        files.addAll(SharedData.files(SharedData.folder("S18_fuzz_sample")));
        int read = 0;
        for (Path file : files) {
            Attributes header;
            try {
                header = SharedData.header(file);
            } catch (IOException | RuntimeException notParsed) {
                continue; // What cannot be parsed never reaches the reader.
            }
            assertThatCode(() -> MrHeaderReader.read(header))
                    .as(file.getFileName().toString())
                    .doesNotThrowAnyException();
            read++;
        }
        assertThat(read).isGreaterThan(50);
    }

    private static void damage(Attributes header, Random random) {
        int[] tags = header.tags();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            int tag = tags[random.nextInt(tags.length)];
            switch (random.nextInt(5)) {
                case 0 -> header.remove(tag);
                case 1 -> header.setNull(tag, VR.UN);
                case 2 -> header.setBytes(tag, VR.UN, bytes(random));
                case 3 -> header.setBytes(tag, header.getVR(tag) == VR.SQ ? VR.OB : vr(header, tag), bytes(random));
                default -> header.setString(tag, VR.LO, "%$§\\\\-1e400\\NaN");
            }
        }
    }

    private static VR vr(Attributes header, int tag) {
        VR vr = header.getVR(tag);
        return vr == null ? VR.UN : vr;
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(9)];
        random.nextBytes(bytes);
        return bytes;
    }
}
