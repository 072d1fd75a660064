package org.vigie.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.mr.DwiProtocol;
import org.vigie.mr.DwiProtocolCheck;
import org.vigie.mr.MrFrame;
import org.vigie.mr.MrHeader;
import org.vigie.mr.SeriesKind;
import org.vigie.mr.dicom.MrHeaderReader;
import org.vigie.simulator.domain.BreastPhantom;
import org.vigie.simulator.domain.Contours;
import org.vigie.simulator.domain.Lesion;
import org.vigie.simulator.domain.SimulatedPatient;
import org.vigie.simulator.domain.StudyPlan;
import org.vigie.simulator.domain.VoxelGrid;
import org.vigie.simulator.domain.VoxelMask;

class StudyWriterTest {
    private static final String TRACKING_1 = "2.25.111";
    private static final String TRACKING_2 = "2.25.222";

    private final Lesion left = new Lesion("L1", TRACKING_1, 23, 15, 3, 9, 1.0e-3, 1200);
    private final Lesion right = new Lesion("L2", TRACKING_2, 8, 14, 2, 7, 1.4e-3, 1100);
    // 31 x 33 = 1023 pixels: frames of the SEG do not end at a byte.
    private final StudyPlan plan = StudyPlan.of(
            new SimulatedPatient("P1", "LOCAL", "Test^Phantom", LocalDate.of(1970, 1, 1)),
            LocalDateTime.of(2026, 3, 2, 10, 30),
            BreastPhantom.builder()
                    .grid(VoxelGrid.axial(31, 33, 6, 2.5, 4, 5))
                    .lesion(left)
                    .lesion(right)
                    .build());

    @Test
    void writesOneFileAnImageAndTheSegLast(@TempDir Path folder) throws Exception {
        List<Path> files = StudyWriter.write(plan, folder);

        assertThat(files).hasSize(4 * 6 + 1);
        assertThat(files.getLast()).hasFileName("SEG00001.dcm");
        Attributes second = Files10.read(files.get(7)); // b 100, slice 1
        assertThat(second.getString(Tag.SOPClassUID)).isEqualTo(UID.MRImageStorage);
        assertThat(second.getDouble(Tag.DiffusionBValue, -1)).isEqualTo(100);
        assertThat(second.getDoubles(Tag.ImagePositionPatient)).containsExactly(-37.5, -40, -7.5);
        assertThat(second.getString(Tag.StudyDate)).isEqualTo("20260302");
        assertThat(Files10.pixels(second)).isEqualTo(plan.phantom().image(1, 1));
    }

    @Test
    void theHeadersAreReadAsACompleteDiffusionProtocol(@TempDir Path folder) throws Exception {
        List<MrFrame> frames = new ArrayList<>();
        for (Path file : StudyWriter.write(plan, folder)) {
            if (MrHeaderReader.read(Files10.read(file)) instanceof MrHeader.Usable usable) {
                frames.addAll(usable.frames());
            }
        }

        assertThat(frames).hasSize(24).allMatch(f -> f.kind() == SeriesKind.DWI);
        assertThat(DwiProtocolCheck.check(frames))
                .isInstanceOfSatisfying(
                        DwiProtocol.Satisfied.class,
                        s -> assertThat(s.sets().getFirst().bValues()).containsExactly(0.0, 100.0, 600.0, 800.0));
    }

    @Test
    void theSegHoldsEveryVoxelOfEveryLesionAtItsPlace(@TempDir Path folder) throws Exception {
        Attributes seg = Files10.read(StudyWriter.write(plan, folder).getLast());

        assertThat(seg.getString(Tag.SOPClassUID)).isEqualTo(UID.SegmentationStorage);
        assertThat(seg.getString(Tag.FrameOfReferenceUID)).isEqualTo(plan.frameOfReferenceUid());
        Sequence segments = seg.getSequence(Tag.SegmentSequence);
        assertThat(segments).extracting(s -> s.getString(Tag.TrackingUID)).containsExactly(TRACKING_1, TRACKING_2);
        assertThat(segments)
                .extracting(s -> s.getString(Tag.SegmentAlgorithmType))
                .containsOnly("MANUAL");
        List<VoxelMask> masks = List.of(
                VoxelMask.of(plan.phantom().grid(), left),
                VoxelMask.of(plan.phantom().grid(), right));
        assertThat(voxels(seg)).isEqualTo(masks.get(0).count() + masks.get(1).count());
        BitSet bits = BitSet.valueOf(seg.getBytes(Tag.PixelData));
        Sequence frames = seg.getSequence(Tag.PerFrameFunctionalGroupsSequence);
        for (int i = 0; i < frames.size(); i++) {
            VoxelMask mask = masks.get(
                    item(frames.get(i), Tag.SegmentIdentificationSequence).getInt(Tag.ReferencedSegmentNumber, 0) - 1);
            double z = item(frames.get(i), Tag.PlanePositionSequence).getDoubles(Tag.ImagePositionPatient)[2];
            int slice = (int) Math.round((z + 12.5) / 5);
            assertThat(bits.get(i * 1023, (i + 1) * 1023)).isEqualTo(mask.slice(slice));
        }
    }

    @Test
    void anAutomaticSegSaysSo(@TempDir Path folder) throws Exception {
        StudyPlan automatic = plan.withContours(Optional.of(Contours.of(Contours.Algorithm.AUTOMATIC)));

        Attributes seg = Files10.read(StudyWriter.write(automatic, folder).getLast());

        assertThat(item(seg, Tag.SegmentSequence).getString(Tag.SegmentAlgorithmType))
                .isEqualTo("AUTOMATIC");
    }

    @Test
    void theSamePlanGivesTheSameBytes(@TempDir Path folder) throws Exception {
        List<Path> first = StudyWriter.write(plan, folder.resolve("1"));
        List<Path> second = StudyWriter.write(plan, folder.resolve("2"));

        for (int i = 0; i < first.size(); i++) {
            assertThat(Files.mismatch(first.get(i), second.get(i))).isEqualTo(-1);
        }
        assertThat(plan.withUidSeed("other").studyUid()).isNotEqualTo(plan.studyUid());
    }

    private static int voxels(Attributes seg) throws Exception {
        return BitSet.valueOf(seg.getBytes(Tag.PixelData)).cardinality();
    }

    private static Attributes item(Attributes a, int sequence) {
        return a.getSequence(sequence).getFirst();
    }
}
