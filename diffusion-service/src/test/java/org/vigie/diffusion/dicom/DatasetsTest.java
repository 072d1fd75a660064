package org.vigie.diffusion.dicom;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is hostile in the store ends as a refusal with a reason, never as the end of the worker. */
@Timeout(60)
class DatasetsTest {
    @ParameterizedTest
    @ValueSource(ints = {100, 10_000, 200_000})
    void sequencesInSequencesWithoutEndAreRefused(int depth) {
        ByteArrayOutputStream bomb = part10();
        for (int i = 0; i < depth; i++) {
            bomb.writeBytes(new byte[] {8, 0, 0x15, 0x11, 'S', 'Q', 0, 0, -1, -1, -1, -1});
            bomb.writeBytes(new byte[] {-2, -1, 0, -32, -1, -1, -1, -1});
        }

        assertThatThrownBy(() -> Datasets.parse(bomb.toByteArray(), -1))
                .isInstanceOf(IOException.class)
                .hasMessage("more than 32 depth at (FFFE,E000)");
    }

    @Test
    void aLengthNobodyHasBytesForIsRefused() {
        ByteArrayOutputStream lie = part10();
        lie.writeBytes(new byte[] {8, 0, 0x08, 0x00, 'U', 'T', 0, 0, -2, -1, -1, -1});

        assertThatThrownBy(() -> Datasets.parse(lie.toByteArray(), -1))
                .isInstanceOf(IOException.class)
                .hasMessage("more than 16777216 value-bytes at (0008,0008)");
    }

    private static ByteArrayOutputStream part10() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[128]);
        file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        byte[] syntax = "1.2.840.10008.1.2.1\0".getBytes(StandardCharsets.US_ASCII);
        file.writeBytes(new byte[] {2, 0, 0, 0, 'U', 'L', 4, 0, (byte) (8 + syntax.length), 0, 0, 0});
        file.writeBytes(new byte[] {2, 0, 0x10, 0, 'U', 'I', (byte) syntax.length, 0});
        file.writeBytes(syntax);
        return file;
    }
}
