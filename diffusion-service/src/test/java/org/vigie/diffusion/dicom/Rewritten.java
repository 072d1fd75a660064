package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomOutputStream;

/** DICOM files changed in one respect, and structure sets as small as they may be. */
public final class Rewritten {
    private Rewritten() {}

    /** Writes a copy with the change beside the original. */
    public static Path copy(Path file, String name, Consumer<Attributes> change) throws IOException {
        Attributes dataset = Datasets.parse(Files.readAllBytes(file), -1).dataset();
        change.accept(dataset);
        return write(dataset, file.resolveSibling(name));
    }

    public static Path write(Attributes dataset, Path file) throws IOException {
        try (DicomOutputStream out = new DicomOutputStream(Files.newOutputStream(file), UID.ExplicitVRLittleEndian)) {
            out.writeDataset(dataset.createFileMetaInformation(UID.ExplicitVRLittleEndian), dataset);
        }
        return file;
    }

    public static Attributes read(byte[] bytes) throws IOException {
        return Datasets.parse(bytes, -1).dataset();
    }

    public static boolean isSeg(Path file) throws IOException {
        return "SEG"
                .equals(Datasets.parse(Files.readAllBytes(file), Tag.PixelData)
                        .dataset()
                        .getString(Tag.Modality));
    }

    /** A structure set of one closed contour; identity and frame of reference from an image. */
    public static Attributes structureSet(Path image, String type, double... data) throws IOException {
        Attributes source =
                Datasets.parse(Files.readAllBytes(image), Tag.PixelData).dataset();
        Attributes set = new Attributes();
        set.addSelected(
                source, Tag.PatientName, Tag.PatientID, Tag.IssuerOfPatientID, Tag.StudyInstanceUID, Tag.StudyDate);
        set.setString(Tag.SOPClassUID, VR.UI, "1.2.840.10008.5.1.4.1.1.481.3");
        set.setString(Tag.SOPInstanceUID, VR.UI, "2.25.481");
        set.setString(Tag.SeriesInstanceUID, VR.UI, "2.25.482");
        set.setString(Tag.Modality, VR.CS, "RTSTRUCT");
        set.setString(Tag.StructureSetDate, VR.DA, "20261120");
        Attributes roi = new Attributes();
        roi.setInt(Tag.ROINumber, VR.IS, 1);
        roi.setString(Tag.ROIName, VR.LO, "GTV");
        roi.setString(Tag.ROIGenerationAlgorithm, VR.CS, "MANUAL");
        roi.setString(Tag.ReferencedFrameOfReferenceUID, VR.UI, source.getString(Tag.FrameOfReferenceUID));
        set.newSequence(Tag.StructureSetROISequence, 1).add(roi);
        Attributes contour = new Attributes();
        contour.setString(Tag.ContourGeometricType, VR.CS, type);
        contour.setInt(Tag.NumberOfContourPoints, VR.IS, data.length / 3);
        contour.setDouble(Tag.ContourData, VR.DS, data);
        Attributes contours = new Attributes();
        contours.setInt(Tag.ReferencedROINumber, VR.IS, 1);
        Sequence sequence = contours.newSequence(Tag.ContourSequence, 1);
        sequence.add(contour);
        set.newSequence(Tag.ROIContourSequence, 1).add(contours);
        return set;
    }

    /** Where the first pixel of an image lies, mm. */
    public static double[] position(Path image) throws IOException {
        return Datasets.parse(Files.readAllBytes(image), Tag.PixelData)
                .dataset()
                .getDoubles(Tag.ImagePositionPatient);
    }
}
