package org.vigie.mr.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dcm4che3.data.Attributes;
import org.junit.jupiter.api.Test;
import org.vigie.mr.BValue;
import org.vigie.mr.BValue.Directionality;
import org.vigie.mr.BValue.Source;
import org.vigie.mr.DwiProtocol;
import org.vigie.mr.DwiProtocolCheck;
import org.vigie.mr.MosaicTile;
import org.vigie.mr.MrFrame;
import org.vigie.mr.MrHeader;
import org.vigie.mr.SeriesKind;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/** Every vendor's header as its scanner wrote it. */
class SharedDataTest {
    private static final String SIEMENS_CLASSIC = "S01_mrbias_diffusion_session1/mrbias/data/mrbias_testset_C";
    private static final String SIEMENS_ENHANCED = "S03_xa61_enhanced_phantom/dcm_qa_xa60/In";
    private static final String UIH = "S04_uih_mosaic/dcm_qa_uih/In";
    private static final String GE = "S05_ge_headers/dcm_qa_ge/In";
    private static final String PHILIPS = "S06_philips_classic_4slices/dcm_qa_philips_dwi/In";
    private static final String SIEMENS_MOSAIC = "S08_siemens_mosaic_csa/nibabel_nicom/nibabel/nicom/tests/data";
    private static final String CANON = "S07_canon_enhanced/dcm_qa_canon_61/In";

    @Test
    void siemensClassicHasFiveTraceSeriesAndTheirAdcMap() throws IOException {
        List<MrFrame> frames = SharedData.frames(SIEMENS_CLASSIC);

        Map<SeriesKind, Long> kinds = count(frames, MrFrame::kind);
        assertThat(kinds).containsExactlyInAnyOrderEntriesOf(Map.of(SeriesKind.TRACEW, 125L, SeriesKind.ADC_MAP, 25L));
        assertThat(bValues(frames)).isEqualTo(Map.of(0.0, 25L, 500.0, 25L, 1000.0, 25L, 1500.0, 25L, 2000.0, 25L));
        assertThat(sources(frames)).containsExactly(Source.SIEMENS_0019_100C);
        assertThat(frames)
                .filteredOn(f -> f.kind() == SeriesKind.ADC_MAP)
                .allMatch(f -> f.bValue().isEmpty());
        assertThat(frames)
                .filteredOn(f -> f.kind() == SeriesKind.TRACEW)
                .allMatch(f -> f.bValue().orElseThrow().directionality() == Directionality.ISOTROPIC);
    }

    @Test
    void siemensClassicIsCompleteAcrossItsSeries() throws IOException {
        DwiProtocol protocol = DwiProtocolCheck.check(SharedData.frames(SIEMENS_CLASSIC));

        assertThat(protocol).isInstanceOfSatisfying(DwiProtocol.Satisfied.class, satisfied -> {
            assertThat(satisfied.sets()).hasSize(1);
            assertThat(satisfied.sets().getFirst().bValues()).containsExactly(0.0, 500.0, 1000.0, 1500.0, 2000.0);
            assertThat(satisfied.sets().getFirst().slices()).isEqualTo(25);
            assertThat(satisfied.sets().getFirst().seriesUids()).hasSize(5);
        });
    }

    @Test
    void siemensClassicWithoutOneSliceOfOneSeriesIsNot() throws IOException {
        List<MrFrame> frames = SharedData.frames(SIEMENS_CLASSIC);
        MrFrame last = frames.stream()
                .filter(f -> f.bValue().filter(b -> b.value() == 1500).isPresent())
                .findFirst()
                .orElseThrow();

        DwiProtocol protocol = DwiProtocolCheck.check(
                frames.stream().filter(f -> !f.equals(last)).toList());

        assertThat(protocol)
                .isInstanceOfSatisfying(
                        DwiProtocol.Unsatisfied.class,
                        no -> assertThat(no.reasons())
                                .extracting(DwiProtocol.Reason::code)
                                .containsExactly(DwiProtocol.Reason.Code.SLICES_DIFFER));
    }

