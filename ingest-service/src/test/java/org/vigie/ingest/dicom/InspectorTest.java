package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.ClinicalTime;
import org.vigie.ingest.IngestPipeline.Content;
import org.vigie.ingest.domain.Comparison;
import org.vigie.ingest.domain.InstanceHeader;
import org.vigie.ingest.domain.QuarantineReason;
import org.vigie.mr.dicom.ParserLimits;

class InspectorTest {
    private static final String SOP = "1.2.3.4.5";

    @TempDir
    Path folder;

    @Test
    void readsTheHeaderOfAWholeImage() throws IOException {
        Inspection inspection = inspect(write(image(8192)), SOP);

        assertThat(inspection).isInstanceOfSatisfying(Inspection.Accepted.class, accepted -> {
            InstanceHeader header = accepted.header();
            assertThat(header.studyUid()).isEqualTo("1.2.3");
            assertThat(header.seriesUid()).isEqualTo("1.2.3.4");
            assertThat(header.modality()).isEqualTo("MR");
            assertThat(header.used()).isTrue();
            assertThat(header.studyTime()).isEqualTo(ClinicalTime.of(LocalDate.of(2026, 3, 2)));
            assertThat(header.patient().id()).isEqualTo("P1");
        });
    }

    @Test
    void anObjectThatIsNoMrIsAcceptedAndNotUsed() throws IOException {
        Attributes report = image(0);
        for (int tag : new int[] {Tag.PixelData, Tag.Rows, Tag.Columns, Tag.BitsAllocated}) {
            report.remove(tag);
        }
        report.setString(Tag.SOPClassUID, VR.UI, "1.2.840.10008.5.1.4.1.1.88.11");
        report.setString(Tag.Modality, VR.CS, "SR");

        Inspection inspection = Inspector.inspect(
                write(report),
                new Inspector.Announced("1.2.840.10008.5.1.4.1.1.88.11", SOP, UID.ExplicitVRLittleEndian),
                ParserLimits.DEFAULT);

        assertThat(inspection)
                .isInstanceOfSatisfying(
                        Inspection.Accepted.class,
                        a -> assertThat(a.header().used()).isFalse());
    }

