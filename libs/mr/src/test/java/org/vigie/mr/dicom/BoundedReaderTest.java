package org.vigie.mr.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.io.DicomOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.mr.dicom.BoundedReader.Bulk;

@Timeout(60)
class BoundedReaderTest {
    private static final ParserLimits SMALL = new ParserLimits(4, 100, 1_000, 100_000, 1 << 20);

    @Test
    void asManyLevelsAsAllowedAreReadAndNotOneMore() throws IOException {
        assertThat(read(nested(4), SMALL).size()).isEqualTo(1);
        assertThatThrownBy(() -> read(nested(5), SMALL))
                .isInstanceOf(LimitExceededException.class)
                .hasMessage("more than 4 depth at (FFFE,E000)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SQ", "UN"})
    void aHundredThousandLevelsNeverReachTheStack(String vr) {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            if (i == 0 || vr.equals("SQ")) {
                bomb.writeBytes(new byte[] {8, 0, 0x15, 0x11, (byte) vr.charAt(0), (byte) vr.charAt(1), 0, 0});
                bomb.writeBytes(new byte[] {-1, -1, -1, -1});
            } else {
                // inside UN the encoding is implicit (PS3.5 6.2.2)
                bomb.writeBytes(new byte[] {8, 0, 0x15, 0x11, -1, -1, -1, -1});
            }
            bomb.writeBytes(new byte[] {-2, -1, 0, -32, -1, -1, -1, -1});
        }

