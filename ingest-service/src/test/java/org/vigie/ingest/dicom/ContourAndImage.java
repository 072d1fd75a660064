package org.vigie.ingest.dicom;

import java.io.IOException;
import java.nio.file.Path;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.io.DicomOutputStream;

/**
 * An image of one study, and a segmentation of another study that names this image and not its study.
 *
 * @param imageStudyUid study of the image
 */
public record ContourAndImage(Path contour, Path image, String imageStudyUid) {
    /** @param original any image; its patient is kept */
    public static ContourAndImage of(Path original, Path folder, String uidRoot) throws IOException {
        Attributes image;
        try (DicomInputStream in = new DicomInputStream(original.toFile())) {
            image = in.readDataset(-1, -1);
        }
        image.setString(Tag.StudyInstanceUID, VR.UI, uidRoot + ".1");
        image.setString(Tag.SeriesInstanceUID, VR.UI, uidRoot + ".1.1");
        image.setString(Tag.SOPInstanceUID, VR.UI, uidRoot + ".1.1.1");
        Attributes contour = new Attributes();
        contour.setString(Tag.SOPClassUID, VR.UI, UID.SegmentationStorage);
        contour.setString(Tag.SOPInstanceUID, VR.UI, uidRoot + ".2.1.1");
        contour.setString(Tag.StudyInstanceUID, VR.UI, uidRoot + ".2");
        contour.setString(Tag.SeriesInstanceUID, VR.UI, uidRoot + ".2.1");
        contour.setString(Tag.Modality, VR.CS, "SEG");
        contour.setString(Tag.PatientID, VR.LO, image.getString(Tag.PatientID));
        if (image.getString(Tag.IssuerOfPatientID) != null) {
            contour.setString(Tag.IssuerOfPatientID, VR.LO, image.getString(Tag.IssuerOfPatientID));
        }
        Attributes source = new Attributes();
        source.setString(Tag.ReferencedSOPClassUID, VR.UI, image.getString(Tag.SOPClassUID));
        source.setString(Tag.ReferencedSOPInstanceUID, VR.UI, uidRoot + ".1.1.1");
        Attributes derivation = new Attributes();
        add(derivation, Tag.SourceImageSequence, source);
        Attributes frame = new Attributes();
        add(frame, Tag.DerivationImageSequence, derivation);
        add(contour, Tag.PerFrameFunctionalGroupsSequence, frame);
        contour.setInt(Tag.Rows, VR.US, 8);
        contour.setInt(Tag.Columns, VR.US, 8);
        contour.setInt(Tag.BitsAllocated, VR.US, 8);
        contour.setInt(Tag.SamplesPerPixel, VR.US, 1);
        contour.setString(Tag.NumberOfFrames, VR.IS, "1");
        contour.setBytes(Tag.PixelData, VR.OB, new byte[64]);
        return new ContourAndImage(
                write(contour, folder.resolve("contour.dcm")),
                write(image, folder.resolve("image.dcm")),
                uidRoot + ".1");
    }

    private static void add(Attributes to, int tag, Attributes item) {
        Sequence sequence = to.newSequence(tag, 1);
        sequence.add(item);
    }

    private static Path write(Attributes dataset, Path file) throws IOException {
        try (DicomOutputStream out = new DicomOutputStream(file.toFile())) {
            out.writeDataset(dataset.createFileMetaInformation(UID.ExplicitVRLittleEndian), dataset);
        }
        return file;
    }
}
