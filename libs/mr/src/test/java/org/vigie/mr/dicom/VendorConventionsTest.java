package org.vigie.mr.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.io.DicomOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.mr.BValue;
import org.vigie.mr.BValue.Directionality;
import org.vigie.mr.BValue.Source;
import org.vigie.mr.InferredZero;
import org.vigie.mr.MosaicTile;
import org.vigie.mr.MrFrame;
import org.vigie.mr.MrHeader;
import org.vigie.mr.SeriesKind;

/** Where the vendors put the b-value, in headers as they come out of archives: renumbered, passed on as UN, implicit. */
class VendorConventionsTest {
    private static final int FIRST_BLOCK = 0x10;
    private static final int ANOTHER_BLOCK = 0x37;
    private static final String UIH = "Image Private Header";
    private static final String SDI = "SIEMENS MR SDI 02";

    static Stream<Arguments> privateElements() {
        return Stream.of(
                argumentSet("Siemens", "SIEMENS MR HEADER", 0x0019000C, VR.IS, ascii("1000"), 1000.0),
                argumentSet("GE", "GEMS_PARM_01", 0x00430039, VR.IS, ascii("1000\\1073741832\\0\\0 "), 1000.0),
                argumentSet("old GE", "GEMS_PARM_01", 0x00430039, VR.IS, ascii("1000000800\\8\\0\\0"), 800.0),
                argumentSet("Philips", "Philips Imaging DD 001", 0x20010003, VR.FL, floats(2000), 2000.0),
                argumentSet("Philips repeat", "Philips Imaging DD 001", 0x20010003, VR.FL, floats(0.004f), 0.004),
                argumentSet("UIH", UIH, 0x00650009, VR.FD, doubles(929.7501831337527), 929.7501831337527),
                argumentSet("UIH nominal only", UIH, 0x0065000A, VR.FD, doubles(1000), 1000.0));
    }

    @ParameterizedTest
    @MethodSource("privateElements")
    void aPrivateElementIsFoundByItsCreatorInEveryEncoding(
            String creator, int tag, VR vr, byte[] value, double expected) throws IOException {
        for (int block : new int[] {FIRST_BLOCK, ANOTHER_BLOCK}) {
            Attributes stated = header(creator, tag, vr, value, block);
            Attributes unknown = header(creator, tag, VR.UN, value, block);
            Attributes bytes = header(creator, tag, VR.OB, value, block);
            for (Attributes form : List.of(
                    stated,
                    unknown,
                    bytes,
                    through(bytes, UID.ExplicitVRLittleEndian),
                    through(stated, UID.ExplicitVRLittleEndian),
                    through(unknown, UID.ExplicitVRLittleEndian),
                    through(stated, UID.ImplicitVRLittleEndian))) {
                assertThat(b(form))
                        .hasValueSatisfying(b -> assertThat(b.value()).isEqualTo(expected, offset(1e-6)));
            }
        }
    }

    /** Archives that do not know an element hand it on as bytes, the standard's own too. */
    @ParameterizedTest
    @ValueSource(strings = {"UN", "OB"})
    void theStandardElementIsReadFromBytes(String vr) throws IOException {
        Attributes header = SampleHeaders.classic();
        header.setBytes(Tag.DiffusionBValue, VR.valueOf(vr), doubles(850));

        for (Attributes form : List.of(header, through(header, UID.ExplicitVRLittleEndian))) {
            assertThat(b(form)).hasValueSatisfying(b -> assertThat(b.value()).isEqualTo(850, offset(1e-6)));
        }
    }

    @ParameterizedTest
    @MethodSource("privateElements")
    void withoutItsCreatorItIsNotReadAtAll(String creator, int tag, VR vr, byte[] value, double expected) {
        Attributes orphan = header(creator, tag, vr, value, FIRST_BLOCK);
        orphan.remove((tag & 0xFFFF0000) | FIRST_BLOCK);
        Attributes foreign = header("SOMEBODY ELSE", tag, vr, value, FIRST_BLOCK);

        assertThat(b(orphan)).isEmpty();
        assertThat(b(foreign)).isEmpty();
    }

    @Test
    void aPhilipsScaleIsFoundInWhateverBlock() {
        Attributes header = SampleHeaders.classic();
        header.setString(0x20050031, VR.LO, "Philips MR Imaging DD 001");
        header.setFloat(0x2005310E, VR.FL, 0.0269347f);

        assertThat(frame(header).pixels().scaleSlope().orElseThrow()).isEqualTo(0.0269347, offset(1e-7));
    }

    @Test
    void averagesAreRead() {
        Attributes header = SampleHeaders.classic();
        header.setDouble(Tag.NumberOfAverages, VR.DS, 4);

        assertThat(frame(header).timing().averages()).hasValue(4);
    }

