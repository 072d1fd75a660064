package org.vigie.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Percentage;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.contract.Json;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.contract.imaging.StudyMeasured.Outcome;
import org.vigie.diffusion.dicom.Rewritten;
import org.vigie.simulator.domain.BreastPhantom;
import org.vigie.simulator.domain.Lesion;
import org.vigie.simulator.domain.StudyPlan;
import org.vigie.store.FileObjectStore;
import org.vigie.store.ObjectStore;

/** Which contour is measured where, and what keeps one from being measured. */
class RegionPipelineTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T10:02:00Z"));

    private static final StudyPlan PLAN = oneLesion(1.0e-3);

    @TempDir
    static Path simulated;

    @TempDir
    Path folder;

    private static List<Path> images = List.of();
    private static Path seg = Path.of("");

    private ObjectStore store;
    private StudyFixture fixture;

    @BeforeAll
    static void simulate() throws IOException {
        List<Path> files = StudyFixture.files(PLAN, simulated);
        seg = segOf(files);
        images = files.stream().filter(f -> !f.equals(seg)).toList();
    }

    @BeforeEach
    void open() throws IOException {
        store = new FileObjectStore(folder.resolve("store"));
        fixture = new StudyFixture(store);
    }

    @ParameterizedTest(name = "contour of acquisition {0}")
    @CsvSource({"1, 1.0e-3, 62", "2, 2.0e-3, 90"})
    void theImagesAContourNamesChooseAmongAcquisitions(int drawnOn, double adc, double te) throws IOException {
        // Two acquisitions of one raster, equally good, that differ in echo time and in what they measured.
        List<Path> second =
                new ArrayList<>(StudyFixture.files(oneLesion(2.0e-3).withUidSeed("second"), folder.resolve("second")));
        Path otherSeg = segOf(second);
        List<Path> files = new ArrayList<>(images);
        for (Path file : second) {
            boolean isSeg = file.equals(otherSeg);
            Path moved = Rewritten.copy(file, "moved-" + file.getFileName(), a -> {
                a.setString(Tag.StudyInstanceUID, VR.UI, PLAN.studyUid());
                a.setString(Tag.FrameOfReferenceUID, VR.UI, PLAN.frameOfReferenceUid());
                if (!isSeg) {
                    a.setDouble(Tag.EchoTime, VR.DS, 90);
                }
            });
            if (!isSeg) {
                files.add(moved);
            } else if (drawnOn == 2) {
                files.add(moved);
            }
        }
        if (drawnOn == 1) {
            files.add(seg);
        }

        LesionAdc lesion = onlyLesion(measure(files));

        assertThat(lesion.acquisition().teMs()).isEqualTo(te);
        assertThat(mean(lesion)).isCloseTo(adc, Percentage.withPercentage(0.3));
        assertThat(flags(lesion)).doesNotContain("roi-other-images");
    }

    @Test
    void aLaterContourOfAProgramDoesNotReplaceTheReaders() throws IOException {
        Path later = Rewritten.copy(seg, "later.dcm", a -> {
            a.setString(Tag.SOPInstanceUID, VR.UI, "2.25.123");
            a.setString(Tag.ContentTime, VR.TM, "235959");
            segment(a).setString(Tag.SegmentAlgorithmType, VR.CS, "AUTOMATIC");
            a.setBytes(Tag.PixelData, VR.OB, new byte[bytes(a).length]);
        });

        LesionAdc lesion = onlyLesion(measure(with(seg, later)));

        assertThat(lesion.roi().method()).isEqualTo(LesionAdc.Roi.Method.MANUAL);
        assertThat(lesion.roi().validated()).isTrue();
        assertThat(flags(lesion)).contains("later-contour-not-used");
        assertThat(mean(lesion)).isCloseTo(1.0e-3, Percentage.withPercentage(0.3));
    }

    @Test
    void aLaterContourOfAReaderReplacesTheReaders() throws IOException {
        Path later = Rewritten.copy(seg, "later.dcm", a -> {
            a.setString(Tag.SOPInstanceUID, VR.UI, "2.25.123");
            a.setString(Tag.ContentTime, VR.TM, "235959");
            segment(a).setString(Tag.SegmentAlgorithmType, VR.CS, "SEMIAUTOMATIC");
        });

        LesionAdc lesion = onlyLesion(measure(with(seg, later)));

        assertThat(lesion.roi().method()).isEqualTo(LesionAdc.Roi.Method.SEMIAUTOMATIC);
        assertThat(flags(lesion)).contains("contour-superseded");
    }

    @Test
    void aContourOfAnotherRasterIsShownAndNotValidated() throws IOException {
        StudyMeasured measured = measure(with(Rewritten.copy(seg, "shifted.dcm", RegionPipelineTest::halfAPixel)));

        LesionAdc lesion = onlyLesion(measured);
        assertThat(flags(lesion)).contains("roi-resampled", "unvalidated-roi");
        assertThat(lesion.roi().validated()).isFalse();
        assertThat(measured.flags()).contains("unvalidated-roi");
        assertThat(mean(lesion)).isCloseTo(1.0e-3, Percentage.withPercentage(1));
    }

    @Test
    void whatSomebodyTypedIntoALabelStaysInTheObject() throws IOException {
        Path named = Rewritten.copy(seg, "named.dcm", a -> {
            segment(a).setString(Tag.SegmentLabel, VR.LO, "Testpatient Nina");
            segment(a).setString(Tag.TrackingID, VR.UT, "Nina Testpatient 1970");
        });

        StudyMeasured measured = measure(with(named));

        assertThat(onlyLesion(measured).label()).matches("lesion [0-9a-f]{4}");
        assertThat(new String(Json.bytes(measured), StandardCharsets.UTF_8)).doesNotContainIgnoringCase("nina");
    }

    @Test
    void aContourOfAnotherPatientIsRefusedAndTheImagesKeepTheirPlace() throws IOException {
        StudyMeasured measured =
                measure(with(Rewritten.copy(seg, "other.dcm", a -> a.setString(Tag.PatientID, VR.LO, "P-2"))));

        assertThat(measured.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(measured.reasons()).containsExactly(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "roi.patient"));
        assertThat(measured.lesions()).isEmpty();
    }

    @Test
    void aContourOfAnotherStudysImagesIsRefused() throws IOException {
        List<Path> other = StudyFixture.files(oneLesion(1.0e-3).withUidSeed("other"), folder.resolve("other"));
        Path foreign = Rewritten.copy(
                segOf(other),
                "foreign.dcm",
                a -> a.setString(Tag.FrameOfReferenceUID, VR.UI, PLAN.frameOfReferenceUid()));

        assertRefused(with(foreign), ReasonCode.INVALID_VALUE, "roi.sourceImages");
    }

    @Test
    void moreBitsThanPromisedAreRefused() throws IOException {
        Path longer =
                Rewritten.copy(seg, "longer.dcm", a -> a.setBytes(Tag.PixelData, VR.OB, new byte[bytes(a).length + 2]));

        assertRefused(with(longer), ReasonCode.INVALID_VALUE, "roi.pixelData");
    }

    @Test
    void fewerBitsThanPromisedAreRefused() throws IOException {
        Path shorter = Rewritten.copy(
                seg, "shorter.dcm", a -> a.setBytes(Tag.PixelData, VR.OB, new byte[bytes(a).length - 2]));

        assertRefused(with(shorter), ReasonCode.INVALID_VALUE, "roi.pixelData");
    }

    @Test
    void aFrameOfNoDescribedSegmentIsRefused() throws IOException {
        Path wrong = Rewritten.copy(seg, "wrong.dcm", a -> segment(a).setInt(Tag.SegmentNumber, VR.US, 9));

        assertRefused(with(wrong), ReasonCode.INVALID_VALUE, "roi.segmentNumber");
    }

    @Test
    void aSegmentationOfNoKnownTypeIsRefused() throws IOException {
        Path unknownType = Rewritten.copy(seg, "type.dcm", a -> a.setString(Tag.SegmentationType, VR.CS, "PROBABLY"));

        assertRefused(with(unknownType), ReasonCode.NOT_DECODABLE, "roi.segmentationType");
    }

    @Test
    void aClosedContourIsMeasured() throws IOException {
        StudyMeasured measured = measure(with(structure("CLOSED_PLANAR", 20, 30, 40, 30, 40, 50, 20, 50)));

        assertThat(onlyLesion(measured).roi().voxels()).isEqualTo(20 * 20);
        assertThat(onlyLesion(measured).trackingUid()).isNull();
    }

    @Test
    void anOpenContourIsRefused() throws IOException {
        assertRefused(
                with(structure("OPEN_PLANAR", 20, 30, 40, 30, 40, 50)), ReasonCode.INVALID_VALUE, "roi.openContour");
    }

    @Test
    void aContourThatCrossesItselfIsRefused() throws IOException {
        assertRefused(
                with(structure("CLOSED_PLANAR", 20, 30, 40, 50, 40, 30, 20, 50)),
                ReasonCode.INVALID_VALUE,
                "roi.selfCrossingContour");
    }

    @Test
    void aStructureOfAnotherFrameOfReferenceIsRefused() throws IOException {
        Path other = Rewritten.copy(
                structure("CLOSED_PLANAR", 20, 30, 40, 30, 40, 50),
                "frame.dcm",
                a -> a.getNestedDataset(Tag.StructureSetROISequence)
                        .setString(Tag.ReferencedFrameOfReferenceUID, VR.UI, "2.25.66"));

        assertRefused(with(other), ReasonCode.INVALID_VALUE, "roi.frameOfReference");
    }

    @Test
    void theMapIsStoredAndThePlaceOfTheLesionStated() throws IOException {
        LesionAdc lesion = onlyLesion(measure(with(seg)));

        Attributes map = Rewritten.read(store.read(Objects.requireNonNull(lesion.map())));
        assertThat(map.getString(Tag.SOPClassUID)).isEqualTo("1.2.840.10008.5.1.4.1.1.30");
        assertThat(map.getString(Tag.StudyInstanceUID)).isEqualTo(PLAN.studyUid());
        float[] values = map.getFloats(Tag.FloatPixelData);
        int columns = map.getInt(Tag.Columns, 0);
        int rows = map.getInt(Tag.Rows, 0);
        assertThat((double) values[(10 * rows + 40) * columns + 30]).isCloseTo(1.0e-3, Percentage.withPercentage(5));
        assertThat(lesion.position()).isNotNull();
        assertThat(lesion.position().frameOfReferenceUid()).isEqualTo(PLAN.frameOfReferenceUid());
    }

    private static StudyPlan oneLesion(double adc) {
        BreastPhantom phantom = BreastPhantom.builder()
                .lesion(new Lesion("L1", StudyFixture.TRACKING_UID, 30, 40, 10, 12, adc, 900))
                .build();
        return StudyFixture.plan().withPhantom(phantom);
    }

    /** A contour in pixels of the first image. */
    private Path structure(String type, double... pixels) throws IOException {
        double[] origin = Rewritten.position(images.getFirst());
        double[] data = new double[pixels.length / 2 * 3];
        for (int i = 0; i < pixels.length / 2; i++) {
            data[3 * i] = origin[0] + 2 * (pixels[2 * i] - 0.5);
            data[3 * i + 1] = origin[1] + 2 * (pixels[2 * i + 1] - 0.5);
            data[3 * i + 2] = origin[2];
        }
        return Rewritten.write(
                Rewritten.structureSet(images.getFirst(), type, data), simulated.resolve("structure.dcm"));
    }

    private void assertRefused(List<Path> files, ReasonCode code, String argument) throws IOException {
        StudyMeasured measured = measure(files);

        assertThat(measured.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(measured.reasons()).containsExactly(Reason.of(code, argument));
        assertThat(measured.lesions())
                .allMatch(l -> l.measurements().getFirst().valid() == null
                        && l.measurements().getFirst().raw() == null);
    }

    private static void halfAPixel(Attributes seg) {
        for (Attributes frame : seg.getSequence(Tag.PerFrameFunctionalGroupsSequence)) {
            Attributes position = frame.getNestedDataset(Tag.PlanePositionSequence);
            double[] place = position.getDoubles(Tag.ImagePositionPatient);
            place[0] += 0.8;
            position.setDouble(Tag.ImagePositionPatient, VR.DS, place);
        }
    }

    private static Attributes segment(Attributes seg) {
        return seg.getNestedDataset(Tag.SegmentSequence);
    }

    private static byte[] bytes(Attributes seg) {
        try {
            return seg.getBytes(Tag.PixelData);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path segOf(List<Path> files) throws IOException {
        for (Path file : files) {
            if (Rewritten.isSeg(file)) {
                return file;
            }
        }
        throw new IllegalStateException("no SEG");
    }

    private List<Path> with(Path... contours) {
        List<Path> all = new ArrayList<>(images);
        all.addAll(List.of(contours));
        return all;
    }

    private StudyMeasured measure(List<Path> files) throws IOException {
        StudyMeasurer measurer = new StudyMeasurer(new TrustedSources(List.of("*")), 1L << 28);
        return new DiffusionPipeline(store, measurer, Duration.ofMinutes(5), CLOCK)
                .measure(fixture.ready(files), "ready-1");
    }

    private static LesionAdc onlyLesion(StudyMeasured measured) {
        assertThat(measured.lesions()).hasSize(1);
        return measured.lesions().getFirst();
    }

    private static List<String> flags(LesionAdc lesion) {
        return lesion.measurements().getFirst().flags();
    }

    private static double mean(LesionAdc lesion) {
        return Objects.requireNonNull(lesion.measurements().getFirst().valid()).mean();
    }
}
