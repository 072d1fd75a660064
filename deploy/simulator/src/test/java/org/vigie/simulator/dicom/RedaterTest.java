package org.vigie.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.clinical.Side;
import org.vigie.simulator.domain.Box;
import org.vigie.simulator.domain.BreastPhantom;
import org.vigie.simulator.domain.Lesion;
import org.vigie.simulator.domain.RedateReport;
import org.vigie.simulator.domain.RedateRequest;
import org.vigie.simulator.domain.RedateRequest.Outline;
import org.vigie.simulator.domain.SimulatedPatient;
import org.vigie.simulator.domain.StudyPlan;

class RedaterTest {
    private static final String S01 = "S01_mrbias_diffusion_session1";
    private static final String TRACKING = "2.25.77";

    private final RedateRequest request = new RedateRequest(
            LocalDate.of(2026, 11, 14),
            Optional.empty(),
            "PHANTOM",
            "LOCAL",
            RedateRequest.DEFAULT_NAME,
            Optional.of(new Outline(Box.parse("box:62,62,12,3"), TRACKING, "L1", Optional.of(Side.L))));

    @Test
    void twoRunsGiveTheSameBytes(@TempDir Path out) throws Exception {
        Path source = SharedData.folder(S01);

        RedateReport first = Redater.redate(source, out.resolve("1"), request);
        RedateReport second = Redater.redate(source, out.resolve("2"), request);

        assertThat(first.written()).hasSize(151);
        assertThat(first.skipped()).hasSize(9);
        for (int i = 0; i < 151; i++) {
            assertThat(Files.mismatch(first.written().get(i), second.written().get(i)))
                    .isEqualTo(-1);
        }
    }

    @Test
    void anotherDateIsAnotherStudy(@TempDir Path out) throws Exception {
        Path source = SharedData.folder(S01);
        RedateRequest later = new RedateRequest(
                LocalDate.of(2026, 11, 22), Optional.empty(), "PHANTOM", "LOCAL", "X^Y", Optional.empty());

        String one = Redater.redate(source, out.resolve("1"), request).studyUid();
        String other = Redater.redate(source, out.resolve("2"), later).studyUid();

        assertThat(one).startsWith("2.25.").isNotEqualTo(other);
    }

    @Test
    void theCopyBelongsToTheNewPatientAndDateAndItsReferencesHold(@TempDir Path out) throws Exception {
        RedateReport report = Redater.redate(SharedData.folder(S01), out, request);

        Map<String, Set<String>> instances = new HashMap<>();
        Set<String> frames = new HashSet<>();
        for (Path file : report.written()) {
            Attributes a = Files10.read(file);
            assertThat(a.getString(Tag.StudyInstanceUID)).isEqualTo(report.studyUid());
            assertThat(a.getString(Tag.PatientID)).isEqualTo("PHANTOM");
            assertThat(a.getString(Tag.IssuerOfPatientID)).isEqualTo("LOCAL");
            assertThat(a.getString(Tag.PatientName)).isEqualTo("Redated^Copy");
            assertThat(a.getString(Tag.PatientBirthDate)).isEqualTo("19800101");
            for (int tag : new int[] {Tag.StudyDate, Tag.SeriesDate, Tag.ContentDate}) {
                assertThat(a.getString(tag)).isEqualTo("20261114");
            }
            instances
                    .computeIfAbsent(a.getString(Tag.SeriesInstanceUID), s -> new HashSet<>())
                    .add(a.getString(Tag.SOPInstanceUID));
            frames.add(a.getString(Tag.FrameOfReferenceUID));
        }
        assertThat(frames).hasSize(1);
        assertThat(instances).hasSize(7);
        Attributes seg = Files10.read(report.seg().orElseThrow());
        Attributes series = seg.getSequence(Tag.ReferencedSeriesSequence).getFirst();
        assertThat(series.getSequence(Tag.ReferencedInstanceSequence))
                .hasSize(25)
                .allMatch(i -> instances
                        .getOrDefault(series.getString(Tag.SeriesInstanceUID), Set.of())
                        .contains(i.getString(Tag.ReferencedSOPInstanceUID)));
    }

    @Test
    void noUidOfTheOriginalIsLeft(@TempDir Path out) throws Exception {
        Path source = SharedData.folder(S01);
        RedateReport report = Redater.redate(source, out, request);

        Set<String> old = new HashSet<>();
        for (Path file : StoreScu.filesBelow(source)) {
            if (DicomFile.open(file).isPresent()) {
                collectUids(Files10.read(file), old);
            }
        }
        Set<String> fresh = new HashSet<>();
        for (Path file : report.written()) {
            collectUids(Files10.read(file), fresh);
        }
        assertThat(old).hasSizeGreaterThan(150);
        assertThat(fresh).doesNotContainAnyElementsOf(old).contains(TRACKING);
    }

