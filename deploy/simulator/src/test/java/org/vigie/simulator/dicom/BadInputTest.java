package org.vigie.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.simulator.domain.BadStudies;
import org.vigie.simulator.domain.BreastPhantom;
import org.vigie.simulator.domain.Lesion;
import org.vigie.simulator.domain.SimulatedPatient;
import org.vigie.simulator.domain.StudyPlan;
import org.vigie.simulator.domain.VoxelGrid;

class BadInputTest {
    private final StudyPlan good = StudyPlan.of(
            new SimulatedPatient("P1", "LOCAL", "Test^Phantom", LocalDate.of(1970, 1, 1)),
            LocalDateTime.of(2026, 3, 2, 10, 30),
            BreastPhantom.builder()
                    .grid(VoxelGrid.axial(32, 32, 3, 4, 4, 4))
                    .lesion(new Lesion("L1", "2.25.1", 20, 15, 1, 9, 1.0e-3, 1200))
                    .bValues(List.of(0.0, 800.0))
                    .build());

    private @TempDir Path folder;

    @Test
    void aTruncatedFileKnowsItsClassAndCannotBeReadToItsEnd() throws Exception {
        Path file = BadFiles.truncated(good, folder.resolve("x.dcm"));

        assertThat(DicomFile.open(file).orElseThrow().sopClassUid()).isEqualTo(UID.MRImageStorage);
        assertThatThrownBy(() -> Files10.read(file)).isInstanceOf(IOException.class);
    }

    @Test
    void pixelDataIsHalfOfWhatIsPromised() throws Exception {
        Attributes image = Files10.read(BadFiles.shortPixelData(good, folder.resolve("x.dcm")));

        assertThat(image.getInt(Tag.Rows, 0) * image.getInt(Tag.Columns, 0)).isEqualTo(1024);
        assertThat(image.getBytes(Tag.PixelData)).hasSize(1024);
    }

    @Test
    void theUidsArePaths() throws Exception {
        Path file = BadFiles.pathCharacterUids(good, folder.resolve("x.dcm"));

        assertThat(DicomFile.open(file).orElseThrow().sopInstanceUid()).isEqualTo(BadFiles.PATH_UID);
        assertThat(Files10.read(file).getString(Tag.StudyInstanceUID)).startsWith("../");
    }

    @Test
    void aCtIsNoMr() throws Exception {
        Attributes ct = Files10.read(BadFiles.ct(good, folder.resolve("x.dcm")));

        assertThat(ct.getString(Tag.SOPClassUID)).isEqualTo(UID.CTImageStorage);
        assertThat(ct.contains(Tag.DiffusionBValue)).isFalse();
    }

    @Test
    void oneBValueIsOneVolume() throws Exception {
        assertThat(StudyWriter.write(BadStudies.oneB(good), folder)).hasSize(3 + 1);
    }

    @Test
    void theSegLiesOnAnotherFrameThanItsImages() throws Exception {
        List<Path> files = StudyWriter.write(BadStudies.segOnOtherFrame(good), folder);

        assertThat(frame(files.getLast())).isNotEqualTo(frame(files.getFirst()));
    }

    @Test
    void theSegLiesBesideItsImagesInTheSameFrame() throws Exception {
        List<Path> files = StudyWriter.write(BadStudies.segOutside(good), folder);

        assertThat(frame(files.getLast())).isEqualTo(frame(files.getFirst()));
        Attributes place = Files10.read(files.getLast())
                .getSequence(Tag.PerFrameFunctionalGroupsSequence)
                .getFirst()
                .getSequence(Tag.PlanePositionSequence)
                .getFirst();
        assertThat(place.getDoubles(Tag.ImagePositionPatient)[2]).isGreaterThan(400);
    }

    @Test
    void theSegHasFramesAndNoVoxel() throws Exception {
        Attributes seg = Files10.read(
                StudyWriter.write(BadStudies.segEmpty(good), folder).getLast());

        assertThat(seg.getInt(Tag.NumberOfFrames, 0)).isEqualTo(3);
        assertThat(BitSet.valueOf(seg.getBytes(Tag.PixelData)).isEmpty()).isTrue();
    }

    @Test
    void zeroSignalIsZeroEverywhere() throws Exception {
        for (Path file : StudyWriter.write(BadStudies.zeroSignal(good), folder).subList(0, 6)) {
            assertThat(Arrays.stream(Files10.pixels(Files10.read(file))).max()).hasValue(0);
        }
    }

    @Test
    void everyBadStudyIsAStudyOfItsOwn() {
        assertThat(List.of(
                        good,
                        BadStudies.oneB(good),
                        BadStudies.segOnOtherFrame(good),
                        BadStudies.segOutside(good),
                        BadStudies.segEmpty(good),
                        BadStudies.zeroSignal(good)))
                .extracting(StudyPlan::studyUid)
                .doesNotHaveDuplicates();
    }

    private static String frame(Path file) throws IOException {
        return String.valueOf(Files10.read(file).getString(Tag.FrameOfReferenceUID));
    }
}
