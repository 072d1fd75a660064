package org.vigie.diffusion.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.SharedData;
import org.vigie.diffusion.StudyFixture;
import org.vigie.diffusion.dicom.ContourWriter.Drawn;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.Region;
import org.vigie.diffusion.raster.RasterFile;
import org.vigie.diffusion.raster.RasterVolume;

class WrittenObjectsTest {
    private static final LocalDateTime AT = LocalDateTime.of(2026, 11, 20, 11, 5, 7);
    private static final String SOFTWARE = "adc-test";

    @TempDir
    Path folder;

    private ImageStack stack = new ImageStack(List.of(), List.of());

    @BeforeEach
    void simulate() throws IOException {
        List<Path> files =
                StudyFixture.files(StudyFixture.plan().withContours(Optional.empty()), folder.resolve("dicom"));
        stack = ImageStack.of(DwiAcquisitions.of(scan(files).frames(), false).getFirst());
    }

    @Test
    void aSegmentationWrittenAndReadBackIsTheSameRegions() throws IOException {
        Region one = random("L1", 0.02, 7);
        Region other = random("L2", 0.01, 8);

        byte[] bytes = written(
                ContourWriter.segmentation(stack, List.of(drawn(one, "2.25.1"), drawn(other, "2.25.2")), AT, SOFTWARE));
        List<Outline> read = outlines(bytes);

        assertThat(read).extracting(Outline::label).containsExactly("L1", "L2");
        assertThat(read).extracting(o -> o.trackingUid().orElse("")).containsExactly("2.25.1", "2.25.2");
        assertThat(read).extracting(Outline::algorithm).containsOnly("SEMIAUTOMATIC");
        assertThat(read.getFirst().contentTime()).isEqualTo("20261120110507");
        assertThat(read).allMatch(stack::isSourceOf);
        assertThat(voxels(placed(read.get(0)))).isEqualTo(voxels(one));
        assertThat(voxels(placed(read.get(1)))).isEqualTo(voxels(other));
    }

    @Test
    void aLabelMapWrittenAndReadBackIsTheSameRegions() throws IOException {
        Region one = new Region("L1", IntStream.range(10, 300));
        Region other = new Region("L2", IntStream.range(5000, 9000));

        byte[] bytes = written(
                ContourWriter.labelMap(stack, List.of(drawn(one, "2.25.1"), drawn(other, "2.25.2")), AT, SOFTWARE));
        List<Outline> read = outlines(bytes);

        assertThat(voxels(placed(read.get(0)))).isEqualTo(voxels(one));
        assertThat(voxels(placed(read.get(1)))).isEqualTo(voxels(other));
    }

    @Test
    void theSameRegionsGiveTheSameBytes() throws IOException {
        List<Drawn> drawn = List.of(drawn(random("L1", 0.02, 7), "2.25.1"));

        assertThat(written(ContourWriter.segmentation(stack, drawn, AT, SOFTWARE)))
                .isEqualTo(written(ContourWriter.segmentation(stack, drawn, AT, SOFTWARE)));
    }

    @Test
    void aRegionWithoutAVoxelIsNotWritten() throws IOException {
        Drawn empty = drawn(new Region("L1", IntStream.empty()), "2.25.1");

        assertThat(ContourWriter.segmentation(stack, List.of(empty), AT, SOFTWARE))
                .isEqualTo(new ContourWriter.Result.Refused(Reason.of(ReasonCode.ROI_TOO_SMALL)));
    }

    @Test
    void overlappingOrgansMakeNoLabelMap() throws IOException {
        Path data = SharedData.folder("S11_dcmqi_seg_pm").resolve("dcmqi/data/segmentations");
        Region liver = labelled(data.resolve("liver_seg.nrrd"));
        Region spine = labelled(data.resolve("spine_seg.nrrd"));
        Region heart = labelled(data.resolve("heart_seg.nrrd"));
        BitSet both = set(liver);
        both.and(set(heart));
        ImageStack ct = computedTomography(data.resolve("ct-3slice"));
        List<Drawn> trio = List.of(drawn(liver, "2.25.1"), drawn(spine, "2.25.2"), drawn(heart, "2.25.3"));

        ContourWriter.Result labels = ContourWriter.labelMap(ct, trio, AT, SOFTWARE);
        List<Outline> read = outlines(written(ContourWriter.segmentation(ct, trio, AT, SOFTWARE)));

        assertThat(liver.size()).isEqualTo(107098);
        assertThat(spine.size()).isEqualTo(12439);
        assertThat(heart.size()).isEqualTo(41449);
        assertThat(both.cardinality()).isEqualTo(522);
        assertThat(labels)
                .isEqualTo(new ContourWriter.Result.Refused(Reason.of(ReasonCode.INVALID_VALUE, "roi.overlap")));
        assertThat(read).extracting(o -> o.shape().size()).containsExactly(107098, 12439, 41449);
    }

