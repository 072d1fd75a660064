package org.vigie.diffusion.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomOutputStream;

/** A small diffusion study of nobody, made in memory, to read before the first real one comes. */
public final class PracticeStudy {
    private static final double[] B = {0, 100, 600, 800};
    private static final double ADC = 1e-3;
    private static final int SLICES = 8;
    private static final int SIDE = 64;
    private static final String ROOT = "2.25.1.";

    private PracticeStudy() {}

    /** One image per b-value and slice. */
    public static List<StudyObject> objects() throws IOException {
        List<StudyObject> objects = new ArrayList<>();
        for (double b : B) {
            for (int slice = 0; slice < SLICES; slice++) {
                byte[] file = file(image(b, slice, objects.size() + 1));
                objects.add(new StudyObject("practice", () -> file, Optional.empty(), Optional.empty()));
            }
        }
        return objects;
    }

    private static Attributes image(double b, int slice, int number) {
        Attributes image = new Attributes();
        image.setString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "DIFFUSION", "NONE");
        image.setString(Tag.SOPClassUID, VR.UI, UID.MRImageStorage);
        image.setString(Tag.SOPInstanceUID, VR.UI, ROOT + "3." + number);
        image.setString(Tag.StudyInstanceUID, VR.UI, ROOT + "1");
        image.setString(Tag.SeriesInstanceUID, VR.UI, ROOT + "2");
        image.setString(Tag.SeriesNumber, VR.IS, "1");
        image.setInt(Tag.InstanceNumber, VR.IS, number);
        image.setString(Tag.Modality, VR.CS, "MR");
        image.setString(Tag.ScanningSequence, VR.CS, "EP");
        image.setDouble(Tag.EchoTime, VR.DS, 70);
        image.setDouble(Tag.ImagePositionPatient, VR.DS, 0, 0, 4 * slice);
        image.setDouble(Tag.ImageOrientationPatient, VR.DS, 1, 0, 0, 0, 1, 0);
        image.setDouble(Tag.PixelSpacing, VR.DS, 2, 2);
        image.setDouble(Tag.SliceThickness, VR.DS, 4);
        image.setInt(Tag.SamplesPerPixel, VR.US, 1);
        image.setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        image.setInt(Tag.Rows, VR.US, SIDE);
        image.setInt(Tag.Columns, VR.US, SIDE);
        image.setInt(Tag.BitsAllocated, VR.US, 16);
        image.setInt(Tag.BitsStored, VR.US, 12);
        image.setInt(Tag.HighBit, VR.US, 11);
        image.setInt(Tag.PixelRepresentation, VR.US, 0);
        image.setDouble(Tag.DiffusionBValue, VR.FD, b);
        image.setBytes(Tag.PixelData, VR.OW, pixels(b, slice));
        return image;
    }

    /** A bright block on a darker ground, so that a region can be proposed. */
    private static byte[] pixels(double b, int slice) {
        byte[] pixels = new byte[2 * SIDE * SIDE];
        for (int i = 0; i < SIDE * SIDE; i++) {
            boolean inside = Math.abs(i % SIDE - SIDE / 2) < 8 && Math.abs(i / SIDE - SIDE / 2) < 8;
            double s0 = inside ? 1500 : 200 + (i * 31 + slice * 17) % 37;
            int value = (int) Math.round(s0 * Math.exp(-b * ADC));
            pixels[2 * i] = (byte) value;
            pixels[2 * i + 1] = (byte) (value >> 8);
        }
        return pixels;
    }

    private static byte[] file(Attributes image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DicomOutputStream out = new DicomOutputStream(bytes, UID.ExplicitVRLittleEndian)) {
            out.writeDataset(image.createFileMetaInformation(UID.ExplicitVRLittleEndian), image);
        }
        return bytes.toByteArray();
    }
}