    @Test
    void pixelsAndPrivateBValuesAreUntouched(@TempDir Path out) throws Exception {
        Path source = SharedData.folder(S01);
        List<Path> originals = new ArrayList<>();
        for (Path file : StoreScu.filesBelow(source)) {
            if (DicomFile.open(file).isPresent()) {
                originals.add(file);
            }
        }
        RedateReport report = Redater.redate(source, out, request);

        for (int i = 0; i < originals.size(); i++) {
            Attributes before = Files10.read(originals.get(i));
            Attributes after = Files10.read(report.written().get(i));
            assertThat(after.getBytes(Tag.PixelData)).isEqualTo(before.getBytes(Tag.PixelData));
            assertThat(after.getString("SIEMENS MR HEADER", 0x0019000c))
                    .isEqualTo(before.getString("SIEMENS MR HEADER", 0x0019000c));
            assertThat(after.getDoubles(Tag.ImagePositionPatient))
                    .isEqualTo(before.getDoubles(Tag.ImagePositionPatient));
        }
    }

    @Test
    void theBoxIsCountedOnSlicesAscendingAlongTheNormal(@TempDir Path out) throws Exception {
        RedateReport report = Redater.redate(SharedData.folder(S01), out, request);
        Attributes seg = Files10.read(report.seg().orElseThrow());

        assertThat(seg.getInt(Tag.NumberOfFrames, 0)).isEqualTo(3);
        // Slices lie at -60 + 5 mm per index: 11, 12, 13 are at -5, 0, 5.
        assertThat(seg.getSequence(Tag.PerFrameFunctionalGroupsSequence))
                .extracting(f ->
                        f.getSequence(Tag.PlanePositionSequence).getFirst().getDoubles(Tag.ImagePositionPatient)[2])
                .containsExactly(-5.0, 0.0, 5.0);
        BitSet bits = BitSet.valueOf(seg.getBytes(Tag.PixelData));
        assertThat(bits.cardinality()).isEqualTo(27);
        assertThat(bits.nextSetBit(0)).isEqualTo(61 * 128 + 61);
        assertThat(bits.length() - 1).isEqualTo(2 * 128 * 128 + 63 * 128 + 63);
        Attributes segment = seg.getSequence(Tag.SegmentSequence).getFirst();
        assertThat(segment.getString(Tag.TrackingUID)).isEqualTo(TRACKING);
        assertThat(segment.getString(Tag.SegmentAlgorithmType)).isEqualTo("MANUAL");
        assertThat(seg.getString(Tag.SOPClassUID)).isEqualTo(UID.SegmentationStorage);
    }

    @Test
    void aBoxOutsideTheVolumeIsRefused(@TempDir Path out) {
        Path source = SharedData.folder(S01);
        RedateRequest outside = withBox("box:62,62,24,3");

        assertThatThrownBy(() -> Redater.redate(source, out.resolve("copy"), outside))
                .isInstanceOf(RedateException.class)
                .hasMessageContaining("not inside the volume of 128 columns, 128 rows, 25 slices");
    }

    @Test
    void aBoxWithAnEvenEdgeHasNoCentreAndIsRefused() {
        assertThatThrownBy(() -> Box.parse("box:62,62,12,4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("odd");
    }

    @Test
    void trackingUidsOfAnExistingSegAreKeptAndItsReferencesFollow(@TempDir Path folder) throws Exception {
        StudyPlan plan = StudyPlan.of(
                new SimulatedPatient("P1", "OTHER", "Test^Phantom", LocalDate.of(1970, 1, 1)),
                LocalDateTime.of(2025, 3, 2, 23, 58),
                BreastPhantom.builder()
                        .lesion(new Lesion("L9", "2.25.999", 71, 48, 10, 14, 1.0e-3, 1200))
                        .build());
        StudyWriter.write(plan, folder.resolve("in"));

        RedateReport report = Redater.redate(folder.resolve("in"), folder.resolve("out"), withBox("box:71,48,10,5"));

        assertThat(report.segVoxels()).isEqualTo(125);
        Attributes old = Files10.read(report.written().get(80));
        assertThat(old.getSequence(Tag.SegmentSequence).getFirst().getString(Tag.TrackingUID))
                .isEqualTo("2.25.999");
        Attributes image = Files10.read(report.written().getFirst());
        assertThat(old.getString(Tag.FrameOfReferenceUID)).isEqualTo(image.getString(Tag.FrameOfReferenceUID));
        assertThat(old.getSequence(Tag.ReferencedSeriesSequence).getFirst().getString(Tag.SeriesInstanceUID))
                .isEqualTo(image.getString(Tag.SeriesInstanceUID));
        // Acquired after midnight: it stays the day after the study began.
        assertThat(image.getString(Tag.AcquisitionDate)).isEqualTo("20261115");
        assertThat(image.getString(Tag.StudyDate)).isEqualTo("20261114");
    }

    private RedateRequest withBox(String box) {
        return new RedateRequest(
                request.studyDate(),
                Optional.empty(),
                "PHANTOM",
                "LOCAL",
                "X^Y",
                Optional.of(new Outline(Box.parse(box), TRACKING, "L1", Optional.empty())));
    }

    private static void collectUids(Attributes a, Set<String> uids) {
        for (int tag : a.tags()) {
            if (a.getVR(tag) == VR.UI) {
                for (String uid : a.getStrings(tag) == null ? new String[0] : a.getStrings(tag)) {
                    if (uid != null && !uid.startsWith("1.2.840.10008.")) {
                        uids.add(uid);
                    }
                }
            } else if (a.getVR(tag) == VR.SQ && a.getSequence(tag) != null) {
                a.getSequence(tag).forEach(item -> collectUids(item, uids));
            }
        }
    }
}