    @Test
    void aMapWrittenAndReadBackIsEqualBitByBit() throws IOException {
        Path maps = unzipped(SharedData.folder("S11_dcmqi_seg_pm").resolve("dcmqi/data/paramaps/pm-example-dcm.zip"));
        List<Path> files;
        try (var all = Files.list(maps)) {
            files = all.sorted().toList();
        }
        StudyScan scan = scan(files);
        ImageSeries series = ImageSeries.of(scan).getFirst();
        float[] map = new float[series.stack().grid().voxels()];
        RasterVolume nrrd =
                raster(SharedData.folder("S11_dcmqi_seg_pm").resolve("dcmqi/data/paramaps/pm-example.nrrd"));
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) nrrd.value(i);
        }
        ParametricMapWriter.Computed computed = new ParametricMapWriter.Computed(
                "custom",
                List.of(0.0, 1400.0),
                FitMethod.TWO_POINT,
                ParametricMapWriter.Unit.UM2_PER_SEC,
                AT,
                SOFTWARE);

        byte[] bytes = ParametricMapWriter.write(series.stack(), map, computed);

        Attributes read = Datasets.parse(bytes, -1).dataset();
        assertThat(read.getFloats(Tag.FloatPixelData)).isEqualTo(map);
        RealWorldValue meaning = RealWorldValue.of(read, 3).orElseThrow();
        assertThat(meaning).isEqualTo(new RealWorldValue(1, 0, "um2/s", Optional.of("113041")));
        // The map of the scanner and its copy as NRRD are one; ours lies where they do.
        assertThat(intensities(bytes))
                .isEqualTo(IntStream.range(0, map.length)
                        .mapToObj(i -> 1e-6 * (double) map[i])
                        .toList());
    }

    @Test
    void smallAndNegativeValuesOfAMapSurvive() throws IOException {
        float[] map = new float[stack.grid().voxels()];
        Random random = new Random(11);
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) (3e-3 * random.nextGaussian());
        }
        map[0] = Float.MIN_VALUE;
        map[1] = -0.0f;

        byte[] bytes = ParametricMapWriter.write(stack, map, ours());

        float[] read = Datasets.parse(bytes, -1).dataset().getFloats(Tag.FloatPixelData);
        for (int i = 0; i < map.length; i++) {
            assertThat(Float.floatToRawIntBits(read[i])).isEqualTo(Float.floatToRawIntBits(map[i]));
        }
        assertThat(bytes).isEqualTo(ParametricMapWriter.write(stack, map, ours()));
    }

    @Test
    void aValueThatIsNoNumberIsNeverWritten() {
        float[] map = new float[stack.grid().voxels()];
        map[5] = Float.NaN;

        assertThatThrownBy(() -> ParametricMapWriter.write(stack, map, ours()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** dciodvfy of dicom3tools; its own list of what it does not know yet is left out. */
    @Test
    void aStrangersValidatorFindsNoFault() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/dciodvfy"))) {
            System.out.println("SKIPPED: dciodvfy (dicom3tools) is not installed");
            assertThat(System.getenv("CI_REQUIRE_ALL"))
                    .as("a skip fails where everything is required")
                    .isNotEqualTo("1");
            return;
        }
        Path seg = folder.resolve("seg.dcm");
        Path map = folder.resolve("map.dcm");
        Files.write(
                seg,
                written(ContourWriter.segmentation(
                        stack, List.of(drawn(random("L1", 0.02, 7), "2.25.1")), AT, SOFTWARE)));
        Files.write(map, ParametricMapWriter.write(stack, new float[stack.grid().voxels()], ours()));

        assertThat(faults(seg)).isEmpty();
        assertThat(faults(map)).isEmpty();
    }

    private List<String> faults(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/usr/bin/dciodvfy", "-new", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        return said.lines().filter(l -> l.startsWith("Error")).toList();
    }

    private static ParametricMapWriter.Computed ours() {
        return new ParametricMapWriter.Computed(
                "ADC_STD",
                List.of(0.0, 800.0),
                FitMethod.TWO_POINT,
                ParametricMapWriter.Unit.MM2_PER_SEC,
                AT,
                SOFTWARE);
    }

    private List<Double> intensities(byte[] bytes) throws IOException {
        Path file = folder.resolve("read-back.dcm");
        Files.write(file, bytes);
        ImageSeries series = ImageSeries.of(scan(List.of(file))).getFirst();
        var read = (IntensityReader.Result.Read) IntensityReader.read(series);
        assertThat(read.volume().unit()).isEqualTo("mm2/s");
        assertThat(read.volume().isDiffusivity()).isTrue();
        return IntStream.range(0, series.stack().grid().voxels())
                .mapToObj(read.volume()::value)
                .toList();
    }

    private Region random(String name, double share, long seed) {
        Random random = new Random(seed);
        return new Region(name, IntStream.range(0, stack.grid().voxels()).filter(_ -> random.nextDouble() < share));
    }

    private static Drawn drawn(Region region, String trackingUid) {
        return new Drawn(
                region,
                new ContourFacts(
                        region.name(),
                        trackingUid,
                        ContourFacts.Algorithm.SEMIAUTOMATIC,
                        Optional.of("Vigie proposal"),
                        Optional.of("user-7"),
                        ContourFacts.Site.LEFT_BREAST));
    }

    private static byte[] written(ContourWriter.Result result) {
        return ((ContourWriter.Result.Written) result).bytes();
    }

    private static List<Outline> outlines(byte[] bytes) throws IOException {
        StudyObject object = new StudyObject("seg", () -> bytes, Optional.empty(), Optional.empty());
        return ((OutlineReading.Read) OutlineReader.read(object)).outlines();
    }

    private Region placed(Outline outline) {
        Placement.Result.Placed placed = (Placement.Result.Placed) Placement.place(outline, stack);
        assertThat(placed.resampled()).isFalse();
        assertThat(placed.outside()).isFalse();
        return placed.region();
    }

    private static List<Integer> voxels(Region region) {
        return IntStream.range(0, region.size()).mapToObj(region::voxel).toList();
    }

    private static BitSet set(Region region) {
        BitSet set = new BitSet();
        IntStream.range(0, region.size()).map(region::voxel).forEach(set::set);
        return set;
    }

    private static Region labelled(Path nrrd) throws IOException {
        RasterVolume volume = raster(nrrd);
        return new Region(
                nrrd.getFileName().toString().replace("_seg.nrrd", ""),
                IntStream.range(0, volume.voxels()).filter(i -> volume.value(i) != 0));
    }

    private static RasterVolume raster(Path file) throws IOException {
        return ((RasterFile.Result.Read) RasterFile.read(file)).volume();
    }

    private static ImageStack computedTomography(Path images) throws IOException {
        try (var files = Files.list(images)) {
            return ImageSeries.of(scan(files.sorted().toList())).getFirst().stack();
        }
    }

    private static StudyScan scan(List<Path> files) throws IOException {
        List<StudyObject> objects = new ArrayList<>();
        for (Path file : files.stream().sorted(Comparator.naturalOrder()).toList()) {
            objects.add(new StudyObject(
                    file.getFileName().toString(), () -> Files.readAllBytes(file), Optional.empty(), Optional.empty()));
        }
        return StudyScanner.scan(objects);
    }

    private Path unzipped(Path zip) throws IOException {
        Path to = Files.createDirectories(folder.resolve("unzipped"));
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry e = entries.getNextEntry(); e != null; e = entries.getNextEntry()) {
                if (!e.isDirectory()) {
                    Files.write(to.resolve(Path.of(e.getName()).getFileName()), entries.readAllBytes());
                }
            }
        }
        return to;
    }
}