    /** XA30 enhanced: b in the functional groups; the name of the sequence stands beside it in a private item. */
    @Test
    void siemensEnhancedStatesItInItsFrames() {
        Attributes header = SampleHeaders.enhanced(2);
        diffusion(header, 0, 0, "NONE");
        diffusion(header, 1, 2500, "BMATRIX");

        List<MrFrame> frames = frames(header);

        assertThat(frames.get(0).bValue()).contains(BValue.of(0, Source.PUBLIC_0018_9087, Directionality.NONE));
        assertThat(frames.get(1).bValue())
                .contains(BValue.of(2500, Source.PUBLIC_0018_9087, Directionality.DIRECTIONAL));
        assertThat(frames).allMatch(f -> f.kind() == SeriesKind.DWI);
    }

    @Test
    void siemensEnhancedTraceWithoutNumbersIsKnownByItsSequence() {
        Attributes header = SampleHeaders.enhanced(1);
        header.setString(Tag.ImageType, VR.CS, "DERIVED", "PRIMARY", "DIFFUSION", "TRACEW");
        Attributes frame =
                header.getSequence(Tag.PerFrameFunctionalGroupsSequence).getFirst();
        frame.getSequence(Tag.MRDiffusionSequence).getFirst().remove(Tag.DiffusionBValue);
        Attributes item = new Attributes();
        item.setString(SDI, 0x00210077, VR.LO, "*ep_b2500t");
        frame.newSequence(SDI, 0x002100FE, 1).add(item);

        assertThat(frames(header).getFirst().bValue())
                .contains(BValue.of(2500, Source.INFERRED_SEQUENCE_NAME, Directionality.UNKNOWN));
    }

    @Test
    void aSiemensAdcMapWithADiffusionSequenceStaysAMap() {
        Attributes header = SampleHeaders.enhanced(1);
        header.setString(Tag.ImageType, VR.CS, "DERIVED", "PRIMARY", "DIFFUSION", "ADC");
        Attributes diffusion = header.getSequence(Tag.PerFrameFunctionalGroupsSequence)
                .getFirst()
                .getSequence(Tag.MRDiffusionSequence)
                .getFirst();
        diffusion.remove(Tag.DiffusionBValue);
        diffusion.setString(Tag.DiffusionDirectionality, VR.CS, "ISOTROPIC");

        MrFrame map = frames(header).getFirst();

        assertThat(map.kind()).isEqualTo(SeriesKind.ADC_MAP);
        assertThat(map.bValue()).isEmpty();
        assertThat(InferredZero.complete(List.of(map)).getFirst().kind()).isEqualTo(SeriesKind.ADC_MAP);
    }

    @Test
    void toshibaStatesItOnWeightedImagesOnly() {
        Attributes weighted = SampleHeaders.classic();
        weighted.setDouble(Tag.DiffusionBValue, VR.FD, 1500);
        Attributes unweighted = SampleHeaders.classic();
        unweighted.remove(Tag.DiffusionBValue);

        List<MrFrame> completed = InferredZero.complete(List.of(frame(weighted), frame(unweighted)));

        assertThat(completed.get(0).bValue().orElseThrow().value()).isEqualTo(1500);
        assertThat(completed.get(1).bValue()).contains(BValue.of(0, Source.INFERRED_ZERO, Directionality.NONE));
    }

    /** Five slices of 4 x 4 pixels in a raster of three by two tiles, the third slice 8 mm above the first. */
    @Test
    void aUihMosaicIsFoundInWhateverBlockAndEncoding() throws IOException {
        Attributes header = SampleHeaders.classic();
        header.remove(Tag.DiffusionBValue);
        header.setString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "M", "VFRAME");
        header.setInt(Tag.Rows, VR.US, 8);
        header.setInt(Tag.Columns, VR.US, 12);
        header.setString(0x00650022, VR.LO, UIH);
        header.setDouble(0x00652209, VR.FD, 928.2885599370205);
        header.setDouble(0x0065220A, VR.FD, 1000);
        header.setDouble(0x00652237, VR.FD, 0, 0, 1);
        Sequence slices = header.newSequence(0x00652251, 5);
        for (int i = 0; i < 5; i++) {
            Attributes slice = new Attributes();
            slice.setDouble(Tag.ImagePositionPatient, VR.DS, -10, -10, 4 * i);
            slices.add(slice);
        }