    @Test
    void siemensClassicStatesScannerProtocolAndPlace() throws IOException {
        MrFrame first = SharedData.frames(SIEMENS_CLASSIC).stream()
                .filter(f -> f.bValue().filter(b -> b.value() == 1000).isPresent())
                .filter(f -> f.instance().instanceNumber().orElse(0) == 1)
                .findFirst()
                .orElseThrow();

        assertThat(first.instance().scanner().manufacturer()).contains("Siemens Healthineers");
        assertThat(first.instance().scanner().model()).contains("MAGNETOM Skyra");
        assertThat(first.instance().scanner().deviceSerial()).contains("46069");
        assertThat(first.instance().scanner().softwareVersions()).contains("syngo MR XA30");
        assertThat(first.instance().scanner().fieldStrengthTesla()).hasValue(3);
        assertThat(first.instance().protocol().protocolName()).contains("ep2d_diff_1");
        assertThat(first.instance().protocol().sequenceName()).contains("*ep_b1000t");
        assertThat(first.instance().protocol().contrastAgent()).isEmpty();
        assertThat(first.instance().protocol().fatSuppression()).isEmpty();
        assertThat(first.instance().studyTime().date()).contains(LocalDate.of(2024, 10, 10));
        assertThat(first.instance().studyTime().time()).contains(LocalTime.of(11, 32, 16));
        assertThat(first.timing().acquired()).contains(LocalDateTime.of(2024, 10, 10, 11, 57, 7, 240_000_000));
        assertThat(first.timing().echoTimeMs()).hasValue(102);
        assertThat(first.timing().repetitionTimeMs()).hasValue(8000);
        assertThat(first.geometry().positionAlongNormal()).isEqualTo(-60);
        assertThat(first.geometry().rows()).isEqualTo(128);
        assertThat(first.geometry().rowSpacing()).isEqualTo(1.71875);
        assertThat(first.geometry().sliceThickness()).hasValue(4);
        assertThat(first.pixels().bitsStored()).isEqualTo(12);
        assertThat(first.pixels().maxStored()).isEqualTo(4095);
        assertThat(first.pixels().slope()).hasValue(1);
    }

    @Test
    void siemensEnhancedHasATraceSeriesAndADirectionalOne() throws IOException {
        List<MrFrame> frames = SharedData.frames(SIEMENS_ENHANCED);

        assertThat(count(frames, MrFrame::kind)).isEqualTo(Map.of(SeriesKind.TRACEW, 20L, SeriesKind.DWI, 70L));
        assertThat(bValues(frames)).isEqualTo(Map.of(0.0, 20L, 2000.0, 70L));
        assertThat(sources(frames)).containsExactly(Source.PUBLIC_0018_9087);
        assertThat(frames).allMatch(f -> f.instance().enhanced());
        assertThat(frames)
                .filteredOn(f -> f.kind() == SeriesKind.DWI)
                .filteredOn(f -> f.bValue().orElseThrow().value() == 2000)
                .allMatch(f -> f.bValue().orElseThrow().gradient().isPresent());
        assertThat(frames.getFirst().instance().protocol().fatSuppression()).contains("FAT");
        assertThat(frames.getFirst().timing().echoTimeMs()).isPresent();
        assertThat(frames.getFirst().timing().repetitionTimeMs()).isPresent();
        assertThat(DwiProtocolCheck.check(frames)).isInstanceOf(DwiProtocol.Satisfied.class);
    }

