package org.vigie.mr.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.mr.BValue;
import org.vigie.mr.BValue.Directionality;
import org.vigie.mr.BValue.Source;
import org.vigie.mr.HeaderFault;
import org.vigie.mr.Vector3;

class BValueReaderTest {
    private static final String SIEMENS = "SIEMENS MR HEADER";
    private static final String GE = "GEMS_PARM_01";

    private final Attributes dataset = new Attributes();

    @Test
    void nothingStatedIsAbsent() {
        assertThat(read()).isEqualTo(new Reading.Absent<>());
    }

    @Test
    void aPrivateElementIsFoundInWhateverBlockItsCreatorHas() {
        dataset.setString(0x00190010, VR.LO, "SOMEBODY ELSE");
        dataset.setString(0x0019100C, VR.IS, "77");
        dataset.setString(0x00190011, VR.LO, SIEMENS);
        dataset.setString(0x0019110C, VR.IS, "800");
        dataset.setString(0x0019110D, VR.CS, "DIRECTIONAL");
        dataset.setDouble(0x0019110E, VR.FD, 0, 0, 1);

        assertThat(found())
                .isEqualTo(new BValue(
                        800,
                        Source.SIEMENS_0019_100C,
                        Directionality.DIRECTIONAL,
                        Optional.of(new Vector3(0, 0, 1)),
                        java.util.OptionalDouble.empty()));
    }

    @Test
    void thePublicElementWins() {
        dataset.setDouble(Tag.DiffusionBValue, VR.FD, 900);
        dataset.setString(SIEMENS, 0x0019000C, VR.IS, "1000");

        assertThat(found().value()).isEqualTo(900);
    }

    @Test
    void aPrivateElementPassedOnAsUnknownIsDecoded() {
        dataset.setString(0x00430010, VR.LO, GE);
        dataset.setBytes(0x00431039, VR.UN, "500\\8\\0\\0 ".getBytes(StandardCharsets.US_ASCII));

        assertThat(found().value()).isEqualTo(500);
        assertThat(found().source()).isEqualTo(Source.GE_0043_1039);
    }

    @Test
    void aBinaryPrivateElementPassedOnAsUnknownIsDecoded() {
        dataset.setString(0x00650010, VR.LO, "Image Private Header");
        byte[] bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(928.25)
                .array();
        dataset.setBytes(0x00651009, VR.UN, bytes);

        assertThat(found().value()).isEqualTo(928.25);
    }

    @Test
    void geAddsAThousandMillions() {
        dataset.setString(GE, 0x00430039, VR.IS, "1000000800", "8", "0", "0");

        assertThat(found().value()).isEqualTo(800);
    }

    @Test
    void philipsMarksIsotropicImages() {
        dataset.setFloat("Philips Imaging DD 001", 0x20010003, VR.FL, 1000);
        dataset.setString("Philips Imaging DD 001", 0x20010004, VR.CS, "I");

        assertThat(found().directionality()).isEqualTo(Directionality.ISOTROPIC);
        assertThat(found().source()).isEqualTo(Source.PHILIPS_2001_1003);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -0.001, 20_000.1, 1e12, Double.NaN, Double.POSITIVE_INFINITY})
    void anImpossibleValueIsRefusedByElement(double value) {
        dataset.setDouble(Tag.DiffusionBValue, VR.FD, value);

        assertThat(read())
                .isEqualTo(new Reading.Refused<>(new HeaderFault(HeaderFault.Code.INVALID_B_VALUE, "(0018,9087)")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-5", "1e9999", "12,5"})
    void aTextThatIsNoBValueIsRefused(String text) {
        dataset.setString(SIEMENS, 0x0019000C, VR.IS, text);

        assertThat(read()).isInstanceOf(Reading.Refused.class);
    }

    @Test
    void theSequenceNameIsTheLastResort() {
        Reading<BValue> reading = BValueReader.read(List.of(new Elements(dataset)), Optional.of("*ep_b500t"));

        assertThat(reading)
                .isEqualTo(new Reading.Found<>(BValue.of(500, Source.INFERRED_SEQUENCE_NAME, Directionality.UNKNOWN)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*ep_b0_2000", "epi_dti", "*ep_b99999999"})
    void aNameOfAMapOrOfNothingGivesNone(String name) {
        assertThat(BValueReader.read(List.of(new Elements(dataset)), Optional.of(name)))
                .isNotInstanceOf(Reading.Found.class);
    }

    private Reading<BValue> read() {
        return BValueReader.read(List.of(new Elements(dataset)), Optional.empty());
    }

    private BValue found() {
        Reading<BValue> reading = read();
        assertThat(reading).isInstanceOf(Reading.Found.class);
        return ((Reading.Found<BValue>) reading).value();
    }
}