        assertThatThrownBy(() -> read(bomb.toByteArray(), ParserLimits.DEFAULT))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("depth");
    }

    @Test
    void millionsOfElementsEndAtTheLimit() {
        List<ByteArrayInputStream> parts = IntStream.range(0, 3)
                .mapToObj(part -> new ByteArrayInputStream(millionElements(0x1000 + 16 * part)))
                .toList();
        InputStream all = new SequenceInputStream(Collections.enumeration(parts));

        assertThatThrownBy(() -> BoundedReader.read(
                        new DicomInputStream(new BufferedInputStream(all), UID.ExplicitVRLittleEndian),
                        -1,
                        ParserLimits.DEFAULT,
                        Bulk.SKIPPED))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageStartingWith("more than 2000000 elements");
    }

    @Test
    void alsoItemsCountAsElements() throws IOException {
        Attributes dataset = new Attributes();
        var items = dataset.newSequence(Tag.ReferencedSeriesSequence, 200);
        for (int i = 0; i < 200; i++) {
            items.add(new Attributes());
        }

        assertThatThrownBy(() -> read(bytes(dataset), SMALL)).hasMessageContaining("100 elements");
    }

    @Test
    void aValueNobodyHasBytesForIsRefusedBeforeItIsRead() {
        for (int length : new int[] {1_001, 0x7FFF_FFFE, 0xFFFF_FFFE}) {
            assertThatThrownBy(() -> read(element(0x0008, 0x1195, "UT", length, 0), SMALL))
                    .isInstanceOf(LimitExceededException.class)
                    .hasMessage("more than 1000 value-bytes at (0008,1195)");
        }
    }

    @Test
    void longBinaryValuesAreHeldOnlyWhereTheyAreAskedFor() throws IOException {
        byte[] file = element(0x0042, 0x0011, "OB", 2 << 20, 2 << 20);
        ParserLimits limits = new ParserLimits(4, 100, 1_000, 3 << 20, 1 << 20);

        Attributes skipped = read(file, limits);
        assertThat(skipped.contains(0x0042_0011)).isTrue();
        assertThat(skipped.containsValue(0x0042_0011)).isFalse();
        assertThat(BoundedReader.read(in(file), -1, SMALL, Bulk.HELD).getBytes(0x0042_0011))
                .hasSize(2 << 20);
    }

    @Test
    void aLongBinaryValueThatIsNotThereIsATruncatedFile() {
        assertThatThrownBy(() -> read(element(0x0042, 0x0011, "OB", 0xFFFF_FFFE, 10), SMALL))
                .isInstanceOf(java.io.EOFException.class);
    }

    @Test
    void manyValuesTogetherAreBoundedToo() {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 99; i++) {
            many.writeBytes(new byte[] {9, 0, (byte) (i + 16), 16, 'L', 'T', (byte) 0xE0, 3});
            many.writeBytes(new byte[992]);
        }

        assertThatThrownBy(() -> read(many.toByteArray(), new ParserLimits(4, 100, 1_000, 50_000, 1 << 20)))
                .hasMessageContaining("50000 header-bytes");
    }

    @Test
    void elementsInDescendingOrderCostNoQuadraticTime() throws IOException {
        assertThatThrownBy(() -> read(descending(100_000), ParserLimits.DEFAULT))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("out of order");
        assertThat(read(descending(5_000), ParserLimits.DEFAULT).size()).isEqualTo(5_000);
    }

    @Test
    void aDeflateBombIsNotUnpacked() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        Attributes meta = new Attributes();
        meta.setBytes(Tag.FileMetaInformationVersion, VR.OB, new byte[] {0, 1});
        meta.setString(Tag.MediaStorageSOPClassUID, VR.UI, UID.MRImageStorage);
        meta.setString(Tag.MediaStorageSOPInstanceUID, VR.UI, "1.2.3");
        meta.setString(Tag.TransferSyntaxUID, VR.UI, UID.DeflatedExplicitVRLittleEndian);
        meta.setString(Tag.ImplementationClassUID, VR.UI, "1.2.3");
        DicomOutputStream head = new DicomOutputStream(bomb, UID.ExplicitVRLittleEndian);
        head.writeFileMetaInformation(meta);
        head.flush();
        Deflater raw = new Deflater(9, true);
        try (DeflaterOutputStream packed = new DeflaterOutputStream(bomb, raw)) {
            byte[] zeros = new byte[60_000];
            for (int i = 0; i < 2_000; i++) {
                packed.write(new byte[] {9, 0, (byte) i, (byte) (16 + (i >> 8)), 'L', 'T', 0x60, (byte) 0xEA});
                packed.write(zeros);
            }
        }
        assertThat(bomb.size()).isLessThan(200_000);

        assertThatThrownBy(() -> BoundedReader.read(
                        new DicomInputStream(new ByteArrayInputStream(bomb.toByteArray())),
                        -1,
                        new ParserLimits(32, 100_000, 1 << 20, 1L << 30, 8 << 20),
                        Bulk.SKIPPED))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("inflated-bytes");
        raw.end();
    }

    @Test
    void whoHoldsMuchIsToldOnce() throws IOException {
        int[] told = {0};
        ByteArrayOutputStream much = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            much.writeBytes(element(0x0009 + 2 * i, 0x1010, "UT", 4 << 20, 4 << 20));
        }

        BoundedReader.read(in(much.toByteArray()), -1, ParserLimits.DEFAULT, Bulk.SKIPPED, () -> told[0]++);

        assertThat(told[0]).isEqualTo(1);
    }

    private static byte[] millionElements(int group) {
        byte[] elements = new byte[8 << 20];
        for (int i = 0; i < 1 << 20; i++) {
            int of = group + (i >> 16);
            byte[] element = {(byte) of, (byte) (of >> 8), (byte) i, (byte) (i >> 8), 'L', 'O', 0, 0};
            System.arraycopy(element, 0, elements, i * 8, 8);
        }
        return elements;
    }

    private static byte[] nested(int depth) throws IOException {
        Attributes dataset = new Attributes();
        Attributes at = dataset;
        for (int i = 0; i < depth; i++) {
            Attributes item = new Attributes();
            at.newSequence(Tag.ReferencedSeriesSequence, 1).add(item);
            at = item;
        }
        return bytes(dataset);
    }

    private static byte[] descending(int count) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = count; i > 0; i--) {
            file.writeBytes(new byte[] {8, (byte) (i >> 16), (byte) i, (byte) (i >> 8), 'L', 'O', 0, 0});
        }
        return file.toByteArray();
    }

    private static byte[] element(int group, int element, String vr, int length, int present) {
        ByteBuffer bytes = ByteBuffer.allocate(12 + present).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) group).putShort((short) element);
        bytes.put(vr.getBytes(StandardCharsets.US_ASCII)).putShort((short) 0).putInt(length);
        return bytes.array();
    }

    private static byte[] bytes(Attributes dataset) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DicomOutputStream out = new DicomOutputStream(file, UID.ExplicitVRLittleEndian)) {
            out.writeDataset(null, dataset);
        }
        return file.toByteArray();
    }

    private static DicomInputStream in(byte[] bytes) throws IOException {
        return new DicomInputStream(new ByteArrayInputStream(bytes), UID.ExplicitVRLittleEndian);
    }

    private static Attributes read(byte[] bytes, ParserLimits limits) throws IOException {
        return BoundedReader.read(in(bytes), -1, limits, Bulk.SKIPPED);
    }
}
