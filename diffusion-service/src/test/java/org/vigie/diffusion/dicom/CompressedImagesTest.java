package org.vigie.diffusion.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.contract.Reason;
import org.vigie.diffusion.SharedData;
import org.vigie.mr.MrFrame;
import org.vigie.mr.MrHeader;
import org.vigie.mr.dicom.MrHeaderReader;

/** Whole files in every transfer syntax. */
class CompressedImagesTest {
    private static final String FILES = "S14_pydicom/pydicom_tests/src/pydicom/data/test_files";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MR_small_RLE.dcm",
                "MR_small_jp2klossless.dcm",
                "MR_small_jpeg_ls_lossless.dcm",
                "MR_small_bigendian.dcm",
                "MR_small_implicit.dcm",
                "MR_small_expb.dcm",
                "MR_small_padded.dcm"
            })
    void everyFormOfOneImageHasTheSameValues(String file) throws IOException {
        Path folder = SharedData.folder(FILES);

        float[] signal = signal(Files.readAllBytes(folder.resolve(file)));

        assertThat(signal).isEqualTo(signal(Files.readAllBytes(folder.resolve("MR_small.dcm"))));
        assertThat(signal).hasSize(64 * 64);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.10008.1.2.4.50, NOT_DECODABLE(1.2.840.10008.1.2.4.50 JPEG Baseline P1)",
        "1.2.840.10008.1.2.4.51, NOT_DECODABLE(1.2.840.10008.1.2.4.51 JPEG Extended P2 and 4)",
        "1.2.840.10008.1.2.4.201, NOT_DECODABLE(1.2.840.10008.1.2.4.201 HTJ2K Lossless Only)",
        "1.2.840.10008.1.2.4.110, NOT_DECODABLE(1.2.840.10008.1.2.4.110 JPEG XL Lossless)"
    })
    void whatIsNotDecodedIsRefusedByName(String uid, String reason) throws IOException {
        assertThat(refusal(encapsulated(uid, new byte[0], new byte[] {1, 2, 3, 4})))
                .isEqualTo(Reason.parse(reason));
    }

    @Test
    void aCompressedFrameThatEndsEarlyIsNamed() throws IOException {
        byte[] frame = resource("jls-mixed-12.jls");

        assertThat(refusal(encapsulated("1.2.840.10008.1.2.4.80", new byte[0], Arrays.copyOf(frame, frame.length / 2))))
                .isEqualTo(Reason.parse("INVALID_VALUE(pixelData)"));
        assertThat(refusal(encapsulated("1.2.840.10008.1.2.4.80", new byte[0])))
                .isEqualTo(Reason.parse("INVALID_VALUE(pixelData)"));
    }

    @Test
    void oneFrameMayComeInManyFragments() throws IOException {
        byte[] frame = resource("jls-mixed-12.jls");
        int cut = frame.length / 3 / 2 * 2;
        byte[] whole = encapsulated("1.2.840.10008.1.2.4.80", new byte[0], frame);
        byte[] parts = encapsulated(
                "1.2.840.10008.1.2.4.80",
                new byte[4],
                Arrays.copyOfRange(frame, 0, cut),
                Arrays.copyOfRange(frame, cut, frame.length));

        assertThat(signal(parts)).isEqualTo(signal(whole)).hasSize(61 * 47);
    }

    @Test
    void framesAreFoundByTheOffsetTableOrByTheirBeginning() {
        byte[] first = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1};
        byte[] rest = {5, 6};
        byte[] second = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 2};
        byte[] table = {0, 0, 0, 0, 22, 0, 0, 0};

        assertThat(EncapsulatedFrames.of(fragments(table, first, rest, second), 2))
                .hasValueSatisfying(f -> assertThat(f.getFirst()).hasSize(6));
        assertThat(EncapsulatedFrames.of(fragments(new byte[0], first, rest, second), 2))
                .hasValueSatisfying(f -> assertThat(f.getLast()).isEqualTo(second));
        assertThat(EncapsulatedFrames.of(fragments(new byte[0], first, second), 2))
                .hasValueSatisfying(f -> assertThat(f).hasSize(2));
        assertThat(EncapsulatedFrames.of(fragments(new byte[0], first, second), 3))
                .isEmpty();
    }

    @Test
    void twelveBitsClippedInASixteenBitFileAreSeen() throws IOException {
        byte[] clipped = new DwiFile("1", 0, pixel -> pixel < 5 ? 4095 : 100)
                .with(a -> {
                    a.setInt(Tag.BitsStored, VR.US, 16);
                    a.setInt(Tag.HighBit, VR.US, 15);
                })
                .bytes();

        assertThat(decode(clipped).saturated.cardinality()).isEqualTo(5);
    }

    private static byte[] encapsulated(String uid, byte[] table, byte[]... parts) {
        return new DwiFile("1", 0, pixel -> 0)
                .with(a -> {
                    a.setInt(Tag.Rows, VR.US, 47);
                    a.setInt(Tag.Columns, VR.US, 61);
                    Fragments fragments = a.newFragments(Tag.PixelData, VR.OB, parts.length + 1);
                    fragments.add(table);
                    fragments.addAll(Arrays.asList(parts));
                })
                .encodedAs(uid)
                .bytes();
    }

    private static Fragments fragments(byte[]... parts) {
        Fragments fragments = new Attributes().newFragments(Tag.PixelData, VR.OB, parts.length);
        fragments.addAll(Arrays.asList(parts));
        return fragments;
    }

    private static float[] signal(byte[] file) throws IOException {
        return decode(file).signal;
    }

    private static PixelDecoder.Decoded decode(byte[] file) throws IOException {
        MrFrame frame = frame(file);
        return ((PixelDecoder.Opened.Ready) PixelDecoder.open(Datasets.parse(file, -1), 1, frame.pixels()))
                .decoder()
                .decode(frame);
    }

    private static Reason refusal(byte[] file) throws IOException {
        StudyObject object = new StudyObject("image", () -> file, Optional.empty(), Optional.empty());
        StudyScan scan = StudyScanner.scan(java.util.List.of(
                object,
                new DwiFile("1", 800, 0, 100)
                        .with(a -> {
                            a.setInt(Tag.Rows, VR.US, 47);
                            a.setInt(Tag.Columns, VR.US, 61);
                            a.setBytes(Tag.PixelData, VR.OW, new byte[2 * 47 * 61]);
                        })
                        .object()));
        return ((VolumeReader.Result.Refused) new VolumeReader(1 << 24)
                        .read(DwiAcquisitions.of(scan.frames(), false).getFirst()))
                .reason();
    }

    private static MrFrame frame(byte[] file) throws IOException {
        return ((MrHeader.Usable)
                        MrHeaderReader.read(Datasets.parse(file, Tag.PixelData).dataset()))
                .frames()
                .getFirst();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = CompressedImagesTest.class.getResourceAsStream("/codec/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
