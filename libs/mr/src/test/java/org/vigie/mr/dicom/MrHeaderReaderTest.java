package org.vigie.mr.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vigie.mr.HeaderFault;
import org.vigie.mr.HeaderFault.Code;
import org.vigie.mr.MrFrame;
import org.vigie.mr.MrHeader;
import org.vigie.mr.SeriesKind;
import org.vigie.mr.Vector3;

class MrHeaderReaderTest {

    @Test
    void aClassicImageIsOneFrame() {
        List<MrFrame> frames = usable(SampleHeaders.classic());

        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().kind()).isEqualTo(SeriesKind.DWI);
        assertThat(frames.getFirst().geometry().position()).isEqualTo(new Vector3(-100, -100, 8));
        assertThat(frames.getFirst().geometry().rowSpacing()).isEqualTo(2);
        assertThat(frames.getFirst().geometry().columnSpacing()).isEqualTo(2.5);
        assertThat(frames.getFirst().bValue().orElseThrow().value()).isEqualTo(800);
    }

    @Test
    void anEnhancedImageHasSharedAndOwnFacts() {
        List<MrFrame> frames = usable(SampleHeaders.enhanced(3));

        assertThat(frames).extracting(MrFrame::frameIndex).containsExactly(0, 1, 2);
        assertThat(frames).extracting(f -> f.geometry().positionAlongNormal()).containsExactly(0.0, 4.0, 8.0);
        assertThat(frames).allMatch(f -> f.geometry().columnSpacing() == 2.5);
        assertThat(frames).allMatch(f -> f.bValue().orElseThrow().value() == 800);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("no instance UID", Code.MISSING_UID, h -> h.remove(Tag.SOPInstanceUID)),
                fault("no series UID", Code.MISSING_UID, h -> h.setNull(Tag.SeriesInstanceUID, VR.UI)),
                fault("no position", Code.MISSING_POSITION, h -> h.remove(Tag.ImagePositionPatient)),
                fault("empty position", Code.MISSING_POSITION, h -> h.setNull(Tag.ImagePositionPatient, VR.DS)),
                fault(
                        "two numbers",
                        Code.INVALID_POSITION,
                        h -> h.setString(Tag.ImagePositionPatient, VR.DS, "1", "2")),
                fault(
                        "words",
                        Code.INVALID_POSITION,
                        h -> h.setString(Tag.ImagePositionPatient, VR.DS, "here", "and", "there")),
                fault("NaN", Code.INVALID_POSITION, h -> h.setString(Tag.ImagePositionPatient, VR.DS, "NaN", "0", "0")),
                fault("no orientation", Code.MISSING_ORIENTATION, h -> h.remove(Tag.ImageOrientationPatient)),
                fault(
                        "skew orientation",
                        Code.INVALID_ORIENTATION,
                        h -> h.setDouble(Tag.ImageOrientationPatient, VR.DS, 1, 0, 0, 1, 0, 0)),
                fault("no spacing", Code.MISSING_SPACING, h -> h.remove(Tag.PixelSpacing)),
                fault("zero spacing", Code.INVALID_SPACING, h -> h.setDouble(Tag.PixelSpacing, VR.DS, 0, 1)),
                fault("no rows", Code.MISSING_MATRIX, h -> h.remove(Tag.Rows)),
                fault("zero columns", Code.MISSING_MATRIX, h -> h.setInt(Tag.Columns, VR.US, 0)),
                fault("frames without groups", Code.MISSING_FRAME_GROUPS, h -> h.setInt(Tag.NumberOfFrames, VR.IS, 7)),
                fault(
                        "Siemens mosaic",
                        Code.UNSUPPORTED_MOSAIC,
                        h -> h.setString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "M", "MOSAIC")),
                fault(
                        "UIH mosaic without its slices",
                        Code.MALFORMED_MOSAIC,
                        h -> h.setString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "M", "VFRAME")));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatIsWrongIsNamed(Code expected, Consumer<Attributes> damage) {
        Attributes header = SampleHeaders.classic();
        damage.accept(header);

        assertThat(MrHeaderReader.read(header))
                .isInstanceOfSatisfying(
                        MrHeader.Unusable.class,
                        unusable -> assertThat(unusable.faults())
                                .extracting(HeaderFault::code)
                                .containsExactly(expected));
    }

    @Test
    void aFrameWithoutPlaceIsNamedByItsNumber() {
        Attributes header = SampleHeaders.enhanced(3);
        header.getSequence(Tag.PerFrameFunctionalGroupsSequence).get(1).remove(Tag.PlanePositionSequence);

        assertThat(MrHeaderReader.read(header))
                .isEqualTo(new MrHeader.Unusable(
                        SeriesKind.DWI, List.of(new HeaderFault(Code.MISSING_POSITION, "(0020,0032) frame 2"))));
    }

    @Test
    void fewerGroupsThanFramesAreRefused() {
        Attributes header = SampleHeaders.enhanced(3);
        header.setInt(Tag.NumberOfFrames, VR.IS, 4);

        assertThat(MrHeaderReader.read(header))
                .isInstanceOfSatisfying(
                        MrHeader.Unusable.class,
                        unusable ->
                                assertThat(unusable.faults().getFirst().code()).isEqualTo(Code.INVALID_FRAME_COUNT));
    }

    @Test
    void anImpossibleBValueLeavesTheFrameWithoutOne() {
        Attributes header = SampleHeaders.classic();
        header.setDouble(Tag.DiffusionBValue, VR.FD, -3);

        MrFrame frame = usable(header).getFirst();

        assertThat(frame.bValue()).isEmpty();
        assertThat(frame.faults()).containsExactly(new HeaderFault(Code.INVALID_B_VALUE, "(0018,9087) frame 1"));
    }

    @Test
    void timesAreReadWithTheirOffset() {
        Attributes header = SampleHeaders.classic();
        header.setString(Tag.AcquisitionDate, VR.DA, "20261122");
        header.setString(Tag.AcquisitionTime, VR.TM, "083015.25");
        header.setString(Tag.TimezoneOffsetFromUTC, VR.SH, "+0100");

        MrFrame frame = usable(header).getFirst();

        assertThat(frame.timing().acquired()).contains(LocalDateTime.of(2026, 11, 22, 8, 30, 15, 250_000_000));
        assertThat(frame.instance().studyTime().offset()).contains(ZoneOffset.ofHours(1));
    }

    private static Arguments fault(String name, Code code, Consumer<Attributes> damage) {
        return Arguments.argumentSet(name, code, damage);
    }

    private static List<MrFrame> usable(Attributes header) {
        MrHeader read = MrHeaderReader.read(header);
        assertThat(read).isInstanceOf(MrHeader.Usable.class);
        return ((MrHeader.Usable) read).frames();
    }
}