    @Test
    void uihStatesEffectiveAndNominalValuesAndAMosaicOfTwentySlices() throws IOException {
        List<MrFrame> frames = SharedData.frames(UIH);

        assertThat(frames).hasSize(17 * 20).allMatch(f -> f.kind() == SeriesKind.DWI);
        assertThat(sources(frames)).containsExactly(Source.UIH_0065_1009);
        BValue b0 = frames.getFirst().bValue().orElseThrow();
        assertThat(b0.value()).isEqualTo(1.25194, offset(1e-5));
        assertThat(b0.asNominal().value()).isZero();
        assertThat(b0.directionality()).isEqualTo(Directionality.NONE);
        BValue b1000 = frames.get(20).bValue().orElseThrow();
        assertThat(b1000.value()).isEqualTo(928.2885599370205);
        assertThat(b1000.asNominal().value()).isEqualTo(1000);
        assertThat(b1000.asNominal().source()).isEqualTo(Source.UIH_NOMINAL_0065_100A);
        assertThat(b1000.directionality()).isEqualTo(Directionality.DIRECTIONAL);
        assertThat(frames.get(6).tile()).contains(new MosaicTile(64, 64));
        assertThat(frames.get(6).geometry().rows()).isEqualTo(64);
        assertThat(frames.getFirst().instance().protocol().fatSuppression()).contains("FS");
        assertThat(DwiProtocolCheck.check(frames)).isInstanceOfSatisfying(DwiProtocol.Satisfied.class, satisfied -> {
            assertThat(satisfied.sets().getFirst().slices()).isEqualTo(20);
            assertThat(satisfied.sets().getFirst().bValues()).hasSize(2);
        });
    }

    @Test
    void geStatesTheUnweightedValueInItsPrivateElementOnly() throws IOException {
        List<MrFrame> frames = SharedData.frames(GE);

        assertThat(frames).hasSize(14).allMatch(f -> f.kind() == SeriesKind.DWI);
        assertThat(bValues(frames)).isEqualTo(Map.of(0.0, 2L, 1000.0, 12L));
        assertThat(sources(frames)).containsExactly(Source.PUBLIC_0018_9087, Source.GE_0043_1039);
        assertThat(DwiProtocolCheck.check(frames)).isInstanceOf(DwiProtocol.Satisfied.class);
    }

    @Test
    void philipsMarksItsRepeatsByThousandths() throws IOException {
        List<MrFrame> frames = SharedData.frames(PHILIPS);

        assertThat(frames).hasSize(68).allMatch(f -> f.kind() == SeriesKind.DWI);
        assertThat(bValues(frames).headMap(1.0)).hasSize(5);
        assertThat(bValues(frames).get(1000.0)).isEqualTo(48L);
        assertThat(frames).allMatch(f -> f.pixels().slope().orElse(0) > 1.5147);
        assertThat(DwiProtocolCheck.check(frames)).isInstanceOfSatisfying(DwiProtocol.Satisfied.class, satisfied -> {
            assertThat(satisfied.sets().getFirst().slices()).isEqualTo(4);
            assertThat(satisfied.sets().getFirst().bValues()).hasSize(2);
        });
    }

    @Test
    void canonEnhancedHasFortyUnweightedFrames() throws IOException {
        List<MrFrame> frames = SharedData.frames(CANON);

        assertThat(frames).hasSize(520).allMatch(f -> f.kind() == SeriesKind.DWI);
        assertThat(bValues(frames)).isEqualTo(Map.of(0.0, 40L, 1500.0, 480L));
        assertThat(frames.subList(0, 40))
                .allMatch(f -> f.bValue().orElseThrow().directionality() == Directionality.NONE);
        assertThat(frames.get(40).bValue().orElseThrow().directionality()).isEqualTo(Directionality.DIRECTIONAL);
        assertThat(frames.getFirst().timing().echoTimeMs()).hasValue(79);
        assertThat(frames.getFirst().timing().repetitionTimeMs()).hasValue(10_000);
        assertThat(DwiProtocolCheck.check(frames))
                .isInstanceOfSatisfying(
                        DwiProtocol.Satisfied.class,
                        satisfied ->
                                assertThat(satisfied.sets().getFirst().slices()).isEqualTo(40));
    }

    /** The centres of the slices stand in the protocol that the CSA header carries (sSliceArray.asSlice). */
    @Test
    void anOldSiemensMosaicHasItsSlicesWhereTheProtocolPutThem() throws IOException {
        MrHeader header = MrHeaderReader.read(
                SharedData.header(SharedData.folder(SIEMENS_MOSAIC).resolve("siemens_dwi_1000.dcm.gz")));

        assertThat(header).isInstanceOfSatisfying(MrHeader.Usable.class, usable -> {
            assertThat(usable.frames()).hasSize(48).allMatch(f -> f.kind() == SeriesKind.DWI);
            assertThat(usable.frames().getFirst().bValue().orElseThrow().value())
                    .isEqualTo(1000);
            assertThat(usable.frames().get(8).tile()).contains(new MosaicTile(128, 128));
            assertCentre(usable.frames().get(0), -20.03015269, -79.31259361);
            assertCentre(usable.frames().get(1), -20.0144448, -76.31263473);
            assertCentre(usable.frames().get(47), -19.29188179, 61.68547359);
        });
    }