        for (Attributes form : List.of(
                header, through(header, UID.ExplicitVRLittleEndian), through(header, UID.ImplicitVRLittleEndian))) {
            List<MrFrame> frames = frames(form);
            assertThat(frames).hasSize(5);
            assertThat(frames.get(2).geometry().positionAlongNormal()).isEqualTo(8);
            assertThat(frames.get(4).tile()).contains(new MosaicTile(4, 4));
            assertThat(frames.get(4).geometry().rows()).isEqualTo(4);
            BValue b = frames.get(4).bValue().orElseThrow();
            assertThat(b.value()).isEqualTo(928.2885599370205);
            assertThat(b.asNominal().value()).isEqualTo(1000);
            assertThat(b.directionality()).isEqualTo(Directionality.DIRECTIONAL);
        }
    }

    /** Four tiles of 4 x 4 in 8 x 8; the CSA normal points against row x column, so the slices go down. */
    @Test
    void aSiemensMosaicFollowsTheSignOfItsNormal() {
        Attributes header = SampleHeaders.classic();
        header.setString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "DIFFUSION", "NONE", "ND", "MOSAIC");
        header.setInt(Tag.Rows, VR.US, 8);
        header.setInt(Tag.Columns, VR.US, 8);
        header.setDouble(Tag.PixelSpacing, VR.DS, 2, 2);
        header.setDouble(Tag.ImagePositionPatient, VR.DS, 0, 0, 20);
        header.setDouble(Tag.SpacingBetweenSlices, VR.DS, 5);
        header.setString(0x00290044, VR.LO, "SIEMENS CSA HEADER");
        header.setBytes(0x00294410, VR.OB, csa(new String[][] {
            {"NumberOfImagesInMosaic", "4"}, {"SliceNormalVector", "0", "0", "-1"}
        }));

        List<MrFrame> frames = frames(header);

        assertThat(frames).hasSize(4);
        assertThat(frames.get(0).geometry().position().x()).isEqualTo(4);
        assertThat(frames.get(0).geometry().position().y()).isEqualTo(4);
        assertThat(frames).extracting(f -> f.geometry().positionAlongNormal()).containsExactly(20.0, 15.0, 10.0, 5.0);
        assertThat(frames.get(3).tile()).contains(new MosaicTile(4, 4));
    }

    @Test
    void theFirstFormOfACsaHeaderCanBeReadToo() {
        ByteBuffer out = ByteBuffer.allocate(2000).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(1).putInt(77);
        tag(out, "B_value", 1, 6);
        // The first form adds the number of items of the first tag to each length.
        item(out, 6 + 4, 4, "800");
        for (int i = 0; i < 5; i++) {
            item(out, 6, 0, "");
        }

        assertThat(CsaHeader.parse(java.util.Arrays.copyOf(out.array(), out.position()))
                        .orElseThrow()
                        .number("B_value"))
                .hasValue(800);
    }

    @Test
    void aTruncatedCsaHeaderIsNone() {
        byte[] whole = csa(new String[][] {{"NumberOfImagesInMosaic", "4"}, {"SliceNormalVector", "0", "0", "-1"}});

        for (int length = 0; length < whole.length - 4; length += 7) {
            assertThat(CsaHeader.parse(java.util.Arrays.copyOf(whole, length))).isEmpty();
        }
    }

    private static byte[] csa(String[][] values) {
        ByteBuffer out = ByteBuffer.allocate(2000).order(ByteOrder.LITTLE_ENDIAN);
        out.put("SV10".getBytes(StandardCharsets.US_ASCII)).putInt(0x01020304);
        out.putInt(values.length).putInt(77);
        for (String[] value : values) {
            tag(out, value[0], value.length - 1, value.length - 1);
            for (int i = 1; i < value.length; i++) {
                item(out, 0, value[i].length() + 1, value[i]);
            }
        }
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private static void tag(ByteBuffer out, String name, int multiplicity, int items) {
        byte[] padded = java.util.Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), 64);
        out.put(padded).putInt(multiplicity).putInt(0).putInt(0).putInt(items).putInt(77);
    }

    private static void item(ByteBuffer out, int first, int length, String text) {
        out.putInt(first).putInt(length).putInt(77).putInt(length);
        int padded = (length + 3) / 4 * 4;
        out.put(java.util.Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), padded));
    }

    private static void diffusion(Attributes header, int frame, double b, String directionality) {
        Attributes item = header.getSequence(Tag.PerFrameFunctionalGroupsSequence)
                .get(frame)
                .getSequence(Tag.MRDiffusionSequence)
                .getFirst();
        item.setDouble(Tag.DiffusionBValue, VR.FD, b);
        item.setString(Tag.DiffusionDirectionality, VR.CS, directionality);
    }

    private static Attributes header(String creator, int tag, VR vr, byte[] value, int block) {
        Attributes header = SampleHeaders.classic();
        header.remove(Tag.DiffusionBValue);
        int group = tag & 0xFFFF0000;
        header.setString(group | block, VR.LO, creator);
        header.setBytes(group | (block << 8) | (tag & 0xFF), vr, value);
        return header;
    }

    private static Attributes through(Attributes header, String transferSyntax) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DicomOutputStream out = new DicomOutputStream(bytes, UID.ExplicitVRLittleEndian)) {
            out.writeDataset(header.createFileMetaInformation(transferSyntax), header);
        }
        try (DicomInputStream in = new DicomInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readDataset(-1, -1);
        }
    }

    private static Optional<BValue> b(Attributes header) {
        return frame(header).bValue();
    }

    private static MrFrame frame(Attributes header) {
        return frames(header).getFirst();
    }

    private static List<MrFrame> frames(Attributes header) {
        return ((MrHeader.Usable) MrHeaderReader.read(header)).frames();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] floats(float value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
    }

    private static byte[] doubles(double value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array();
    }
}