    @Test
    void aReportThatMayHoldRegionsIsUsed() throws IOException {
        String comprehensive = "1.2.840.10008.5.1.4.1.1.88.33";
        Attributes report = image(0);
        for (int tag : new int[] {Tag.PixelData, Tag.Rows, Tag.Columns, Tag.BitsAllocated}) {
            report.remove(tag);
        }
        report.setString(Tag.SOPClassUID, VR.UI, comprehensive);
        report.setString(Tag.Modality, VR.CS, "SR");

        assertThat(Inspector.inspect(
                        write(report),
                        new Inspector.Announced(comprehensive, SOP, UID.ExplicitVRLittleEndian),
                        ParserLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        Inspection.Accepted.class,
                        a -> assertThat(a.header().used()).isTrue());
    }

    @Test
    void pixelDataShorterThanPromisedAreRefused() throws IOException {
        assertThat(inspect(write(image(8000)), SOP))
                .isEqualTo(
                        new Inspection.Refused(QuarantineReason.PIXEL_DATA_SHORT, "8000 of 8192 bytes of (7FE0,0010)"));
    }

    @Test
    void anImageWithoutPixelDataIsRefused() throws IOException {
        Attributes image = image(8192);
        image.remove(Tag.PixelData);

        assertThat(reason(inspect(write(image), SOP))).isEqualTo(QuarantineReason.PIXEL_DATA_SHORT);
    }

    @Test
    void aFileCutAnywhereIsNeverAcceptedUnlessItIsWhole() throws IOException {
        byte[] whole = Files.readAllBytes(write(image(8192)));
        for (int length = 200; length < whole.length; length += length < 700 ? 2 : 97) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            assertThat(inspect(cut, SOP)).as("%d bytes", length).isInstanceOf(Inspection.Refused.class);
        }
        assertThat(reason(inspect(Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length - 1)), SOP)))
                .isEqualTo(QuarantineReason.TRUNCATED);
    }

    @Test
    void noiseAfterTheMetaInformationIsRefusedAndNeverThrows() throws IOException {
        byte[] whole = Files.readAllBytes(write(image(8192)));
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            byte[] noisy = whole.clone();
            byte[] noise = new byte[64];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, noisy, 330 + random.nextInt(200), noise.length);
            Path file = Files.write(folder.resolve("noise"), noisy);
            assertThat(inspect(file, SOP)).isNotNull();
        }
    }

    @Test
    void uidsWithPathCharactersAreRefused() throws IOException {
        Attributes image = image(8192);
        image.setString(Tag.StudyInstanceUID, VR.UI, "../../x");

        assertThat(inspect(write(image), SOP))
                .isEqualTo(new Inspection.Refused(QuarantineReason.INVALID_UID, "(0020,000D)"));
        assertThat(reason(inspect(write(image(8192)), "1.2/../3"))).isEqualTo(QuarantineReason.INVALID_UID);
    }

    @Test
    void anotherInstanceThanAnnouncedIsRefused() throws IOException {
        assertThat(inspect(write(image(8192)), "1.2.3.4.6"))
                .isEqualTo(new Inspection.Refused(QuarantineReason.COMMAND_MISMATCH, "(0008,0018)"));
    }

    @Test
    void aSegmentationNamesTheStudyAndImagesItWasDrawnOn() throws IOException {
        Attributes seg = image(8192);
        seg.setString(Tag.SOPClassUID, VR.UI, UID.SegmentationStorage);
        Attributes study = new Attributes();
        study.setString(Tag.StudyInstanceUID, VR.UI, "1.9.9");
        Attributes series = new Attributes();
        Attributes instance = new Attributes();
        instance.setString(Tag.ReferencedSOPInstanceUID, VR.UI, "1.9.9.1.1");
        add(series, Tag.ReferencedInstanceSequence, instance);
        add(study, Tag.ReferencedSeriesSequence, series);
        add(seg, Tag.StudiesContainingOtherReferencedInstancesSequence, study);

        Inspection inspection = Inspector.inspect(
                write(seg),
                new Inspector.Announced(UID.SegmentationStorage, SOP, UID.ExplicitVRLittleEndian),
                ParserLimits.DEFAULT);

        assertThat(inspection).isInstanceOfSatisfying(Inspection.Accepted.class, accepted -> {
            assertThat(accepted.header().referencedStudyUids()).containsExactly("1.9.9");
            assertThat(accepted.header().referencedInstanceUids()).containsExactly("1.9.9.1.1");
        });
    }

    @Test
    void aReportNamesStudiesAndImagesInItsEvidenceAndItsContent() throws IOException {
        Attributes report = withoutPixels();
        report.setString(Tag.SOPClassUID, VR.UI, UID.Comprehensive3DSRStorage);
        Attributes evidence = new Attributes();
        evidence.setString(Tag.StudyInstanceUID, VR.UI, "1.9.9");
        Attributes series = new Attributes();
        add(series, Tag.ReferencedSOPSequence, reference("1.9.9.1.1"));
        add(evidence, Tag.ReferencedSeriesSequence, series);
        add(report, Tag.PertinentOtherEvidenceSequence, evidence);
        Attributes region = new Attributes();
        Attributes selected = new Attributes();
        add(selected, Tag.ReferencedSOPSequence, reference("1.9.8.1.1"));
        add(region, Tag.ContentSequence, selected);
        add(report, Tag.ContentSequence, region);

        Inspection inspection = Inspector.inspect(
                write(report),
                new Inspector.Announced(UID.Comprehensive3DSRStorage, SOP, UID.ExplicitVRLittleEndian),
                ParserLimits.DEFAULT);

        assertThat(inspection).isInstanceOfSatisfying(Inspection.Accepted.class, accepted -> {
            assertThat(accepted.header().referencedStudyUids()).containsExactly("1.9.9");
            assertThat(accepted.header().referencedInstanceUids()).containsExactly("1.9.9.1.1", "1.9.8.1.1");
        });
    }

    @Test
    void aStructureSetMayNameImagesWithItsContoursOnly() throws IOException {
        Attributes structures = withoutPixels();
        structures.setString(Tag.SOPClassUID, VR.UI, UID.RTStructureSetStorage);
        Attributes contour = new Attributes();
        add(contour, Tag.ContourImageSequence, reference("1.9.9.1.1"));
        Attributes region = new Attributes();
        add(region, Tag.ContourSequence, contour);
        add(structures, Tag.ROIContourSequence, region);

        Inspection inspection = Inspector.inspect(
                write(structures),
                new Inspector.Announced(UID.RTStructureSetStorage, SOP, UID.ExplicitVRLittleEndian),
                ParserLimits.DEFAULT);

        assertThat(inspection)
                .isInstanceOfSatisfying(
                        Inspection.Accepted.class,
                        accepted -> assertThat(accepted.header().referencedInstanceUids())
                                .containsExactly("1.9.9.1.1"));
    }

    private static Attributes withoutPixels() {
        Attributes dataset = image(0);
        dataset.remove(Tag.PixelData);
        dataset.remove(Tag.Rows);
        dataset.remove(Tag.Columns);
        return dataset;
    }

    private static Attributes reference(String sopInstanceUid) {
        Attributes reference = new Attributes();
        reference.setString(Tag.ReferencedSOPInstanceUID, VR.UI, sopInstanceUid);
        return reference;
    }

    @Test
    void theSameDataSetInAnotherEncodingIsTheSameContent() throws IOException {
        Path explicit = write(image(8192));
        Path implicit = folder.resolve("implicit");
        try (DicomOutputStream out = new DicomOutputStream(implicit.toFile())) {
            Attributes image = image(8192);
            out.writeDataset(image.createFileMetaInformation(UID.ImplicitVRLittleEndian), image);
        }
        Attributes other = image(8192);
        other.setString(Tag.PatientID, VR.LO, "P2");

        assertThat(SameContent.test(content(explicit), content(implicit))).isTrue();
        Path changed = folder.resolve("changed");
        try (DicomOutputStream out = new DicomOutputStream(changed.toFile())) {
            out.writeDataset(other.createFileMetaInformation(UID.ExplicitVRLittleEndian), other);
        }
        assertThat(SameContent.test(content(explicit), content(changed))).isFalse();
    }

    /** Longer than what is held in memory to be compared. */
    @Test
    void largeContentIsComparedToo() throws IOException {
        int bytes = 33 << 20;
        Path explicit = write(image(bytes));
        Path implicit = folder.resolve("implicit");
        try (DicomOutputStream out = new DicomOutputStream(implicit.toFile())) {
            out.writeDataset(image(bytes).createFileMetaInformation(UID.ImplicitVRLittleEndian), image(bytes));
        }
        assertThat(SameContent.compare(content(explicit), content(implicit))).isEqualTo(Comparison.SAME);

        Attributes other = image(bytes);
        byte[] pixels = other.getBytes(Tag.PixelData).clone();
        pixels[bytes / 2] = 1;
        other.setBytes(Tag.PixelData, VR.OW, pixels);
        Path changed = folder.resolve("changed");
        try (DicomOutputStream out = new DicomOutputStream(changed.toFile())) {
            out.writeDataset(other.createFileMetaInformation(UID.ExplicitVRLittleEndian), other);
        }
        assertThat(SameContent.compare(content(explicit), content(changed))).isEqualTo(Comparison.OTHER);
    }

    @Test
    void whatCannotBeReadIsNotCompared() throws IOException {
        Path here = write(image(8192));
        assertThat(SameContent.compare(content(here), content(folder.resolve("not-there-yet"))))
                .isEqualTo(Comparison.NOT_COMPARED);
    }

    @Test
    void aLastPixelOfThirtyTwoIsNotPadding() throws IOException {
        Attributes zero = image(8192);
        byte[] pixels = zero.getBytes(Tag.PixelData).clone();
        pixels[pixels.length - 1] = 0;
        zero.setBytes(Tag.PixelData, VR.OW, pixels.clone());
        Attributes thirtyTwo = image(8192);
        pixels[pixels.length - 1] = 32;
        thirtyTwo.setBytes(Tag.PixelData, VR.OW, pixels);
        Path one = write(zero);
        Path other = folder.resolve("other");
        try (DicomOutputStream out = new DicomOutputStream(other.toFile())) {
            out.writeDataset(thirtyTwo.createFileMetaInformation(UID.ExplicitVRLittleEndian), thirtyTwo);
        }

        assertThat(SameContent.test(content(one), content(other))).isFalse();
    }

    /** The parser keeps the last; who reads the first would see another patient. */
    @Test
    void anObjectThatNamesTwoPatientsOrStudiesIsRefused() throws IOException {
        for (int tag : new int[] {Tag.PatientID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID}) {
            Attributes again = new Attributes();
            again.setString(tag, tag == Tag.PatientID ? VR.LO : VR.UI, "9.9");

            assertThat(inspect(write(image(8192), again), SOP))
                    .isEqualTo(new Inspection.Refused(
                            QuarantineReason.UNREADABLE,
                            String.format("(%04X,%04X) twice, with different values", tag >>> 16, tag & 0xFFFF)));
        }
        Attributes same = new Attributes();
        same.setString(Tag.PatientID, VR.LO, "P1");
        assertThat(inspect(write(image(8192), same), SOP)).isInstanceOf(Inspection.Accepted.class);
    }

    @Test
    void twoIdentifiersInOneElementAreNone() throws IOException {
        for (int tag : new int[] {Tag.SOPInstanceUID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID}) {
            Attributes image = image(8192);
            image.setString(tag, VR.UI, image.getString(tag), "9.9");
            Path file = write(image);

            assertThat(reason(inspect(file, SOP))).isEqualTo(QuarantineReason.INVALID_UID);
        }
    }

    @Test
    void aTransferSyntaxThatIsNoIdentifierIsRefused() throws IOException {
        assertThat(Inspector.inspect(
                        write(image(8192)),
                        new Inspector.Announced(UID.MRImageStorage, SOP, "../../x"),
                        ParserLimits.DEFAULT))
                .isEqualTo(new Inspection.Refused(QuarantineReason.INVALID_UID, "(0002,0010)"));
    }

    /** PS3.5 A.4: a fragment never holds more than one frame; video is the exception. */
    @Test
    void moreFramesThanFragmentsAreRefused() throws IOException {
        Attributes image = image(0);
        image.setInt(Tag.NumberOfFrames, VR.IS, 3);
        Fragments fragments = image.newFragments(Tag.PixelData, VR.OB, 3);
        fragments.add(new byte[0]);
        fragments.add(new byte[10]);
        fragments.add(new byte[10]);
        Path file = write(image, UID.JPEGLosslessSV1);

        assertThat(inspect(file, UID.JPEGLosslessSV1, SOP))
                .isEqualTo(new Inspection.Refused(
                        QuarantineReason.PIXEL_DATA_SHORT, "2 fragments for 3 frames of (7FE0,0010)"));
        assertThat(inspect(write(image, UID.MPEG4HP41), UID.MPEG4HP41, SOP)).isInstanceOf(Inspection.Accepted.class);
        fragments.add(new byte[10]);
        assertThat(inspect(write(image, UID.JPEGLosslessSV1), UID.JPEGLosslessSV1, SOP))
                .isInstanceOf(Inspection.Accepted.class);
    }

    private static Inspection inspect(Path file, String syntax, String sop) throws IOException {
        return Inspector.inspect(file, new Inspector.Announced(UID.MRImageStorage, sop, syntax), ParserLimits.DEFAULT);
    }

    private Path write(Attributes dataset, String syntax) throws IOException {
        Path file = folder.resolve("file");
        try (DicomOutputStream out = new DicomOutputStream(file.toFile())) {
            out.writeDataset(dataset.createFileMetaInformation(syntax), dataset);
        }
        return file;
    }

    /** The second data set stands in front of the pixels of the first. */
    private Path write(Attributes dataset, Attributes again) throws IOException {
        Attributes header = new Attributes(dataset);
        header.remove(Tag.PixelData);
        Attributes pixels = new Attributes();
        pixels.setBytes(Tag.PixelData, VR.OW, dataset.getBytes(Tag.PixelData));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DicomOutputStream out = new DicomOutputStream(file, UID.ExplicitVRLittleEndian)) {
            out.writeDataset(dataset.createFileMetaInformation(UID.ExplicitVRLittleEndian), header);
            out.writeDataset(null, again);
            out.writeDataset(null, pixels);
        }
        return Files.write(folder.resolve("file"), file.toByteArray());
    }

    private static void add(Attributes to, int tag, Attributes item) {
        Sequence sequence = to.newSequence(tag, 1);
        sequence.add(item);
    }

    private static QuarantineReason reason(Inspection inspection) {
        return ((Inspection.Refused) inspection).reason();
    }

    private static Content content(Path file) {
        return () -> Files.newInputStream(file);
    }

    private static Inspection inspect(Path file, String sop) throws IOException {
        return Inspector.inspect(
                file,
                new Inspector.Announced(UID.MRImageStorage, sop, UID.ExplicitVRLittleEndian),
                ParserLimits.DEFAULT);
    }

    private Path write(Attributes dataset) throws IOException {
        Path file = folder.resolve("file");
        try (DicomOutputStream out = new DicomOutputStream(file.toFile())) {
            out.writeDataset(dataset.createFileMetaInformation(UID.ExplicitVRLittleEndian), dataset);
        }
        return file;
    }

    /** 64 by 64 pixels of 16 bits. */
    private static Attributes image(int pixelBytes) {
        Attributes dataset = new Attributes();
        dataset.setString(Tag.SOPClassUID, VR.UI, UID.MRImageStorage);
        dataset.setString(Tag.SOPInstanceUID, VR.UI, SOP);
        dataset.setString(Tag.StudyInstanceUID, VR.UI, "1.2.3");
        dataset.setString(Tag.SeriesInstanceUID, VR.UI, "1.2.3.4");
        dataset.setString(Tag.StudyDate, VR.DA, "20260302");
        dataset.setString(Tag.Modality, VR.CS, "MR");
        dataset.setString(Tag.PatientID, VR.LO, "P1");
        dataset.setInt(Tag.Rows, VR.US, 64);
        dataset.setInt(Tag.Columns, VR.US, 64);
        dataset.setInt(Tag.BitsAllocated, VR.US, 16);
        dataset.setInt(Tag.SamplesPerPixel, VR.US, 1);
        dataset.setBytes(Tag.PixelData, VR.OW, new byte[pixelBytes]);
        return dataset;
    }
}
