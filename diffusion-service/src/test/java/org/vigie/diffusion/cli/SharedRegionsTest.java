package org.vigie.diffusion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.diffusion.SharedData;

/** Regions of public data: counts and statistics that came with them or were computed independently. */
class SharedRegionsTest {
    private static final String DCMQI = "S11_dcmqi_seg_pm";
    private static final String STS = "S13_ibsi_sts002";
    private static final String RT = "S15_rt_utils";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "liver.dcm, Liver, 107098",
        "24x38x3/seg/label.seg, Liver, 315",
        "sparse-labelmap-noppv.dcm, Background, 1194",
        "sparse-labelmap-noppv.dcm, Liver, 630",
        "sparse-labelmap-ppv5.dcm, Background, 1194",
        "sparse-labelmap-ppv5.dcm, Liver, 630",
        "liver_seg.nrrd, label 1, 107098",
        "heart_seg.nrrd, label 3, 41449",
        "spine_seg_label5.nrrd, label 5, 12439"
    })
    void labelCounts(String file, String label, int n) throws IOException {
        Path folder = SharedData.folder(DCMQI).resolve("dcmqi/data/segmentations");

        JsonNode report = measure(folder, "--roi", folder.resolve(file).toString());

        assertThat(roi(entry(report, "outline"), label).get("n").asInt()).isEqualTo(n);
    }

    @Test
    void aSegmentationOnComputedTomographyIsMeasuredThere() throws IOException {
        Path folder = SharedData.folder(DCMQI).resolve("dcmqi/data/segmentations");

        JsonNode report = measure(
                folder.resolve("ct-3slice"),
                "--roi",
                folder.resolve("liver.dcm").toString());

        JsonNode series = entry(report, "intensity");
        assertThat(series.get("units").asText()).isEqualTo("HU");
        assertThat(series.get("alertable").asBoolean()).isFalse();
        assertThat(roi(series, "Liver").get("n").asInt()).isEqualTo(107098);
        assertThat(roi(series, "Liver").get("flags").toString()).isEqualTo("[]");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "ct_binary, test segmentation of computed tomography image, 638",
        "ct_binary_fractional, Bone, 638",
        "ct_true_fractional, Bone above 0, 661",
        "ct_binary_overlap, Bone, 64",
        "ct_binary_overlap, Spine, 16",
        "ct_binary_single_frame, Bone, 1832",
        "cr_binary, test segmentation of x-ray image, 151",
        "sm_control, Segment #2, 0"
    })
    void countsOfSegmentations(String name, String label, int n) throws IOException {
        Path folder = SharedData.folder("S12_highdicom").resolve("highdicom/data/test_files");
        Path seg = folder.resolve("seg_image_" + name + ".dcm");

        JsonNode report = measure(folder, "--roi", seg.toString());

        assertThat(roi(entry(report, "outline"), label).get("n").asInt()).isEqualTo(n);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"CT, HU, 59.02147, 44.82389, -112, 241", "MR_T1, a.u., 381.91510, 93.02419, 243, 939"})
    void theMassOfTheReferencePatient(String modality, String units, double mean, double sd, double min, double max)
            throws IOException {
        Path folder = sts(modality);

        JsonNode series = entry(
                measure(
                        folder.resolve("image"),
                        "--roi",
                        folder.resolve("mask/RS.dcm").toString()),
                "intensity");

        JsonNode mass = series.get("rois").get(0);
        assertThat(series.get("units").asText()).isEqualTo(units);
        assertThat(series.get("flags").toString()).isEqualTo("[\"sd-population\"]");
        assertThat(mass.get("n").asInt()).isEqualTo(17090);
        assertThat(mass.get("flags").toString()).isEqualTo("[]");
        assertThat(mass.get("raw").get("mean").asDouble()).isCloseTo(mean, within(5e-6));
        assertThat(mass.get("raw").get("sd").asDouble()).isCloseTo(sd, within(5e-6));
        assertThat(mass.get("raw").get("min").asDouble()).isEqualTo(min);
        assertThat(mass.get("raw").get("max").asDouble()).isEqualTo(max);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"CT, CT_mask", "MR_T1, MR_T1_mask"})
    void theReferenceMaskGivesTheSameNumbers(String modality, String mask) throws IOException {
        Path image = sts(modality).resolve("image");
        Path nifti =
                SharedData.folder(STS).resolve("ibsi_validation/ibsi_validation/nifti/STS_002/" + mask + ".nii.gz");

        JsonNode byMask = entry(measure(image, "--roi", nifti.toString()), "intensity")
                .get("rois")
                .get(0);
        JsonNode byContour = entry(
                        measure(
                                image,
                                "--roi",
                                sts(modality).resolve("mask/RS.dcm").toString()),
                        "intensity")
                .get("rois")
                .get(0);

        assertThat(byMask.get("n").asInt()).isEqualTo(17090);
        assertThat(byMask.get("raw")).isEqualTo(byContour.get("raw"));
    }

    @Test
    void anAdcMapOfTheScannerHasNoUnitThatAnybodyStates(@TempDir Path folder) throws IOException {
        unzip(SharedData.folder(DCMQI).resolve("dcmqi/data/paramaps/pm-example-dcm.zip"), folder);

        JsonNode all = entry(measure(folder, "--roi", "all"), "vendor-adc");
        JsonNode box = entry(measure(folder, "--roi", "box:128,130,10,20,20,1"), "vendor-adc");

        assertThat(all.get("units").asText()).isEqualTo("unknown");
        assertThat(all.get("alertable").asBoolean()).isFalse();
        assertThat(all.get("reasons").toString()).isEqualTo("[\"UNIT_UNKNOWN(adc)\"]");
        assertThat(all.get("slices").asInt()).isEqualTo(20);
        assertThat(all.get("rois").get(0).get("n").asInt()).isEqualTo(20 * 256 * 256);
        JsonNode raw = all.get("rois").get(0).get("raw");
        assertThat(raw.get("mean").asDouble()).isCloseTo(544.8937, within(5e-5));
        assertThat(raw.get("max").asDouble()).isEqualTo(4095);
        assertThat(box.get("rois").get(0).get("raw").get("mean").asDouble()).isCloseTo(1835.8475, within(1e-9));
        assertThat(box.get("rois").get(0).get("raw").get("sd").asDouble()).isCloseTo(248.3651, within(5e-5));
    }

    @Test
    void theScannersMapOfTheDiffusionPhantomIsShownBesideOurs() throws IOException {
        JsonNode map = entry(
                measure(SharedData.folder("S01_mrbias_diffusion_session1"), "--roi", "box:62,62,12,3"), "vendor-adc");

        assertThat(map.get("series").toString()).isEqualTo("[4001]");
        assertThat(map.get("rois").get(0).get("raw").get("mean").asDouble()).isCloseTo(1120.89, within(0.005));
    }

    @Test
    void theFirstOrderTableOfTheBreastExample() throws IOException {
        Path folder = SharedData.folder("S17_pyradiomics_breast1").resolve("pyradiomics/data");

        JsonNode roi = entry(
                        measure(
                                folder,
                                "--roi",
                                folder.resolve("breast1_label.nrrd").toString()),
                        "intensity")
                .get("rois")
                .get(0);

        assertThat(roi.get("n").asInt()).isEqualTo(143);
        JsonNode raw = roi.get("raw");
        assertThat(raw.get("mean").asDouble()).isCloseTo(131.125874, within(5e-7));
        assertThat(raw.get("median").asDouble()).isEqualTo(130);
        assertThat(raw.get("min").asDouble()).isEqualTo(102);
        assertThat(raw.get("max").asDouble()).isEqualTo(162);
        assertThat(Math.pow(raw.get("sd").asDouble(), 2)).isCloseTo(257.354785, within(5e-7));
    }

    @Test
    void aStructureOfAnotherFrameOfReferenceIsCountedAndNotMeasured() throws IOException {
        Path folder = SharedData.folder(RT).resolve("rt_utils/tests/mock_data");

        JsonNode roi = entry(measure(folder, "--roi", folder.resolve("rt.dcm").toString()), "intensity")
                .get("rois")
                .get(0);

        assertThat(roi.get("reasons").toString()).isEqualTo("[\"INVALID_VALUE(roi.frameOfReference)\"]");
        assertThat(roi.has("raw")).isFalse();
    }

    @Test
    void aStructureWithContoursBesideTheImagesIsPartlyOutside() throws IOException {
        Path folder = SharedData.folder(RT).resolve("rt_utils/tests/mock_data");

        JsonNode series = entry(
                measure(
                        folder,
                        "--roi",
                        folder.resolve("invalid_reference_rt.dcm").toString()),
                "intensity");

        assertThat(series.get("rois")).hasSize(4);
        assertThat(series.get("rois"))
                .allMatch(r -> r.get("flags").toString().equals("[\"roi-partly-outside\"]")
                        || r.get("flags").toString().equals("[\"roi-partly-outside\",\"unvalidated-roi\"]"));
    }

    private static Path sts(String modality) {
        return SharedData.folder(STS).resolve("ibsi_validation/ibsi_validation/dicom/STS_002/" + modality);
    }

    private static JsonNode entry(JsonNode report, String variant) {
        return StreamSupport.stream(report.get("series").spliterator(), false)
                .filter(s -> s.get("variant").asText().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode roi(JsonNode series, String name) {
        return StreamSupport.stream(series.get("rois").spliterator(), false)
                .filter(r -> r.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void unzip(Path zip, Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry e = entries.getNextEntry(); e != null; e = entries.getNextEntry()) {
                if (!e.isDirectory()) {
                    Files.write(folder.resolve(Path.of(e.getName()).getFileName()), entries.readAllBytes());
                }
            }
        }
    }

    private static JsonNode measure(Path folder, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(folder.toString(), "--json"));
        arguments.addAll(List.of(options));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Measure.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(exit).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }
}