    private static void assertCentre(MrFrame frame, double y, double z) {
        SliceGeometry g = frame.geometry();
        Vector3 centre = g.position()
                .plus(g.rowDirection().times(g.columnSpacing() * g.columns() / 2))
                .plus(g.columnDirection().times(g.rowSpacing() * g.rows() / 2));
        assertThat(centre.x()).isEqualTo(0, offset(1e-3));
        assertThat(centre.y()).isEqualTo(y, offset(1e-3));
        assertThat(centre.z()).isEqualTo(z, offset(1e-3));
    }

    @Test
    void aCsaHeaderGivesTheBValueWhereNothingElseDoes() throws IOException {
        Attributes mosaic = SharedData.header(SharedData.folder(SIEMENS_MOSAIC).resolve("siemens_dwi_1000.dcm.gz"));
        mosaic.remove(0x0019100C);

        assertThat(((MrHeader.Usable) MrHeaderReader.read(mosaic))
                        .frames()
                        .getFirst()
                        .bValue())
                .hasValueSatisfying(b -> {
                    assertThat(b.value()).isEqualTo(1000);
                    assertThat(b.source()).isEqualTo(Source.SIEMENS_CSA);
                    assertThat(b.directionality()).isEqualTo(Directionality.DIRECTIONAL);
                });
    }

    @Test
    void bothKnownImageHeadersOfTheMosaicCanBeRead() throws IOException {
        CsaHeader b0 = CsaHeader.parse(
                        Files.readAllBytes(SharedData.folder(SIEMENS_MOSAIC).resolve("csa2_b0.bin")))
                .orElseThrow();
        CsaHeader b1000 = CsaHeader.parse(
                        Files.readAllBytes(SharedData.folder(SIEMENS_MOSAIC).resolve("csa2_b1000.bin")))
                .orElseThrow();

        assertThat(b0.number("B_value")).hasValue(0);
        assertThat(b1000.number("B_value")).hasValue(1000);
        assertThat(b1000.number("NumberOfImagesInMosaic")).hasValue(48);
        assertThat(b1000.numbers("SliceNormalVector").orElseThrow()[2]).isEqualTo(0.999986, offset(1e-6));
    }

    @Test
    void aVariableFlipAngleSeriesIsNoDiffusion() throws IOException {
        List<MrFrame> frames = SharedData.frames("S02_mrbias_vfa_A");

        assertThat(frames).isNotEmpty().noneMatch(f -> f.kind().isDiffusionWeighted());
        assertThat(DwiProtocolCheck.check(frames)).isInstanceOf(DwiProtocol.NoDwi.class);
    }

    @Test
    void aSegmentationIsNoMrImage() throws IOException {
        MrHeader header = MrHeaderReader.read(SharedData.header(
                SharedData.folder("S11_dcmqi_seg_pm/dcmqi/data/segmentations").resolve("liver.dcm")));

        assertThat(header).isEqualTo(new MrHeader.NotMrImage(SeriesKind.SEG));
    }

    private static SortedMap<Double, Long> bValues(List<MrFrame> frames) {
        return frames.stream()
                .flatMap(f -> f.bValue().stream())
                .collect(Collectors.groupingBy(BValue::value, TreeMap::new, Collectors.counting()));
    }

    private static List<Source> sources(List<MrFrame> frames) {
        return frames.stream()
                .flatMap(f -> f.bValue().stream())
                .map(BValue::source)
                .distinct()
                .sorted()
                .toList();
    }

    private static <K> Map<K, Long> count(List<MrFrame> frames, Function<MrFrame, K> key) {
        return frames.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
    }
}
