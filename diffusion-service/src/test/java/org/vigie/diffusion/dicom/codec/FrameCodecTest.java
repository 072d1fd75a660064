package org.vigie.diffusion.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames compressed by DCMTK 3.6.7 and OpenJPEG 2.5.0; what must come out is known by formula. */
class FrameCodecTest {
    private static final int COLUMNS = 61;
    private static final int ROWS = 47;
    private static final String RLE = "1.2.840.10008.1.2.5";
    private static final String JPEG_LOSSLESS = "1.2.840.10008.1.2.4.57";
    private static final String JPEG_LS = "1.2.840.10008.1.2.4.80";
    private static final String JPEG_2000 = "1.2.840.10008.1.2.4.90";

    static Stream<String> lossless() {
        return Stream.of(
                        "rle-mixed-8.rle rle-flat-8.rle rle-mixed-12.rle rle-flat-12.rle rle-mixed-16.rle rle-flat-16.rle",
                        "jpg1-mixed-12.jpg jpg1-flat-12.jpg jpg1-mixed-16.jpg jpg1-flat-16.jpg jpg2-mixed-12.jpg",
                        "jpg3-mixed-12.jpg jpg4-mixed-12.jpg jpg5-mixed-12.jpg jpg6-mixed-12.jpg jpg7-mixed-12.jpg",
                        "jls-mixed-8.jls jls-flat-8.jls jls-mixed-12.jls jls-flat-12.jls jls-mixed-16.jls jls-flat-16.jls",
                        "j2k-mixed-12-LRCP.j2k j2k-mixed-12-RLCP.j2k j2k-mixed-12-RPCL.j2k j2k-mixed-12-PCRL.j2k",
                        "j2k-mixed-12-CPRL.j2k j2k-mixed-12-tiles.j2k j2k-mixed-12-offset.j2k j2k-mixed-12-offsetb.j2k",
                        "j2k-mixed-12-mode63.j2k j2k-flat-12-mode1.j2k j2k-mixed-12-mode4.j2k j2k-flat-12.j2k",
                        "j2k-mixed-16u.j2k j2k-mixed-16s.j2k j2k-mixed-8.j2k")
                .flatMap(names -> Stream.of(names.split(" ")));
    }

    @ParameterizedTest
    @MethodSource("lossless")
    void everyValueComesOut(String file) throws IOException {
        int bits = bits(file);
        int mask = bits == 8 ? 0xff : 0xffff;

        int[] decoded = decode(file, bytes(file));

        assertThat(Arrays.stream(decoded).map(v -> v & mask).toArray()).isEqualTo(image(bits, file.contains("flat")));
    }

    @ParameterizedTest
    @CsvSource({"near3-mixed-12.jls, 3", "near1-mixed-16.jls, 1"})
    void nearLosslessStaysWithinItsBound(String file, int bound) throws IOException {
        int[] decoded = decode(file, bytes(file));
        int[] original = image(bits(file), false);

        int largest = 0;
        for (int i = 0; i < original.length; i++) {
            largest = Math.max(largest, Math.abs((decoded[i] & 0xffff) - original[i]));
        }
        assertThat(largest).isEqualTo(bound);
    }

    @ParameterizedTest
    @MethodSource("lossless")
    void aFrameThatEndsEarlyIsNamedSo(String file) throws IOException {
        byte[] whole = bytes(file);

        for (int part : new int[] {0, 1, 10, 30, 60}) {
            byte[] cut = Arrays.copyOf(whole, whole.length * part / 100);
            assertThatExceptionOfType(CodecException.class)
                    .as("%s cut to %d %%", file, part)
                    .isThrownBy(() -> decode(file, cut))
                    .extracting(CodecException::kind)
                    .isEqualTo(CodecException.Kind.CORRUPT);
        }
    }

    /** Whatever stands in a frame, it decodes or is refused, in time and memory bounded by the header. */
    @ParameterizedTest
    @MethodSource("lossless")
    void damagedBytesDoNoMoreHarmThanARefusal(String file) throws IOException {
        byte[] whole = bytes(file);
        long seed = 20_261_122L;
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 1 + round % 5; i++) {
                damaged[random.nextInt(Math.min(damaged.length, round % 2 == 0 ? 120 : damaged.length))] =
                        (byte) random.nextInt(256);
            }
            try {
                assertThat(decode(file, damaged)).hasSize(ROWS * COLUMNS);
            } catch (CodecException refused) {
                assertThat(refused).hasMessageNotContaining("Exception");
            } catch (RuntimeException e) {
                throw new AssertionError(file + ", seed " + seed + ", round " + round, e);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"rle-mixed-12.rle", "jpg1-mixed-12.jpg", "jls-mixed-12.jls", "j2k-flat-12.j2k"})
    void anotherMatrixThanTheHeadersIsRefused(String file) {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> codec(file).decode(bytes(file), new FrameShape(4096, 4096, 16, 12)));
    }

    @Test
    void whatIsNotDecodedHasAName() {
        assertThat(TransferSyntax.describe("1.2.840.10008.1.2.4.201"))
                .isEqualTo("1.2.840.10008.1.2.4.201 HTJ2K Lossless Only");
        assertThat(TransferSyntax.describe("1.2.3")).isEqualTo("1.2.3");
        assertThat(TransferSyntax.of("1.2.840.10008.1.2.4.51").orElseThrow().codec())
                .isEmpty();
    }

    private static int[] decode(String file, byte[] data) throws CodecException {
        int bits = bits(file);
        return codec(file).decode(data, new FrameShape(ROWS, COLUMNS, bits == 8 ? 8 : 16, bits));
    }

    private static FrameCodec codec(String file) {
        String uid = switch (file.substring(file.length() - 3)) {
            case "rle" -> RLE;
            case "jpg" -> JPEG_LOSSLESS;
            case "jls" -> JPEG_LS;
            default -> JPEG_2000;
        };
        return TransferSyntax.of(uid).flatMap(TransferSyntax::codec).orElseThrow();
    }

    private static int bits(String file) {
        return Integer.parseInt(file.replaceAll("^[^-]+-[^-]+-(\\d+).*$", "$1"));
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = FrameCodecTest.class.getResourceAsStream("/codec/" + file)) {
            return java.util.Objects.requireNonNull(in, file).readAllBytes();
        }
    }

    /** A slope with noise, a saturated and an empty part; or tiles of nothing and the largest value. */
    private static int[] image(int bits, boolean flat) {
        int top = (1 << bits) - 1;
        int[] values = new int[ROWS * COLUMNS];
        long state = 42;
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                state = (state * 1_103_515_245L + 12_345) & 0x7fffffff;
                long slope = x * 7L * x + y * 11L * y + x * 3L * y;
                long value = slope * top / (61L * 61 * 7 + 47L * 47 * 11 + 61L * 47 * 3);
                value += ((state >> 16) % 37) - 18;
                if (x > 20 && x < 30 && y > 10 && y < 20) {
                    value = top;
                }
                if (x > 40 && x < 55 && y > 30 && y < 40) {
                    value = 0;
                }
                if (flat) {
                    value = (x / 9 + y / 7) % 5 == 0 ? top : 0;
                }
                values[y * COLUMNS + x] = Math.clamp(value, 0, top);
            }
        }
        return values;
    }
}
